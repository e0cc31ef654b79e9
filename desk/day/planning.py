"""My tasks by their day, and what others owe me; actions to decide are among the approvals."""

from datetime import date, timedelta
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from campaigns.planning.models import Task
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
        """Each with the task, and its owner, that it waits for."""
        before = Prefetch("after", Task.objects.select_related("owner"))
        rows = Task.objects.waiting_on_others(self.user).select_related("action").prefetch_related(before)
        return Shown.of(rows.order_by("due_on", "pk"))

    @property
    def _mine(self) -> QuerySet:
        return Task.objects.visible_to(self.user).of(self.user).open().select_related("action")

    @property
    def count(self) -> int:
        return len(self.late) + len(self.due_today) + len(self.this_week)
