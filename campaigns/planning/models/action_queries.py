import re
from datetime import date
from typing import Self

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models
from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce

from campaigns.planning.models.states import (
    DECIDED_ACTION_STATES,
    LIVE_ACTION_STATES,
    OPEN_TASK_STATES,
    ActionState,
    TaskState,
)
from comms.people.models import UNIT_ROLES, Role, User
from comms.search import SEARCH_CONFIG

REFERENCE = re.compile(r"^\s*(?:A\s*)?(?P<year>\d{4})-(?P<number>\d{1,5})\s*$", re.IGNORECASE)


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Fetching is the check.

        The unit and who stands in for it: everything. The secretary general: all but the cabinet's own.
        A department's contact: the actions of that department. Elected people: what was decided. Never
        the cabinet's own for these two; others see nothing.
        """
        if not user.is_active:
            return self.none()
        if user.acts_as(*UNIT_ROLES):
            return self
        if user.acts_as(Role.SECRETARY_GENERAL):
            return self.filter(is_confidential=False)
        seen = Q(pk__in=())
        if user.department_id and user.acts_as(Role.DEPARTMENT_CONTACT):
            theirs = self.model.departments.through.objects.filter(department=user.department_id)
            seen |= Q(pk__in=theirs.values("action"))
        if user.acts_as(Role.ELECTED):
            seen |= Q(state__in=DECIDED_ACTION_STATES)
        return self.filter(seen, is_confidential=False)

    def live(self) -> Self:
        """Ahead or at work."""
        return self.filter(state__in=LIVE_ACTION_STATES)

    def between(self, start: date, end: date) -> Self:
        """With a day in this period, both ends included."""
        return self.not_over_before(start).filter(starts_on__lte=end)

    def not_over_before(self, day: date) -> Self:
        """Whose last day is that day or a later one; the index « action_by_last_day » spares the past."""
        return self.alias(final_day=Coalesce("ends_on", "starts_on")).filter(final_day__gte=day)

    def led_by(self, user: User) -> Self:
        return self.filter(lead=user)

    def of_department(self, department: int) -> Self:
        return self.filter(departments=department)

    def to_decide(self) -> Self:
        return self.filter(state=ActionState.PROPOSED)

    def over_by(self, day: date) -> Self:
        """Whose last day is that day or an earlier one."""
        return self.alias(final_day=Coalesce("ends_on", "starts_on")).filter(final_day__lte=day)

    def to_evaluate(self) -> Self:
        """Done and without their evaluation, whenever it is asked; see `rules.evaluation_day`."""
        return self.filter(state=ActionState.DONE)

    def due_for_evaluation(self, day: date) -> Self:
        """Worked at or done, over since `day` (today less the delay), and nobody was asked yet."""
        return self.over_by(day).filter(
            state__in=(ActionState.UNDER_WAY, ActionState.DONE), evaluation_asked_at=None
        )

    def with_progress(self) -> Self:
        """`task_count` and `done_count`: dropped tasks count for neither."""
        kept = ~Q(tasks__state=TaskState.DROPPED)
        return self.annotate(
            task_count=Count("tasks", filter=kept, distinct=True),
            done_count=Count("tasks", filter=Q(tasks__state=TaskState.DONE), distinct=True),
        )

    def with_late_count(self, today: date) -> Self:
        late = Q(tasks__state__in=OPEN_TASK_STATES, tasks__due_on__lt=today)
        return self.annotate(late_count=Count("tasks", filter=late, distinct=True))

    def readable(self) -> Self:
        """With what a row or a page says of it: a list's length doesn't change its number of queries."""
        return self.select_related("lead", "objective", "campaign").prefetch_related("departments")

    def search(self, words: str) -> Self:
        """Best first; « A 2026-014 » finds that very action."""
        if match := REFERENCE.match(words):
            return self.filter(year=match["year"], number=match["number"])
        words = words.replace("\x00", "").strip()
        if not words:
            return self
        query = SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")
        found = self.filter(search_vector=query).annotate(rank=SearchRank(F("search_vector"), query))
        return found.order_by("-rank", "-pk")
