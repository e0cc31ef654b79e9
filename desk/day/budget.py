"""The budget's part of the day: invoices that must be mandated soon, or should have been."""

from functools import cached_property

from budget.models import Invoice
from budget.permissions import may_commit
from desk.day.section import Section, Shown


class BudgetSection(Section):
    @cached_property
    def to_mandate(self) -> Shown:
        """For who follows invoices; the most urgent first."""
        if not may_commit(self.user):
            return Shown()
        return Shown.of(Invoice.objects.due_soon(self.today))

    @property
    def count(self) -> int:
        return len(self.to_mandate)
