"""A year at a glance: voted, frozen, committed, invoiced and what is left, by chapter and by line."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, Self

from budget.models import Account, FiscalYear, Line

#: A bar is so many units long, whatever it shows: whole units, for the drawing knows no decimal comma.
BAR_LENGTH = 1000
AMOUNTS = ("voted", "frozen", "committed", "invoiced", "mandated", "paid", "available")
SHOWN = ("invoiced", "committed", "frozen", "available")


class Segment(NamedTuple):
    """A part of a bar, in units of BAR_LENGTH."""

    name: str
    start: int
    width: int


@dataclass(frozen=True)
class Figures:
    """The amounts of one line, or of many together, in francs."""

    voted: int
    frozen: int
    committed: int
    invoiced: int
    mandated: int
    paid: int
    available: int

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Self:
        rows = list(lines)
        return cls(*(sum(getattr(line, name) for line in rows) for name in AMOUNTS))

    @property
    def used_percent(self) -> int:
        """Of what was voted, what is committed or invoiced; 0 where nothing was voted."""
        return round(100 * (self.committed + self.invoiced) / self.voted) if self.voted > 0 else 0

    @property
    def bar(self) -> list[Segment]:
        """Side by side, against what was voted or, beyond it, against what was used."""
        amounts = {name: max(getattr(self, name), 0) for name in SHOWN}
        whole = max(sum(amounts.values()), 1)
        segments, start = [], 0
        for name, amount in amounts.items():
            width = amount * BAR_LENGTH // whole
            if width:
                segments.append(Segment(name, start, width))
            start += width
        return segments


class LineAtAGlance(NamedTuple):
    line: Line
    figures: Figures


class Chapter(NamedTuple):
    section: str
    number: str
    figures: Figures
    lines: list[LineAtAGlance]


def chapters(fiscal_year: FiscalYear) -> list[Chapter]:
    """One query, whatever the number of lines and of movements: PostgreSQL keeps the totals."""
    rows = Line.objects.of_year(fiscal_year).for_list().order_by(
        "-account__section", "account__chapter", "account__article", "account__function", "label", "pk"
    )  # fmt: skip
    found = []
    for (section, number), group in groupby(rows, key=_chapter_of):
        lines = [LineAtAGlance(line, Figures.of([line])) for line in group]
        found.append(
            Chapter(Account.Section(section).label, number, Figures.of(row.line for row in lines), lines)
        )
    return found


def _chapter_of(line: Line) -> tuple[str, str]:
    return line.account.section, line.account.chapter


def whole(chapters: Iterable[Chapter]) -> Figures:
    """All of the year."""
    return Figures.of(row.line for chapter in chapters for row in chapter.lines)
