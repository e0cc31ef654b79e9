"""Hours to validate, and my own that came back."""

from functools import cached_property

from desk.day.section import Section, Shown
from hours.models import Recuperation, TimeEntry
from hours.permissions import may_decide_hours


class HoursSection(Section):
    @cached_property
    def to_validate(self) -> Shown:
        if not may_decide_hours(self.user):
            return Shown()
        return Shown.of(TimeEntry.objects.awaiting(self.user).select_related("person").order_by("day", "pk"))

    @cached_property
    def to_agree(self) -> Shown:
        if not may_decide_hours(self.user):
            return Shown()
        rows = Recuperation.objects.awaiting(self.user).select_related("person")
        return Shown.of(rows.order_by("day", "pk"))

    @cached_property
    def to_correct(self) -> Shown:
        """Sent back to me, or never sent."""
        if not self.user.is_unit:
            return Shown()
        return Shown.of(TimeEntry.objects.to_correct_by(self.user).order_by("day", "pk"))

    @property
    def count(self) -> int:
        return len(self.to_validate) + len(self.to_agree) + len(self.to_correct)
