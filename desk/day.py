"""« Ma journée »: what waits for this person, then what this person follows."""

from datetime import date
from functools import cached_property

from django.contrib.contenttypes.models import ContentType
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from comms.approvals.models import Approval, ApprovalStep
from comms.outbox.health import uncertain_count
from comms.outbox.models import Mailing
from comms.outbox.permissions import may_see_outbox
from comms.people.models import User
from press.models import Dispatch, Release
from press.permissions.releases import may_write_releases

#: Rows of a section; the section's own page has the rest.
SHOWN = 6


class Day:
    """Each section is read when the page shows it, and only for who has something to do with it."""

    def __init__(self, user: User, today: date) -> None:
        self.user = user
        self.today = today

    @cached_property
    def is_press_writer(self) -> bool:
        return may_write_releases(self.user)

    # --- what waits for me --------------------------------------------------------------------------
    @cached_property
    def to_approve(self) -> list[ApprovalStep]:
        return list(ApprovalStep.objects.awaiting(self.user).readable())

    @property
    def late_count(self) -> int:
        return sum(step.is_late(self.today) for step in self.to_approve)

    @cached_property
    def to_resume(self) -> list[Release]:
        """My own drafts; `answer` is the approval they came back from, None for those never submitted."""
        if not self.is_press_writer:
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
        if not self.is_press_writer:
            return []
        return list(Release.objects.ready_to_send().order_by("updated_at")[:SHOWN])

    @cached_property
    def uncertain_count(self) -> int:
        """Mails that perhaps arrived, perhaps not: only a person can say."""
        return uncertain_count() if may_see_outbox(self.user) else 0

    @cached_property
    def paused_mailings(self) -> list[Mailing]:
        return list(Mailing.objects.paused()[:SHOWN]) if may_see_outbox(self.user) else []

    @property
    def waiting_count(self) -> int:
        lists = (self.to_approve, self.to_resume, self.to_send, self.paused_mailings)
        return sum(map(len, lists)) + bool(self.uncertain_count)

    # --- what I follow --------------------------------------------------------------------------------
    @cached_property
    def in_circuit(self) -> QuerySet[ApprovalStep]:
        """Where the texts I submitted stand."""
        steps = ApprovalStep.objects.open().filter(approval__submitted_by=self.user).readable()
        return steps.order_by("due_on", "pk")[:SHOWN]

    @cached_property
    def to_leave(self) -> list[Dispatch]:
        """Programmed: they leave by themselves."""
        if not self.is_press_writer:
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
