"""The press's part of the day: my drafts, what may leave, what leaves by itself, what is public."""

from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from comms.approvals.models import Approval
from desk.day.section import SHOWN, Section
from press.models import Dispatch, Release
from press.permissions.releases import may_write_releases


class PressSection(Section):
    @cached_property
    def is_writer(self) -> bool:
        return may_write_releases(self.user)

    @cached_property
    def to_resume(self) -> list[Release]:
        """My own drafts; `answer` is the approval they came back from, None for those never submitted."""
        if not self.is_writer:
            return []
        answers = Approval.objects.filter(
            subject_type=ContentType.objects.get_for_model(Release), subject_id=OuterRef("pk")
        ).order_by("-submitted_at", "-pk")
        mine = Release.objects.drafts().written_by(self.user)
        mine = mine.annotate(answered=Subquery(answers.values("state")[:1])).order_by("-updated_at")[:SHOWN]
        for release in mine:
            release.answer = Approval(state=release.answered) if release.answered else None
        return list(mine)

    @cached_property
    def to_send(self) -> list[Release]:
        """Approved, and nobody has launched them yet."""
        if not self.is_writer:
            return []
        return list(Release.objects.ready_to_send().order_by("updated_at")[:SHOWN])

    @cached_property
    def to_leave(self) -> list[Dispatch]:
        """Programmed: they leave by themselves."""
        if not self.is_writer:
            return []
        upcoming = Dispatch.objects.standing().filter(scheduled_for__gt=timezone.now())
        return list(upcoming.select_related("release").order_by("scheduled_for")[:SHOWN])

    @cached_property
    def latest(self) -> list[Release]:
        """What the public can read, latest first."""
        return list(
            Release.objects.published()
            .select_related("effective_version")
            .order_by("-published_on_site_at")[:SHOWN]
        )

    @property
    def count(self) -> int:
        return len(self.to_resume) + len(self.to_send)
