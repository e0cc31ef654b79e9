"""The budget's part of the day: invoices that must be mandated soon, or should have been."""

from functools import cached_property

from budget.models import Invoice
from budget.permissions import may_commit
from budget.year_end import YearEndAlert, year_end_alerts
from desk.day.section import Section, Shown


class BudgetSection(Section):
    @cached_property
    def to_mandate(self) -> Shown:
        """For who follows invoices; the most urgent first."""
        if not may_commit(self.user):
            return Shown()
        return Shown.of(Invoice.objects.due_soon(self.today))

    @cached_property
    def year_ends(self) -> list[YearEndAlert]:
        """Years that end with something committed and not invoiced, for who follows invoices."""
        return year_end_alerts(self.today) if may_commit(self.user) else []

    @property
    def count(self) -> int:
        return len(self.to_mandate)
