"""One line of finance's file → what it says of an invoice, or why it can't be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from budget.finance.columns import COLUMNS
from budget.ridet import ridet_normalise
from comms.formats import francs_normalise
from comms.tables.reading import UNREADABLE

FIRST_DAY = date(2000, 1, 1)
DAY_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d/%m/%Y %H:%M")
LENGTHS = {"provider": 160, "ridet": 20, "number": 60, "mandate": 40}


class BadLine(ValueError):
    """Why the line can't be used, in French."""


@dataclass(frozen=True)
class FinanceLine:
    provider: str = ""
    ridet: str = ""
    number: str = ""
    mandate: str = ""
    amount: int | None = None
    mandated_on: date | None = None
    paid_on: date | None = None


def read_line(cells: Sequence[str], columns: Mapping[str, int], today: date) -> FinanceLine:
    """Raises BadLine: a cell that can't be read, or too little to find the invoice or to note something."""
    text = {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
    for name, cell in text.items():
        if UNREADABLE in cell:
            raise BadLine(f"« {COLUMNS[name].label} » ne se lit pas : l’encodage du fichier est abîmé.")
        if len(cell) > LENGTHS.get(name, 40) or "\n" in cell:
            raise BadLine(f"« {COLUMNS[name].label} » est trop long pour être juste.")
    line = FinanceLine(
        provider=text.get("provider", ""),
        ridet=ridet_normalise(text.get("ridet", "")),
        number=text.get("number", ""),
        mandate=text.get("mandate", ""),
        amount=_amount(text.get("amount", "")),
        mandated_on=_day("mandated_on", text.get("mandated_on", ""), today),
        paid_on=_day("paid_on", text.get("paid_on", ""), today),
    )
    _check(line)
    return line


def _check(line: FinanceLine) -> None:
    if not line.number and not line.mandate:
        raise BadLine("Ni numéro de facture, ni numéro de mandat : la ligne ne désigne rien.")
    if line.number and not (line.provider or line.ridet or line.mandate):
        raise BadLine("Ni prestataire, ni RIDET : un numéro de facture seul ne désigne personne.")
    if line.mandated_on and not line.mandate:
        raise BadLine("La date du mandat est là, son numéro manque.")
    if not line.mandated_on and not line.paid_on:
        raise BadLine("Ni date du mandat, ni date de paiement : il n’y a rien à noter.")


def _amount(text: str) -> int | None:
    if not text:
        return None
    try:
        amount = francs_normalise(text)
    except ValueError as error:
        raise BadLine(f"« {COLUMNS['amount'].label} » n’est pas un montant en francs.") from error
    if amount <= 0:
        raise BadLine(f"« {COLUMNS['amount'].label} » n’est pas au-dessus de zéro.")
    return amount


def _day(name: str, text: str, today: date) -> date | None:
    if not text:
        return None
    for known in DAY_FORMATS:
        try:
            day = datetime.strptime(text, known).date()
        except ValueError:
            continue
        if FIRST_DAY <= day <= today:
            return day
        raise BadLine(f"« {COLUMNS[name].label} » est à venir, ou trop ancienne.")
    raise BadLine(f"« {COLUMNS[name].label} » n’est pas une date comme 24/09/2026.")
