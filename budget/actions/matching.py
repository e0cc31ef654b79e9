"""« Service fait »: an invoice meets what was committed for it, and counts on its lines from then on."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction

from budget.actions.amounts import wrong_tax
from budget.actions.guards import needs, written
from budget.actions.ledger import counter, locked_lines, make_room, post
from budget.documents import Document
from budget.errors import NotNow, TaxGap, WordsMissing, Wrong
from budget.models import (
    Commitment,
    DocumentKind,
    Invoice,
    InvoicePart,
    InvoiceState,
    Line,
    Movement,
    MovementKind,
)
from budget.models.states import AWAITING_INVOICES
from budget.permissions import may_commit
from comms.formats import francs
from comms.journal.actions import record
from comms.people.models import User

NOT_YOURS = "Constater le service fait revient à la cellule communication."


class Part(NamedTuple):
    """So much of the invoice on a line; on its commitment when it was ordered."""

    line: Line
    amount: int
    commitment: Commitment | None = None


class Matched(NamedTuple):
    invoice: Invoice
    warnings: tuple[str, ...] = ()


@transaction.atomic
def match_invoice(
    *, invoice: Invoice, parts: Sequence[Part], actor: User, on: date, derogation_reason: str = "",
    reception_purpose: str = "", reception_guests: str = "",
) -> Matched:  # fmt: skip
    """The work is done and this is its invoice: its parts make its total, each on what was committed for it.

    A part without a commitment takes from what is available. Raises Wrong, WordsMissing, NotEnough, NotNow.
    """
    needs(may_commit(actor), NOT_YOURS)
    lines = locked_lines(part.line for part in parts)
    row = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    if gap := wrong_tax(row):
        raise TaxGap(f"{gap} Corrigez la saisie, ou renvoyez la facture.")
    _check_total(row, parts)
    _write_reception(row, lines.values(), reception_purpose, reception_guests)
    row.move(InvoiceState.CERTIFIED, certified_on=on, certified_by=actor)
    warnings = [
        _post_part(row, part._replace(line=lines[part.line.pk]), actor, on, derogation_reason)
        for part in sorted(parts, key=lambda part: part.line.pk)
    ]
    record(actor=actor, verb="a constaté le service fait", target=row)
    row.refresh_from_db()
    return Matched(row, tuple(warning for warning in warnings if warning))


def _check_total(invoice: Invoice, parts: Sequence[Part]) -> None:
    if (shared := sum(part.amount for part in parts)) != invoice.total:
        raise Wrong(
            f"Les imputations font {francs(shared)} et la facture {francs(invoice.total)} : "
            "il faut le même montant."
        )
    if len({(part.line.pk, part.commitment and part.commitment.pk) for part in parts}) < len(parts):
        raise Wrong("Une imputation s’écrit une fois pour chaque ligne et chaque engagement.")
    if any(part.amount <= 0 for part in parts):
        raise Wrong("Une imputation porte sur un montant, en francs.")


def _write_reception(invoice: Invoice, lines: Sequence[Line], purpose: str, guests: str) -> None:
    """What an audit asks of a meal: for what, with whom. Kept as entered before when nothing is given now."""
    purpose = purpose.strip() or invoice.reception_purpose
    guests = guests.strip() or invoice.reception_guests
    if any(line.account.is_reception for line in lines) and not (purpose and guests):
        raise WordsMissing("Un compte de réceptions demande l’objet et les convives, avec leur qualité.")
    invoice.reception_purpose, invoice.reception_guests = purpose, guests
    invoice.save(update_fields=["reception_purpose", "reception_guests"])


def _post_part(invoice: Invoice, part: Part, actor: User, on: date, derogation_reason: str) -> str:
    """A part and its movement; the warning of a line in mode « avertir »."""
    derogation, warning = None, ""
    if part.commitment:
        _check_commitment(part)
    else:
        _check_year(part.line)
        part.line.refresh_from_db(fields=["available"])  # an earlier part may stand on the same line
        derogation, warning = make_room(
            part.line, asked=part.amount, actor=actor, derogation_reason=derogation_reason
        )
    InvoicePart.objects.create(
        invoice=invoice, line=part.line, commitment=part.commitment, amount=part.amount
    )
    write(
        invoice, MovementKind.INVOICED, part, actor=actor, on=on, commitment=part.commitment,
        derogation=derogation,
    )  # fmt: skip
    return warning


def _check_commitment(part: Part) -> None:
    commitment = Commitment.objects.select_for_update(of=("self",)).get(pk=part.commitment.pk)
    if commitment.line_id != part.line.pk:
        raise Wrong(f"L’engagement {commitment.document_reference} est sur une autre ligne.")
    if commitment.state not in AWAITING_INVOICES:
        state = commitment.get_state_display().lower()
        raise NotNow(f"L’engagement {commitment.document_reference} est {state} : rouvrez-le d’abord.")
    if part.amount > commitment.remaining:
        raise Wrong(
            f"Il reste {francs(commitment.remaining)} sur l’engagement {commitment.document_reference} et la "
            f"facture en prend {francs(part.amount)} : augmentez l’engagement, ou renvoyez la facture."
        )


def _check_year(line: Line) -> None:
    if not line.fiscal_year.is_spendable:
        year = line.fiscal_year
        raise NotNow(f"L’{str(year).lower()} est {year.get_state_display().lower()} : rien n’y est facturé.")


def write(
    invoice: Invoice, kind: str, part: Part | InvoicePart, *, actor: User, on: date, **links: object
) -> Movement:
    """One movement of a locked invoice, on the part's line."""
    return post(
        line=part.line,
        kind=kind,
        amount=part.amount,
        key=f"invoice:{invoice.pk}:{invoice.movements.count() + 1}",
        document=Document(DocumentKind.INVOICE, invoice.number),
        actor=actor,
        on=on,
        invoice=invoice,
        **links,
    )


def take_back(invoice: Invoice, kind: str, *, actor: User, reason: str) -> None:
    """Counter what stands of this kind on a locked invoice."""
    movements = invoice.movements.standing().filter(kind=kind).select_related("line").order_by("line_id")
    locked_lines(movement.line for movement in movements)
    for movement in movements:
        counter(movement, actor=actor, reason=reason)


def unmatch(invoice: Invoice, *, actor: User, reason: str) -> None:
    """The lines and the commitments of a locked invoice are as before it."""
    take_back(invoice, MovementKind.INVOICED, actor=actor, reason=reason)
    invoice.parts.all().delete()


@transaction.atomic
def unmatch_invoice(*, invoice: Invoice, actor: User, reason: str) -> Invoice:
    """The work wasn't done after all, or the invoice stood on the wrong line."""
    needs(may_commit(actor), NOT_YOURS)
    reason = written(reason, "Écrivez pourquoi le service fait est repris.")
    row = Invoice.objects.select_for_update(of=("self",)).get(pk=invoice.pk)
    if row.state != InvoiceState.CERTIFIED:
        raise NotNow("Seul se reprend un service fait dont la facture n’est pas mandatée.")
    unmatch(row, actor=actor, reason=reason)
    row.move(InvoiceState.RECEIVED, certified_on=None, certified_by=None)
    record(actor=actor, verb="a repris le service fait", target=row, reason=reason)
    return row
