"""What a year must decide before it closes: what is committed and not invoiced, and since when it presses."""

from datetime import date
from typing import NamedTuple, Self

from budget.models import BudgetRules, Commitment, FiscalYear


class YearEndAlert(NamedTuple):
    """From the day set in the rules on, as long as something committed waits for its invoice."""

    fiscal_year: FiscalYear
    count: int
    remaining: int

    @classmethod
    def of(cls, fiscal_year: FiscalYear | None, today: date) -> Self | None:
        if fiscal_year is None or not fiscal_year.is_spendable or today < alert_day(fiscal_year):
            return None
        rows = Commitment.objects.of_year(fiscal_year).outstanding()
        count, remaining = rows.count(), rows.totals()["remaining"]
        return cls(fiscal_year, count, remaining) if count else None


def alert_day(fiscal_year: FiscalYear) -> date:
    rules = BudgetRules.current()
    return date(fiscal_year.year, rules.year_end_month, rules.year_end_day)


def year_end_alerts(today: date) -> list[YearEndAlert]:
    """Of each year that is spent, the oldest first."""
    years = FiscalYear.objects.spendable().order_by("year")
    return [alert for alert in (YearEndAlert.of(year, today) for year in years) if alert]
