"""My tasks by their day, what others owe me, the actions to decide."""

from datetime import date, timedelta
from functools import cached_property

from django.db.models import QuerySet

from campaigns.planning.models import Action, Task
from campaigns.planning.permissions import may_decide_action
from desk.day.section import Section, Shown


class PlanningSection(Section):
    @property
    def sunday(self) -> date:
        return self.today + timedelta(days=6 - self.today.weekday())

    @cached_property
    def late(self) -> Shown:
        return Shown.of(self._mine.late(self.today).order_by("due_on", "pk"))

    @cached_property
    def due_today(self) -> Shown:
        return Shown.of(self._mine.due_between(self.today, self.today).order_by("pk"))

    @cached_property
    def this_week(self) -> Shown:
        if self.today == self.sunday:
            return Shown()
        tomorrow = self.today + timedelta(days=1)
        return Shown.of(self._mine.due_between(tomorrow, self.sunday).order_by("due_on", "pk"))

    @cached_property
    def waiting_on_others(self) -> Shown:
        rows = Task.objects.waiting_on_others(self.user).select_related("owner", "action")
        return Shown.of(rows.order_by("due_on", "pk"))

    @cached_property
    def to_decide(self) -> Shown:
        """Actions that were proposed, for who decides on them."""
        if not may_decide_action(self.user):
            return Shown()
        proposed = Action.objects.visible_to(self.user).to_decide()
        return Shown.of(proposed.select_related("lead").order_by("starts_on", "pk"))

    @property
    def _mine(self) -> QuerySet:
        return Task.objects.visible_to(self.user).of(self.user).open().select_related("action")

    @property
    def count(self) -> int:
        return len(self.late) + len(self.due_today) + len(self.this_week) + len(self.to_decide)
