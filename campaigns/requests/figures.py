"""What a year of requests says: how many, how late, how often corrected, and who waited for whom."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from campaigns.requests.models import Turn, WaitsOn
from comms.calendar.working_days import WorkingCalendar

SIDES = (WaitsOn.UNIT, WaitsOn.REQUESTER, WaitsOn.CABINET)
OUTSIDE = "Hors directions"


class WorkingIndex:
    """Working days counted once between two days, so that each difference is a subtraction."""

    def __init__(self, first: date, last: date) -> None:
        calendar, self.first, self.counts, total = WorkingCalendar(first), first, [], 0
        for n in range((last - first).days + 1):
            total += calendar.is_working_day(first + timedelta(days=n))
            self.counts.append(total)

    def between(self, start: date, end: date) -> int:
        """After `start` up to `end` included, as `working_days_between`; never negative."""
        if end <= start:
            return 0
        return self.counts[(end - self.first).days] - self.counts[(start - self.first).days]


@dataclass
class Figures:
    """Of one direction, or of all; waits and delays in working days."""

    label: str
    number: int = 0
    late: int = 0
    corrections: int = 0
    delivered: int = 0
    delay: int = 0
    rated: int = 0
    rating: int = 0
    waits: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SIDES, 0))

    def add(self, row: dict[str, Any], waits: dict[str, int], delay: int | None) -> None:
        self.number += 1
        self.late += row["lateness"] > 0
        self.corrections += row["corrections"]
        if delay is not None:
            self.delivered, self.delay = self.delivered + 1, self.delay + delay
        if row["rating"]:
            self.rated, self.rating = self.rated + 1, self.rating + row["rating"]
        for side in SIDES:
            self.waits[side] += waits.get(side, 0)

    @property
    def late_share(self) -> int:
        return round(100 * self.late / self.number) if self.number else 0

    @property
    def mean_delay(self) -> float | None:
        return _mean(self.delay, self.delivered)

    @property
    def mean_rating(self) -> float | None:
        return _mean(self.rating, self.rated)

    @property
    def mean_corrections(self) -> float | None:
        return _mean(self.corrections, self.number)

    @property
    def unit_wait(self) -> float | None:
        return _mean(self.waits[WaitsOn.UNIT], self.number)

    @property
    def requester_wait(self) -> float | None:
        return _mean(self.waits[WaitsOn.REQUESTER], self.number)

    @property
    def cabinet_wait(self) -> float | None:
        return _mean(self.waits[WaitsOn.CABINET], self.number)

    @property
    def late_note(self) -> str:
        return f"{self.late_share} %"

    @property
    def bar(self) -> list[tuple[str, str, float, float]]:
        """Each side's share of the waiting: side, label, where its piece begins and how wide it is, in %."""
        total, found, at = sum(self.waits.values()), [], 0.0
        for side in SIDES:
            width = round(100 * self.waits[side] / total, 2) if total else 0
            found.append((side.value, side.label, round(at, 2), width))
            at += width
        return found


def _mean(total: int, count: int) -> float | None:
    return round(total / count, 1) if count else None


def figures_of(requests: QuerySet, today: date) -> tuple[list[Figures], Figures]:
    """By direction, the busiest first, and all together. Three queries, however many requests."""
    rows = list(
        requests.submitted()
        .order_by()
        .values("pk", "department__name", "lateness", "corrections", "rating", "submitted_on", "delivered_on")
    )
    total, each = Figures("Ensemble"), {}
    if not rows:
        return [], total
    index = WorkingIndex(min(row["submitted_on"] for row in rows), today)
    waits = _waits(requests.submitted(), index, today)
    for row in rows:
        label = row["department__name"] or OUTSIDE
        delay = index.between(row["submitted_on"], row["delivered_on"]) if row["delivered_on"] else None
        for figures in (total, each.setdefault(label, Figures(label))):
            figures.add(row, waits[row["pk"]], delay)
    return sorted(each.values(), key=lambda figures: (-figures.number, figures.label)), total


def _waits(requests: QuerySet, index: WorkingIndex, today: date) -> dict[int, dict[str, int]]:
    """Request → side → working days; a turn lasts until the next one, the last one until today."""
    turns = Turn.objects.filter(request__in=requests.order_by().values("pk"))
    found: dict[int, dict[str, int]] = defaultdict(dict)
    last: dict[int, tuple[str, date]] = {}
    ordered: Iterable = turns.order_by("request", "began_at", "pk").values_list("request", "side", "began_on")
    for pk, side, day in ordered:
        if pk in last:
            _add(found[pk], *last[pk], day, index)
        last[pk] = (side, day)
    for pk, (side, day) in last.items():
        _add(found[pk], side, day, today, index)
    return found


def _add(waits: dict[str, int], side: str, start: date, end: date, index: WorkingIndex) -> None:
    if side != WaitsOn.NOBODY:
        waits[side] = waits.get(side, 0) + index.between(start, end)
