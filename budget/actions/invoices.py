"""An invoice comes in: entered as printed, checked to the franc, returned and received again, cancelled."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, NamedTuple

from django.db import IntegrityError, transaction

from budget.actions.guards import needs, written
from budget.actions.matching import unmatch
from budget.errors import AlreadyThere, NotNow, Wrong
from budget.models import (
    BudgetRules,
    Invoice,
    InvoiceMention,
    InvoiceReturn,
    InvoiceState,
    InvoiceTax,
    Mention,
    TaxCase,
    TaxRate,
)
from budget.permissions import may_commit
from budget.ridet import ridet_normalise
from comms.formats import francs
from comms.journal.actions import record
from comms.people.models import User
from comms.uploads import checked_pdf, keep

NOT_YOURS = "Suivre les factures revient à la cellule communication."


class PrintedTax(NamedTuple):
    """One line of the invoice's foot: the rate, what it is on, what is printed."""

    rate: TaxRate
    base: int
    printed: int


@transaction.atomic
def register_invoice(
    *, provider_name: str, number: str, received_on: date, net: int, total: int, actor: User,
    tax_case: str = TaxCase.RATES, taxes: Sequence[PrintedTax] = (), provider_ridet: str = "",
    issued_on: date | None = None, pdf: IO[bytes] | None = None, mentions: Iterable[Mention] = (),
    reception_purpose: str = "", reception_guests: str = "",
) -> Invoice:  # fmt: skip
    """As it came, with the mentions that are on it; it counts on no line until `match_invoice`.

    Raises Wrong when its amounts don't agree, AlreadyThere for a number that this provider used already,
    ValidationError for a file that isn't a PDF.
    """
    needs(may_commit(actor), NOT_YOURS)
    check_amounts(net=net, total=total, tax_case=tax_case, taxes=taxes)
    clean = checked_pdf(pdf) if pdf else None
    try:
        with transaction.atomic():
            invoice = Invoice.objects.create(
                provider_name=provider_name.strip(),
                provider_ridet=ridet_normalise(provider_ridet),
                number=number.strip(),
                issued_on=issued_on,
                received_on=received_on,
                tax_case=tax_case,
                net=net,
                total=total,
                reception_purpose=reception_purpose,
                reception_guests=reception_guests,
                sha256=clean.sha256 if clean else "",
                registered_by=actor,
            )
    except IntegrityError as error:
        if (error.__cause__.diag.constraint_name or "").startswith("invoice_number_is_once"):
            raise AlreadyThere(f"La facture {number} de {provider_name} est déjà saisie.") from error
        raise
    if clean:
        keep(clean)
    _write_foot(invoice, taxes, mentions)
    record(actor=actor, verb=f"a saisi la facture de {francs(total)}", target=invoice)
    return invoice


def _write_foot(invoice: Invoice, taxes: Sequence[PrintedTax], mentions: Iterable[Mention]) -> None:
    present = {mention.pk for mention in mentions}
    InvoiceTax.objects.bulk_create(
        InvoiceTax(invoice=invoice, rate=tax.rate, base=tax.base, printed=tax.printed) for tax in taxes
    )
    InvoiceMention.objects.bulk_create(
        InvoiceMention(invoice=invoice, mention=mention, is_present=mention.pk in present)
        for mention in Mention.objects.active()
    )


def check_amounts(*, net: int, total: int, tax_case: str, taxes: Sequence[PrintedTax]) -> None:
    """To the franc, but for the printed tax of each rate, which may differ from ours by the tolerance."""
    if tax_case != TaxCase.RATES:
        if taxes or net != total:
            raise Wrong("Sans TGC, le montant TTC est le montant HT, et aucun taux ne s’écrit.")
        return
    if not taxes:
        raise Wrong("Écrivez la TGC de chaque taux, ou dites pourquoi il n’y en a pas.")
    if len({tax.rate for tax in taxes}) < len(taxes):
        raise Wrong("Un taux s’écrit une fois, pour la somme de ses lignes.")
    _check_printed(taxes)
    if (bases := sum(tax.base for tax in taxes)) != net:
        raise Wrong(f"Les bases font {francs(bases)} et le montant HT est de {francs(net)}.")
    if (sum_ := net + sum(tax.printed for tax in taxes)) != total:
        raise Wrong(f"HT et TGC font {francs(sum_)}, et le montant TTC est de {francs(total)}.")


def _check_printed(taxes: Sequence[PrintedTax]) -> None:
    tolerance = BudgetRules.current().tax_tolerance
    for tax in taxes:
        computed = tax.rate.tax_on(tax.base)
        if abs(tax.printed - computed) > tolerance:
            raise Wrong(
                f"TGC à {tax.rate.shown} : la facture porte {francs(tax.printed)}, et {francs(tax.base)} en "
                f"donnent {francs(computed)}. Vérifiez la saisie, ou renvoyez la facture."
            )


def locked(invoice: Invoice) -> Invoice:
    return Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)


@transaction.atomic
def return_invoice(*, invoice: Invoice, actor: User, on: date, reason: str) -> Invoice:
    """Back to its provider: its clock stands still, and it counts on no line meanwhile."""
    needs(may_commit(actor), NOT_YOURS)
    reason = written(reason, "Écrivez au prestataire pourquoi la facture lui revient.")
    row = locked(invoice)
    last = row.returns.order_by("received_again_on").last()
    if on < row.received_on or (last and last.received_again_on and on < last.received_again_on):
        raise Wrong("Une facture est renvoyée au plus tôt le jour où elle est reçue.")
    if row.state == InvoiceState.CERTIFIED:
        unmatch(row, actor=actor, reason=reason)
    row.move(InvoiceState.RETURNED, certified_on=None, certified_by=None)
    InvoiceReturn.objects.create(invoice=row, returned_on=on, reason=reason, returned_by=actor)
    record(actor=actor, verb="a renvoyé la facture", target=row, reason=reason)
    return row


@transaction.atomic
def receive_again(*, invoice: Invoice, actor: User, on: date) -> Invoice:
    """Corrected, under the same number: its clock runs on."""
    needs(may_commit(actor), NOT_YOURS)
    row = locked(invoice)
    away = row.returns.filter(received_again_on=None).first()
    if away is None:
        raise NotNow("Cette facture n’est pas renvoyée.")
    if on < away.returned_on:
        raise Wrong("La facture revient au plus tôt le jour où elle est partie.")
    away.received_again_on = on
    away.save(update_fields=["received_again_on"])
    row.move(InvoiceState.RECEIVED)
    record(actor=actor, verb="a reçu de nouveau la facture", target=row)
    return row


@transaction.atomic
def cancel_invoice(*, invoice: Invoice, actor: User, reason: str) -> Invoice:
    """Entered by mistake, or given up by its provider; its number may be entered again."""
    needs(may_commit(actor), NOT_YOURS)
    reason = written(reason, "Écrivez pourquoi la facture est annulée.")
    row = locked(invoice)
    row.move(InvoiceState.CANCELLED)
    record(actor=actor, verb="a annulé la facture", target=row, reason=reason)
    return row
