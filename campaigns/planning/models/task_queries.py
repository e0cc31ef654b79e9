from datetime import date
from typing import Self

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q

from campaigns.planning.models.actions import Action
from campaigns.planning.models.states import OPEN_TASK_STATES, STILL_ACTION_STATES, TaskState
from comms.people.models import UNIT_ROLES, Role, User
from comms.search import SEARCH_CONFIG


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The unit: everything. Others: their own tasks, and those of the actions that a secretary general
        or a department's contact may read; never those of an action kept to the cabinet."""
        if not user.is_active:
            return self.none()
        if user.acts_as(*UNIT_ROLES):
            return self
        seen = Q(owner=user)
        if user.acts_as(Role.SECRETARY_GENERAL, Role.DEPARTMENT_CONTACT):
            seen |= Q(action__in=Action.objects.visible_to(user).values("pk"))
        return self.filter(seen, Q(action=None) | Q(action__is_confidential=False))

    def open(self) -> Self:
        """Still to be finished; those of an action that is postponed, cancelled or closed ask nothing."""
        return self.filter(Q(action=None) | ~Q(action__state__in=STILL_ACTION_STATES)).filter(
            state__in=OPEN_TASK_STATES
        )

    def kept(self) -> Self:
        return self.exclude(state=TaskState.DROPPED)

    def late(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)

    def due_between(self, start: date, end: date) -> Self:
        """Both days included."""
        return self.filter(due_on__gte=start, due_on__lte=end)

    def of(self, user: User) -> Self:
        return self.filter(owner=user)

    def unassigned(self) -> Self:
        return self.filter(owner=None)

    def waiting_on_others(self, user: User) -> Self:
        """This person's work that somebody else must finish or approve first."""
        return self.open().of(user).filter(Q(state=TaskState.TO_APPROVE) | Exists(self._before(user)))

    def _before(self, user: User) -> models.QuerySet:
        before = self.model.objects.filter(before=OuterRef("pk"), state__in=OPEN_TASK_STATES)
        return before.exclude(owner=user)

    def blocked(self) -> Self:
        """A task that comes before isn't finished."""
        before = self.model.objects.filter(before=OuterRef("pk"), state__in=OPEN_TASK_STATES)
        return self.filter(Exists(before))

    def due_for_reminder(self, today: date) -> Self:
        """Whose owner is to be reminded now: the day of the next reminder has come. See `actions.remind`."""
        return self.open().filter(owner__is_active=True, remind_on__lte=today)

    def with_checks(self) -> Self:
        """`check_count` and `checked_count` of the checklist."""
        return self.annotate(
            check_count=Count("checks", distinct=True),
            checked_count=Count("checks", filter=Q(checks__is_done=True), distinct=True),
        )

    def readable(self) -> Self:
        """With what a row says of it, in a constant number of queries."""
        return self.select_related("action", "owner").prefetch_related("after")

    def search(self, words: str) -> Self:
        """Best first."""
        words = words.replace("\x00", "").strip()
        if not words:
            return self
        query = SearchQuery(words, config=SEARCH_CONFIG, search_type="websearch")
        rank = SearchRank(F("search_vector"), query)  # not as `rank`: that is a task's place before J0
        return self.filter(search_vector=query).order_by(rank.desc(), "-pk")
