"""What an invoice prints must agree with itself, to the franc."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol

from budget.errors import TaxGap, Wrong
from budget.models import BudgetRules, Invoice, TaxCase, TaxRate
from budget.ridet import ridet_normalise
from comms.formats import francs


class PrintedTax(NamedTuple):
    """One line of the invoice's foot: the rate, what it is on, what is printed."""

    rate: TaxRate
    base: int
    printed: int


class Printed(Protocol):
    """A line of the foot, entered or kept."""

    rate: TaxRate
    base: int
    printed: int


@dataclass(frozen=True, kw_only=True)
class InvoiceFacts:
    """What somebody reads on an invoice; `as_printed` keeps a tax that its rate doesn't give."""

    provider_name: str
    number: str
    received_on: date
    net: int
    total: int
    tax_case: str = TaxCase.RATES
    taxes: Sequence[PrintedTax] = field(default=(), repr=False)
    provider_ridet: str = ""
    issued_on: date | None = None
    reception_purpose: str = ""
    reception_guests: str = ""
    as_printed: bool = False

    def check(self) -> None:
        """Raises Wrong, or TaxGap for what may still be kept as printed."""
        check_amounts(net=self.net, total=self.total, tax_case=self.tax_case, taxes=self.taxes)
        if not self.as_printed:
            check_printed(self.taxes)

    @property
    def columns(self) -> dict[str, Any]:
        """Those of the invoice's own row."""
        return {
            "provider_name": self.provider_name.strip(),
            "provider_ridet": ridet_normalise(self.provider_ridet),
            "number": self.number.strip(),
            "issued_on": self.issued_on,
            "received_on": self.received_on,
            "tax_case": self.tax_case,
            "net": self.net,
            "total": self.total,
            "reception_purpose": self.reception_purpose,
            "reception_guests": self.reception_guests,
        }


def check_amounts(*, net: int, total: int, tax_case: str, taxes: Sequence[Printed]) -> None:
    """The bases make the net, net and printed taxes make the total."""
    if tax_case != TaxCase.RATES:
        if taxes or net != total:
            raise Wrong("Sans TGC, le montant TTC est le montant HT, et aucun taux ne s’écrit.")
        return
    if not taxes:
        raise Wrong("Écrivez la TGC de chaque taux, ou dites pourquoi il n’y en a pas.")
    if len({tax.rate for tax in taxes}) < len(taxes):
        raise Wrong("Un taux s’écrit une fois, pour la somme de ses lignes.")
    if (bases := sum(tax.base for tax in taxes)) != net:
        raise Wrong(f"Les bases font {francs(bases)} et le montant HT est de {francs(net)}.")
    if (sum_ := net + sum(tax.printed for tax in taxes)) != total:
        raise Wrong(f"HT et TGC font {francs(sum_)}, et le montant TTC est de {francs(total)}.")


def wrong_tax(invoice: Invoice) -> str:
    """Which of its printed taxes isn't what its rate gives; empty when all are."""
    try:
        check_printed(invoice.taxes.select_related("rate"))
    except TaxGap as gap:
        return str(gap)
    return ""


def check_printed(taxes: Iterable[Printed]) -> None:
    """The printed tax of each rate may differ from ours by the tolerance. Raises TaxGap."""
    tolerance = BudgetRules.current().tax_tolerance
    for tax in taxes:
        computed = tax.rate.tax_on(tax.base)
        if abs(tax.printed - computed) > tolerance:
            raise TaxGap(
                f"TGC à {tax.rate.shown} : la facture porte {francs(tax.printed)}, et {francs(tax.base)} en "
                f"donnent {francs(computed)}."
            )
