"""What finance did with an invoice, entered by hand or from its file: the mandate, then the payment."""

from datetime import date

from django.db import transaction

from budget.actions.guards import needs, written
from budget.actions.matching import take_back, write
from budget.errors import NotNow, Wrong
from budget.models import Invoice, InvoiceState, MovementKind
from budget.permissions import may_commit, may_counter
from comms.journal.actions import record
from comms.people.models import User

NOT_YOURS = "Suivre les mandats revient à la cellule communication."
NOT_YOURS_TO_COUNTER = "Reprendre un mandat ou un paiement revient à qui décide du budget."


def _locked(invoice: Invoice, state: str, refusal: str) -> Invoice:
    row = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    if row.state != state:
        raise NotNow(f"{refusal} ; cette facture est « {row.get_state_display()} ».")
    return row


@transaction.atomic
def record_mandate(*, invoice: Invoice, number: str, on: date, actor: User) -> Invoice:
    """Finance made its mandate; the same mandate again changes nothing."""
    needs(may_commit(actor), NOT_YOURS)
    number = written(number, "Écrivez le numéro du mandat.")
    if _is_known(invoice, mandate_number=number, mandated_on=on):
        return invoice
    row = _locked(invoice, InvoiceState.CERTIFIED, "On mandate une facture dont le service est fait")
    if on < row.received_on:
        raise Wrong("Un mandat ne précède pas la réception de sa facture.")
    row.move(InvoiceState.MANDATED, mandate_number=number, mandated_on=on)
    _write(row, MovementKind.MANDATED, actor, on)
    record(actor=actor, verb=f"a noté le mandat {number}", target=row)
    return row


@transaction.atomic
def record_payment(*, invoice: Invoice, on: date, actor: User) -> Invoice:
    """The Treasury paid; the same payment again changes nothing."""
    needs(may_commit(actor), NOT_YOURS)
    if _is_known(invoice, paid_on=on):
        return invoice
    row = _locked(invoice, InvoiceState.MANDATED, "On paie une facture mandatée")
    if on < row.mandated_on:
        raise Wrong("Un paiement ne précède pas son mandat.")
    row.move(InvoiceState.PAID, paid_on=on)
    _write(row, MovementKind.PAID, actor, on)
    record(actor=actor, verb="a noté le paiement", target=row)
    return row


def _is_known(invoice: Invoice, **facts: object) -> bool:
    return Invoice.objects.filter(pk=invoice.pk, **facts).exists()


def _write(invoice: Invoice, kind: str, actor: User, on: date) -> None:
    for part in invoice.parts.select_related("line").order_by("line_id", "pk"):
        write(invoice, kind, part, actor=actor, on=on)


@transaction.atomic
def counter_mandate(*, invoice: Invoice, actor: User, reason: str) -> Invoice:
    """Rejected by the Treasury, or entered on the wrong invoice."""
    needs(may_counter(actor), NOT_YOURS_TO_COUNTER)
    reason = written(reason, "Écrivez pourquoi le mandat est repris.")
    row = _locked(invoice, InvoiceState.MANDATED, "On reprend le mandat d’une facture mandatée")
    take_back(row, MovementKind.MANDATED, actor=actor, reason=reason)
    row.move(InvoiceState.CERTIFIED, mandate_number="", mandated_on=None)
    record(actor=actor, verb="a repris le mandat", target=row, reason=reason)
    return row


@transaction.atomic
def counter_payment(*, invoice: Invoice, actor: User, reason: str) -> Invoice:
    needs(may_counter(actor), NOT_YOURS_TO_COUNTER)
    reason = written(reason, "Écrivez pourquoi le paiement est repris.")
    row = _locked(invoice, InvoiceState.PAID, "On reprend le paiement d’une facture payée")
    take_back(row, MovementKind.PAID, actor=actor, reason=reason)
    row.move(InvoiceState.MANDATED, paid_on=None)
    record(actor=actor, verb="a repris le paiement", target=row, reason=reason)
    return row
