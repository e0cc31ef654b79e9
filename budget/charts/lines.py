"""One line of the chart's file → an account and perhaps a line with its credits, or why it can't be used."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from budget.charts.columns import COLUMNS
from budget.models import Account
from comms.formats import francs_normalise
from comms.tables.reading import UNREADABLE
from comms.tables.titles import fold

LENGTHS = {"section": 60, "chapter": 10, "article": 10, "function": 10, "operation": 120, "voted": 40}
#: M14's chapters of fonctionnement whose zero a spreadsheet takes away: 011 to 014, 022, 023, 042, 043.
_WITHOUT_ZERO = re.compile(r"1[1-4]|2[23]|4[23]")
#: « Total du chapitre 011 »: finance's sums, which are no account.
_TOTAL = re.compile(r"\b(sous )?(total|totaux)\b")


class BadLine(ValueError):
    """Why the line can't be used, in French."""


@dataclass(frozen=True)
class ChartLine:
    section: str
    chapter: str
    article: str
    function: str = ""
    label: str = ""
    line: str = ""
    operation: str = ""
    voted: int | None = None

    @property
    def account_key(self) -> tuple[str, str, str, str]:
        return self.section, self.chapter, self.article, self.function

    @property
    def code(self) -> str:
        return "-".join(part for part in (self.chapter, self.article, self.function) if part)


def is_total(cells: Sequence[str], columns: Mapping[str, int]) -> bool:
    """Says so, and has no article."""
    place = columns["article"]
    article = cells[place] if place < len(cells) else ""
    return any(_TOTAL.search(fold(cell)) for cell in cells) and not re.search(r"\d", article)


def read_line(cells: Sequence[str], columns: Mapping[str, int]) -> ChartLine:
    """Raises BadLine with the first thing that is wrong."""
    text = {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
    for name, cell in text.items():
        if UNREADABLE in cell:
            raise BadLine(f"« {COLUMNS[name].label} » ne se lit pas : l’encodage du fichier est abîmé.")
        if len(cell) > LENGTHS.get(name, 160) or "\n" in cell:
            raise BadLine(f"« {COLUMNS[name].label} » est trop long pour être juste.")
    for name in ("chapter", "article"):
        if not text.get(name):
            raise BadLine(f"« {COLUMNS[name].label} » est vide.")
    section = _section(text.get("section", ""))
    return ChartLine(
        section=section,
        chapter=_chapter(text["chapter"], section),
        article=text["article"],
        function=text.get("function", ""),
        label=text.get("label", ""),
        line=text.get("line", ""),
        operation=text.get("operation", ""),
        voted=_voted(text.get("voted", "")),
    )


def _section(cell: str) -> str:
    """« F », « Dépenses de fonctionnement », « Section d’investissement »; nothing said is the first."""
    words = fold(cell)
    if not words or re.search(r"\bf\b|fonctionnement", words):
        return Account.Section.RUNNING
    if re.search(r"\bi\b|investissement", words):
        return Account.Section.INVESTMENT
    raise BadLine(f"Section inconnue : « {cell} ». Écrivez « F » ou « I ».")


def _chapter(cell: str, section: str) -> str:
    """A spreadsheet takes « 011 » for 11: gives its zero back, where no chapter is called so without it."""
    has_lost_its_zero = section == Account.Section.RUNNING and _WITHOUT_ZERO.fullmatch(cell)
    return f"0{cell}" if has_lost_its_zero else cell


def _voted(cell: str) -> int | None:
    """Nothing and 0 open no credits."""
    if not cell or cell == "-":
        return None
    try:
        amount = francs_normalise(cell)
    except ValueError as error:
        raise BadLine(f"« {COLUMNS['voted'].label} » n’est pas un montant en francs : « {cell} ».") from error
    if amount < 0:
        raise BadLine(f"« {COLUMNS['voted'].label} » est au-dessous de zéro : un crédit ouvert s’ajoute.")
    return amount or None
