"""Each line of finance's file against the unit's invoices: what it would note, or why it can't be noted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from budget.finance.lines import BadLine, FinanceLine, read_line
from budget.models import FinanceRow, Finding, Invoice, InvoiceState
from comms.formats import day_short, francs
from comms.search import Plain, plain_keys
from comms.tables.reading import Line

#: Named when a number is known of others.
MOST_NAMED = 3
NOT_YET = {
    InvoiceState.RECEIVED: "Le service fait de cette facture n’est pas constaté : constatez-le d’abord.",
    InvoiceState.RETURNED: "Cette facture est renvoyée à son prestataire : notez d’abord son retour.",
}


class LeftOut(Exception):
    """Not noted: the finding, and its reason in French."""

    def __init__(self, finding: Finding, reason: str) -> None:
        super().__init__(reason)
        self.finding, self.reason = finding, reason


@dataclass
class Standing:
    """An invoice as the lines before this one leave it."""

    invoice: Invoice
    state: str
    mandate_number: str
    mandated_on: date | None
    paid_on: date | None

    @classmethod
    def of(cls, invoice: Invoice) -> "Standing":
        return cls(invoice, invoice.state, invoice.mandate_number, invoice.mandated_on, invoice.paid_on)

    def take(self, line: FinanceLine) -> Finding:
        """What the line changes, which from now on stands. Raises LeftOut."""
        self._check_amount(line)
        if self.state in NOT_YET:
            raise LeftOut(Finding.REFUSED, NOT_YET[self.state])
        mandated = self._take_mandate(line)
        paid = self._take_payment(line)
        if mandated and paid:
            return Finding.BOTH
        return Finding.MANDATE if mandated else Finding.PAYMENT if paid else Finding.SAME

    def _check_amount(self, line: FinanceLine) -> None:
        if line.amount is not None and line.amount != self.invoice.total:
            raise LeftOut(
                Finding.REFUSED,
                f"Le fichier porte {francs(line.amount)}, la facture {francs(self.invoice.total)}.",
            )

    def _take_mandate(self, line: FinanceLine) -> bool:
        if self.state != InvoiceState.CERTIFIED:
            self._check_same_mandate(line)
            return False
        if not line.mandated_on:
            raise LeftOut(Finding.REFUSED, "Le fichier donne son paiement, mais pas la date de son mandat.")
        if line.mandated_on < self.invoice.received_on:
            raise LeftOut(Finding.REFUSED, "Le mandat du fichier précède la réception de la facture.")
        if line.paid_on and line.paid_on < line.mandated_on:
            raise LeftOut(Finding.REFUSED, "Le paiement du fichier précède son mandat.")
        self.state, self.mandate_number = InvoiceState.MANDATED, line.mandate
        self.mandated_on = line.mandated_on
        return True

    def _check_same_mandate(self, line: FinanceLine) -> None:
        if line.mandate and line.mandate != self.mandate_number:
            raise LeftOut(
                Finding.REFUSED,
                f"La facture porte déjà le mandat {self.mandate_number}, le fichier dit {line.mandate}.",
            )
        if line.mandated_on and line.mandated_on != self.mandated_on:
            raise LeftOut(
                Finding.REFUSED, f"Ce mandat est déjà noté au {day_short(self.mandated_on)}, à un autre jour."
            )

    def _take_payment(self, line: FinanceLine) -> bool:
        if not line.paid_on or (self.state == InvoiceState.PAID and line.paid_on == self.paid_on):
            return False
        if self.state == InvoiceState.PAID:
            raise LeftOut(
                Finding.REFUSED, f"Le paiement est déjà noté au {day_short(self.paid_on)}, à un autre jour."
            )
        if line.paid_on < self.mandated_on:
            raise LeftOut(Finding.REFUSED, "Le paiement du fichier précède son mandat.")
        self.state, self.paid_on = InvoiceState.PAID, line.paid_on
        return True


def compare(lines: Sequence[Line], columns: Mapping[str, int], today: date) -> list[FinanceRow]:
    """A row for each line that isn't empty, unsaved; three queries whatever their number."""
    read = {line.number: _read(line, columns, today) for line in lines if not line.is_empty}
    known = Known([said for said in read.values() if isinstance(said, FinanceLine)])
    rows = []
    for line in lines:
        if not line.is_empty:
            row = FinanceRow(number=line.number, cells=line.cells)
            _judge(row, read[line.number], known)
            rows.append(row)
    return rows


def _read(line: Line, columns: Mapping[str, int], today: date) -> FinanceLine | BadLine:
    try:
        return read_line(line.cells, columns, today)
    except BadLine as error:
        return error


def _judge(row: FinanceRow, said: FinanceLine | BadLine, known: "Known") -> None:
    if isinstance(said, BadLine):
        row.finding, row.reason = Finding.FAULTY, str(said)
        return
    row.mandate_number, row.mandated_on, row.paid_on = said.mandate, said.mandated_on, said.paid_on
    try:
        standing = known.standing_of(said)
        row.invoice = standing.invoice
        row.finding = standing.take(said)
    except LeftOut as left:
        row.finding, row.reason = left.finding, left.reason


class Known:
    """The invoices that these lines may be about."""

    def __init__(self, lines: Iterable[FinanceLine]) -> None:
        lines = list(lines)
        self.keys = plain_keys(text for line in lines for text in (line.number, line.provider) if text)
        numbers = {self.keys[line.number] for line in lines if line.number}
        mandates = {line.mandate for line in lines if line.mandate and not line.number}
        found = Invoice.objects.exclude(state=InvoiceState.CANCELLED).annotate(
            number_key=Plain("number"), provider_key=Plain("provider_name")
        )
        found = found.filter(Q(number_key__in=numbers) | Q(mandate_number__in=mandates)).order_by("pk")
        self.by_number: dict[str, list[Any]] = {}
        self.by_mandate: dict[str, list[Any]] = {}
        self.standings: dict[int, Standing] = {}
        for invoice in found:
            self.by_number.setdefault(invoice.number_key, []).append(invoice)
            self.by_mandate.setdefault(invoice.mandate_number, []).append(invoice)
            self.standings[invoice.pk] = Standing.of(invoice)

    def standing_of(self, line: FinanceLine) -> Standing:
        """Of the one invoice that the line is about. Raises LeftOut."""
        same = self.by_number.get(self.keys[line.number], []) if line.number else []
        found = [invoice for invoice in same if self._is_theirs(invoice, line)]
        if not line.number:
            found = self.by_mandate.get(line.mandate, [])
        if len(found) == 1:
            return self.standings[found[0].pk]
        if found:
            raise LeftOut(
                Finding.UNMATCHED, "Plusieurs factures répondent à cette ligne : à noter à la main."
            )
        raise LeftOut(Finding.UNMATCHED, _not_found(line, same))

    def _is_theirs(self, invoice: Any, line: FinanceLine) -> bool:
        """By the RIDET when both have one, else by the name; by neither when the line gives neither."""
        if line.ridet and invoice.provider_ridet:
            return line.ridet.lstrip("0") == invoice.provider_ridet.lstrip("0")
        return not line.provider or self.keys[line.provider] == invoice.provider_key


def _not_found(line: FinanceLine, same: Sequence[Invoice]) -> str:
    if not line.number:
        return f"Aucune facture n’a le mandat {line.mandate}."
    who = line.provider or f"RIDET {line.ridet}"
    others = ", ".join(invoice.provider_name for invoice in same[:MOST_NAMED])
    hint = f" Ce numéro est connu chez {others}." if others else ""
    return f"Aucune facture n° {line.number} de {who}.{hint}"[:300]
