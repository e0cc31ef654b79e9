"""An invoice comes in: entered as printed, checked to the franc, returned and received again, cancelled."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import IO, Any

from django.db import IntegrityError, transaction

from budget.actions.amounts import InvoiceFacts, PrintedTax
from budget.actions.guards import needs, written
from budget.actions.matching import unmatch
from budget.errors import AlreadyThere, NotNow, Wrong
from budget.models import Invoice, InvoiceMention, InvoiceReturn, InvoiceState, InvoiceTax, Mention
from budget.permissions import may_commit
from comms.formats import francs
from comms.journal.actions import record
from comms.people.models import User
from comms.uploads import checked_pdf, keep

NOT_YOURS = "Suivre les factures revient à la cellule communication."


@transaction.atomic
def register_invoice(
    *, actor: User, pdf: IO[bytes] | None = None, mentions: Iterable[Mention] = (), **facts: Any
) -> Invoice:
    """As it came (`facts` are those of InvoiceFacts), with the mentions that are on it; it counts on no line
    until `match_invoice`.

    Raises Wrong when its amounts don't agree, AlreadyThere for a number that this provider used already,
    ValidationError for a file that isn't a PDF.
    """
    needs(may_commit(actor), NOT_YOURS)
    read = InvoiceFacts(**facts)
    read.check()
    invoice = Invoice(registered_by=actor, sha256=_kept(pdf), **read.columns)
    _save(invoice)
    _write_foot(invoice, read.taxes, mentions)
    record(actor=actor, verb=f"a saisi la facture de {francs(invoice.total)}", target=invoice)
    return invoice


@transaction.atomic
def edit_invoice(
    *, invoice: Invoice, actor: User, pdf: IO[bytes] | None = None, mentions: Iterable[Mention] = (),
    **facts: Any,
) -> Invoice:  # fmt: skip
    """Read again, or corrected by its provider; without a new PDF the one that is there stays."""
    needs(may_commit(actor), NOT_YOURS)
    read = InvoiceFacts(**facts)
    read.check()
    row = locked(invoice)
    if row.state != InvoiceState.RECEIVED:
        raise NotNow(f"Cette facture est « {row.get_state_display()} » : elle ne se corrige plus ainsi.")
    for name, value in read.columns.items():
        setattr(row, name, value)
    row.sha256 = _kept(pdf) or row.sha256
    _save(row)
    row.taxes.all().delete()
    row.mentions.all().delete()
    _write_foot(row, read.taxes, mentions)
    record(actor=actor, verb=f"a corrigé la saisie de la facture : {francs(row.total)}", target=row)
    return row


def _kept(pdf: IO[bytes] | None) -> str:
    """The digest under which the file is kept; nothing when there is none."""
    return keep(checked_pdf(pdf)).sha256 if pdf else ""


def _save(invoice: Invoice) -> None:
    try:
        with transaction.atomic():
            invoice.save()
    except IntegrityError as error:
        if (error.__cause__.diag.constraint_name or "").startswith("invoice_number_is_once"):
            raise AlreadyThere(
                f"La facture {invoice.number} de {invoice.provider_name} est déjà saisie."
            ) from error
        raise


def _write_foot(invoice: Invoice, taxes: Sequence[PrintedTax], mentions: Iterable[Mention]) -> None:
    present = {mention.pk for mention in mentions}
    InvoiceTax.objects.bulk_create(
        InvoiceTax(invoice=invoice, rate=tax.rate, base=tax.base, printed=tax.printed) for tax in taxes
    )
    InvoiceMention.objects.bulk_create(
        InvoiceMention(invoice=invoice, mention=mention, is_present=mention.pk in present)
        for mention in Mention.objects.active()
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
