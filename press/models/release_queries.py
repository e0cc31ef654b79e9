import re
from typing import Self

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from comms.approvals.models import Approval, ApprovalStep
from comms.people.models import UNIT_ROLES, Role, User
from comms.search import SEARCH_CONFIG
from press.models.release_states import ReleaseState

REFERENCE = re.compile(r"^\s*(?:CP\s*)?(?P<year>\d{4})-(?P<number>\d{1,4})\s*$", re.IGNORECASE)


class ReleaseQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """What this person may read on the staff pages.

        The unit and who stands in for it: everything. The secretary general: all but drafts. Elected
        people: what has left. Anybody with an account: what is public anyway, and what their own approval
        is asked for.
        """
        if user.acts_as(*UNIT_ROLES):
            return self
        if user.acts_as(Role.SECRETARY_GENERAL):
            return self.exclude(state=ReleaseState.DRAFT)
        readable = Q(pk__in=self.model.objects.published().values("pk")) | Q(pk__in=self._to_approve(user))
        if user.acts_as(Role.ELECTED):
            readable |= Q(sent_at__isnull=False)
        return self.filter(readable)

    def _to_approve(self, user: User) -> models.QuerySet:
        """Those whose circuit passes through this person, whatever the role."""
        steps = ApprovalStep.objects.of_decider(user)
        approvals = Approval.objects.filter(
            subject_type=ContentType.objects.get_for_model(self.model), steps__in=steps
        )
        return approvals.values("subject_id")

    def published(self) -> Self:
        """What the public newsroom shows: by the database's clock, never before the embargo.

        `published_on_site_at` already holds the approved version's embargo; the row's own embargo is
        asked too, so that one postponed in haste hides the release at once.
        """
        return self.filter(
            Q(embargo_at=None) | Q(embargo_at__lte=Now()),
            published_on_site_at__lte=Now(),
            effective_version__isnull=False,
        ).exclude(state=ReleaseState.WITHDRAWN)

    def public_later(self) -> Self:
        """Put in the newsroom, where nobody reads it yet: its moment or its embargo is to come."""
        shown = self.filter(published_on_site_at__isnull=False).exclude(state=ReleaseState.WITHDRAWN)
        return shown.exclude(pk__in=self.model.objects.published().values("pk"))

    def not_for_site(self) -> Self:
        return self.filter(published_on_site_at=None)

    def withdrawn_from_site(self) -> Self:
        """Was public once, and was taken back: its address says so instead of « introuvable ».

        One withdrawn before its embargo, as approved or as postponed since, never existed for the public.
        """
        return self.filter(
            Q(embargo_at=None) | Q(embargo_at__lte=F("withdrawn_at")),
            state=ReleaseState.WITHDRAWN,
            published_on_site_at__lte=F("withdrawn_at"),
        )

    def drafts(self) -> Self:
        return self.filter(state=ReleaseState.DRAFT)

    def written_by(self, user: User) -> Self:
        """Begun, or last changed, by this person."""
        return self.filter(Q(created_by=user) | Q(updated_by=user))

    def ready_to_send(self) -> Self:
        return self.filter(state=ReleaseState.APPROVED)

    def years(self) -> list[int]:
        return list(self.order_by("-year").values_list("year", flat=True).distinct())

    def zones(self) -> list[str]:
        """The sectors written so far, to be offered again."""
        return list(self.exclude(zone="").order_by("zone").values_list("zone", flat=True).distinct()[:100])

    def search(self, text: str) -> Self:
        """Staff search over the rows, best first; « CP 2026-014 » finds that very release."""
        if match := REFERENCE.match(text):
            return self.filter(year=match["year"], number=match["number"])
        return self._matching("search_vector", text)

    def search_public(self, text: str) -> Self:
        """Search over the approved words only; use it on `.published()`."""
        return self._matching("public_search_vector", text)

    def _matching(self, vector: str, text: str) -> Self:
        text = text.replace("\x00", "").strip()
        if not text:
            return self
        query = SearchQuery(text, config=SEARCH_CONFIG, search_type="websearch")
        return (
            self.filter(**{vector: query})
            .annotate(rank=SearchRank(F(vector), query))
            .order_by("-rank", "-pk")
        )
