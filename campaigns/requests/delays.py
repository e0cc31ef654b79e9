"""How soon a thing can be ready, and how late it is asked: in working days of New Caledonia."""

from dataclasses import dataclass
from datetime import date

from campaigns.requests.models import RequestKind
from comms.calendar.working_days import add_working_days, working_days_between


@dataclass(frozen=True)
class Estimate:
    """The earliest day for a request sent on `sent_on`, and how late it is for the day it is needed."""

    sent_on: date
    minimum_days: int
    earliest_on: date
    needed_on: date | None
    lateness: int

    @property
    def is_late(self) -> bool:
        return self.lateness > 0


def earliest_day(minimum_days: int, sent_on: date) -> date:
    """The first day a request sent on that day can be served, always a working day."""
    return add_working_days(sent_on, minimum_days)


def lateness_of(needed_on: date | None, earliest_on: date) -> int:
    """Working days by which the needed day stands before the earliest one; 0 when it is feasible."""
    if needed_on is None or needed_on >= earliest_on:
        return 0
    return working_days_between(needed_on, earliest_on)


def estimate(*, kind: RequestKind | None, needed_on: date | None, sent_on: date) -> Estimate:
    """Without a kind nothing is known of its delay: it is never late."""
    days = kind.minimum_days if kind else 0
    earliest = earliest_day(days, sent_on)
    late = lateness_of(needed_on, earliest) if kind else 0
    return Estimate(sent_on, days, earliest, needed_on, late)
