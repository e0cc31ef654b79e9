"""Each line of the file against the year's chart: what it would add, or why it stays out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models

from budget.charts.lines import BadLine, ChartLine, is_total, read_line
from budget.models import FiscalYear, Line


class Finding(models.TextChoices):
    NEW = "new", "À ajouter"
    KNOWN = "known", "Déjà au plan"
    TOTAL = "total", "Total, laissé de côté"
    FAULTY = "faulty", "En défaut"


TONES: dict[str, str] = {
    Finding.NEW: "active", Finding.KNOWN: "plain", Finding.TOTAL: "muted", Finding.FAULTY: "danger",
}  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """`number` as a spreadsheet counts it."""

    number: int
    cells: Sequence[str]
    finding: Finding
    said: ChartLine | None = None
    reason: str = ""

    @property
    def tone(self) -> str:
        return TONES[self.finding]

    @property
    def is_good(self) -> bool:
        return self.said is not None

    @property
    def shown(self) -> str:
        return " · ".join(cell for cell in self.cells if cell)


@dataclass
class Seen:
    """What the year has, then what the lines above this one bring."""

    accounts: dict[tuple[str, ...], str]
    lines: set[tuple[str, ...]]
    numbers: dict[tuple[str, ...], int]

    @classmethod
    def of(cls, fiscal_year: FiscalYear) -> "Seen":
        keys = ("section", "chapter", "article", "function")
        accounts = {tuple(row[:4]): row[4] for row in fiscal_year.accounts.values_list(*keys, "label")}
        rows = Line.objects.of_year(fiscal_year).filter(department=None)
        lines = set(rows.values_list(*(f"account__{key}" for key in keys), "label", "operation"))
        return cls(accounts, lines, {})

    def take(self, said: ChartLine, number: int) -> Finding:
        """Raises BadLine for an account without a name, and for a line that the file has already."""
        label = self.accounts.get(said.account_key) or said.label
        if not label:
            raise BadLine("« Libellé » est vide, et ce compte n’est pas encore au plan.")
        line = (*said.account_key, said.line or label, said.operation)
        if (earlier := self.numbers.setdefault(line, number)) != number:
            raise BadLine(f"Ce compte et cette ligne sont déjà à la ligne {earlier} du fichier.")
        is_known = said.account_key in self.accounts and (not opens_line(said) or line in self.lines)
        self.accounts[said.account_key] = label
        return Finding.KNOWN if is_known else Finding.NEW


def opens_line(said: ChartLine) -> bool:
    """An account alone needs no line; one that has credits, or that names its line, does."""
    return bool(said.voted or said.line)


def compare(
    lines: Sequence[tuple[int, Sequence[str]]], columns: Mapping[str, int], fiscal_year: FiscalYear
) -> list[Compared]:
    """Two queries, whatever the number of lines."""
    seen = Seen.of(fiscal_year)
    return [_compared(number, cells, columns, seen) for number, cells in lines]


def _compared(number: int, cells: Sequence[str], columns: Mapping[str, int], seen: Seen) -> Compared:
    if is_total(cells, columns):
        return Compared(number, cells, Finding.TOTAL)
    try:
        said = read_line(cells, columns)
        return Compared(number, cells, seen.take(said, number), said)
    except BadLine as bad:
        return Compared(number, cells, Finding.FAULTY, reason=str(bad))
