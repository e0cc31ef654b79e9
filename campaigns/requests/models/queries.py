import re
from datetime import date
from typing import Any, Self

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models
from django.db.models import F, Q

from campaigns.requests.models.states import (
    DONE_STATES,
    OPEN_REQUEST_STATES,
    RequestState,
    WaitsOn,
)
from comms.people.models import UNIT_ROLES, Role, User
from comms.search import SEARCH_CONFIG

REFERENCE = re.compile(r"^\s*(?:D\s*)?(?P<year>\d{4})-(?P<number>\d{1,6})\s*$", re.IGNORECASE)
#: How many levels of directions stand above a service.
_ABOVE = ("department", "department__parent", "department__parent__parent")


def _in_department(user: User, prefix: str = "") -> Q:
    """Of the person's direction or of a service below it."""
    if user.department_id is None:
        return Q(pk__in=[])
    found = Q()
    for path in _ABOVE:
        found |= Q(**{f"{prefix}{path}": user.department_id})
    return found


class CommunicationRequestQuerySet(models.QuerySet):
    # --- who sees what ------------------------------------------------------------------------------
    def visible_to(self, user: User) -> Self:
        """What this person may read.

        The unit and who stands in for it: all but others' drafts. The secretary general: what is neither a
        draft nor confidential. A department contact: their direction's, but for what is confidential.
        Everybody: what they asked for themselves, and what it was merged into.
        """
        if user.acts_as(*UNIT_ROLES):
            return self.filter(~Q(state=RequestState.DRAFT) | Q(entered_by=user))
        seen = Q(requester=user) | Q(entered_by=user)
        seen |= Q(pk__in=self._merged_into(Q(requester=user) | Q(entered_by=user)))
        if user.acts_as(Role.SECRETARY_GENERAL):
            seen |= Q(is_confidential=False) & ~Q(state=RequestState.DRAFT)
        if user.has_role(Role.DEPARTMENT_CONTACT):
            ours = _in_department(user)
            seen |= ours & Q(is_confidential=False) & ~Q(state=RequestState.DRAFT)
            theirs = Q(pk__in=self._merged_into(ours & Q(is_confidential=False)))
            seen |= theirs & Q(is_confidential=False)
        return self.filter(seen)

    def _merged_into(self, condition: Q) -> models.QuerySet:
        merged = self.model._base_manager.filter(condition, merged_into__isnull=False)
        return merged.values("merged_into")

    def of_department(self, user: User) -> Self:
        """Asked by the person's direction or a service below it, or by the person."""
        return self.filter(_in_department(user) | Q(requester=user)).exclude(state=RequestState.DRAFT)

    def asked_by(self, user: User) -> Self:
        return self.filter(Q(requester=user) | Q(requester=None, entered_by=user))

    def drafts_of(self, user: User) -> Self:
        return self.filter(state=RequestState.DRAFT, entered_by=user)

    # --- what waits -----------------------------------------------------------------------------------
    def to_triage(self, today: date) -> Self:
        """The unit must say what becomes of it; not those put off to a later day."""
        return (
            self.filter(state=RequestState.SUBMITTED)
            .filter(Q(snoozed_until=None) | Q(snoozed_until__lte=today))
            .order_by("submitted_at", "pk")
        )

    def snoozed(self, today: date) -> Self:
        return self.filter(state=RequestState.SUBMITTED, snoozed_until__gt=today)

    def open(self) -> Self:
        return self.filter(state__in=OPEN_REQUEST_STATES)

    def submitted(self) -> Self:
        return self.exclude(state=RequestState.DRAFT)

    def done(self) -> Self:
        return self.filter(state__in=DONE_STATES)

    def late(self) -> Self:
        """Asked later than the kind's minimum delay allows."""
        return self.filter(lateness__gt=0)

    def waiting_on(self, side: str) -> Self:
        return self.filter(waits_on=side)

    def waiting_on_requester(self, user: User) -> Self:
        """An answer or an agreement is awaited of this person."""
        mine = Q(requester=user)
        if user.has_role(Role.DEPARTMENT_CONTACT):
            mine |= _in_department(user) & Q(kind__agreed_by="department", state=RequestState.TO_AGREE)
        return self.open().filter(mine, waits_on=WaitsOn.REQUESTER)

    def waiting_on_cabinet(self) -> Self:
        return self.open().filter(waits_on=WaitsOn.CABINET)

    def due_for_reminder(self, today: date) -> Self:
        return self.open().filter(waits_on=WaitsOn.REQUESTER, remind_on__lte=today)

    def due_for_closing(self, today: date) -> Self:
        return self.filter(state=RequestState.DELIVERED, close_on__lte=today)

    # --- finding ----------------------------------------------------------------------------------------
    def between(self, start: date, end: date) -> Self:
        """Sent from one day to the other, both included."""
        return self.filter(submitted_on__gte=start, submitted_on__lte=end)

    def years(self) -> list[int]:
        return list(
            self.filter(year__isnull=False).order_by("-year").values_list("year", flat=True).distinct()
        )

    def readable(self) -> Self:
        """With what a row of a list shows."""
        return self.select_related("kind", "department", "requester", "entered_by")

    def search(self, words: str) -> Self:
        """Best first; « D 2026-031 » finds that very request."""
        if match := REFERENCE.match(words):
            return self.filter(year=match["year"], number=match["number"])
        words = words.replace("\x00", "").strip()
        if not words:
            return self
        query: Any = SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")
        return (
            self.filter(search_vector=query)
            .annotate(rank=SearchRank(F("search_vector"), query))
            .order_by("-rank", "-pk")
        )
