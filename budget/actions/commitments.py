"""Credits set aside before an order leaves: promise 11 is kept here and in PostgreSQL."""

from datetime import date
from typing import NamedTuple

from django.db import models, transaction

from budget.actions.guards import needs, written
from budget.actions.ledger import counter, locked_line, make_room, post
from budget.documents import Document
from budget.errors import AlreadyThere, NotNow, Wrong
from budget.models import Commitment, CommitmentState, DocumentKind, Line, Movement, MovementKind
from budget.permissions import may_commit
from comms.calendar.working_days import local_today
from comms.formats import francs
from comms.journal.actions import record
from comms.numbering.actions import next_number
from comms.people.models import Department, User

NOT_YOURS = "Engager des crédits revient à la cellule communication."


class Committed(NamedTuple):
    commitment: Commitment
    warning: str = ""  # to show: a line in mode « avertir » went below zero


@transaction.atomic
def commit_credits(
    *, line: Line, amount: int, label: str, actor: User, document: Document | None = None,
    provider_name: str = "", department: Department | None = None, subject: models.Model | None = None,
    on: date | None = None, derogation_reason: str = "",
) -> Committed:  # fmt: skip
    """Set credits aside on a line; the same document again gives the commitment that is there.

    Without a document the commitment takes a number of its own. Raises NotEnough when the line blocks,
    with what remains; NotNow, Wrong, NotYours, AlreadyThere.
    """
    needs(may_commit(actor), NOT_YOURS)
    if amount <= 0:
        raise Wrong("Un engagement porte sur un montant, en francs.")
    line = locked_line(line)
    if document and (existing := _written_for(document, line)):
        return Committed(_same(existing, amount))
    _check_open(line)
    derogation, warning = make_room(line, asked=amount, actor=actor, derogation_reason=derogation_reason)
    document = document or _own_document(line)
    commitment = Commitment.objects.create(
        line=line,
        label=label,
        provider_name=provider_name,
        department=department,
        subject=subject,
        document_kind=document.kind,
        document_reference=document.reference,
        committed_on=on or local_today(),
        created_by=actor,
    )
    _move(commitment, MovementKind.COMMITMENT, amount, actor=actor, on=on, derogation=derogation)
    commitment.refresh_from_db()
    record(actor=actor, verb=f"a engagé {francs(amount)} sur « {line} »", target=commitment)
    return Committed(commitment, warning)


def _check_open(line: Line) -> None:
    if not line.fiscal_year.is_open:
        year = line.fiscal_year
        raise NotNow(f"L’{str(year).lower()} est {year.get_state_display().lower()} : on n’y engage rien.")


def _own_document(line: Line) -> Document:
    year = line.fiscal_year.year
    return Document(
        DocumentKind.COMMITMENT, f"ENG-{year}-{next_number(series='budget.commitment', year=year):04d}"
    )


def _written_for(document: Document, line: Line) -> Commitment | None:
    return Commitment.objects.filter(
        document_kind=document.kind, document_reference=document.reference, line=line
    ).first()


def _same(existing: Commitment, amount: int) -> Commitment:
    if existing.amount != amount or existing.state != CommitmentState.OPEN:
        raise AlreadyThere(
            f"{existing.document_reference} est déjà engagé sur cette ligne pour {francs(existing.amount)} "
            f"({existing.get_state_display().lower()}) : modifiez cet engagement."
        )
    return existing


def _move(
    commitment: Commitment, kind: str, amount: int, *, actor: User, mark: str = "", **facts: object
) -> Movement:
    """One movement more; its line is locked, so that the count of its movements makes a key."""
    number = commitment.movements.count() + 1
    return post(
        line=commitment.line,
        kind=kind,
        amount=amount,
        key=f"commitment:{commitment.pk}:{number}{mark}",
        document=Document(commitment.document_kind, commitment.document_reference),
        actor=actor,
        commitment=commitment,
        **facts,
    )


def locked(commitment: Commitment) -> Commitment:
    """As it stands now, with its line, both held until the transaction ends."""
    line = locked_line(commitment.line)
    row = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    row.line = line
    return row


@transaction.atomic
def amend_commitment(
    *, commitment: Commitment, amount: int, actor: User, reason: str, derogation_reason: str = ""
) -> Committed:
    """From now on it is for `amount`: more is taken from the line, or the difference given back."""
    needs(may_commit(actor), NOT_YOURS)
    reason = written(reason, "Écrivez pourquoi l’engagement change.")
    row = locked(commitment)
    if row.state != CommitmentState.OPEN:
        raise NotNow(f"Cet engagement est {row.get_state_display().lower()} : rouvrez-le d’abord.")
    if amount < row.invoiced:
        raise Wrong(f"{francs(row.invoiced)} sont déjà facturés : l’engagement ne descend pas plus bas.")
    difference, warning = amount - row.amount, ""
    if difference > 0:
        _check_open(row.line)
        derogation, warning = make_room(
            row.line, asked=difference, actor=actor, derogation_reason=derogation_reason
        )
        _move(row, MovementKind.COMMITMENT, difference, actor=actor, derogation=derogation, reason=reason)
    elif difference < 0:
        _move(row, MovementKind.RELEASE, difference, actor=actor, reason=reason)
    record(
        actor=actor, verb=f"a porté l’engagement de {francs(row.amount)} à {francs(amount)}", target=row,
        reason=reason,
    )  # fmt: skip
    row.refresh_from_db()
    return Committed(row, warning)


def give_back(commitment: Commitment, *, actor: User, reason: str, on: date | None = None) -> None:
    """What is left of a locked commitment goes back to its line."""
    if commitment.remaining:
        _move(
            commitment, MovementKind.RELEASE, -commitment.remaining, actor=actor, on=on, reason=reason,
            mark=SETTLED_MARK,
        )  # fmt: skip


#: Ends the key of the movement that reopening counters.
SETTLED_MARK = ":settled"


@transaction.atomic
def release_commitment(*, commitment: Commitment, actor: User, reason: str = "") -> Commitment:
    """« Solder »: nothing more will be invoiced on it. `reopen_commitment` takes it back."""
    needs(may_commit(actor), NOT_YOURS)
    row = locked(commitment)
    left = row.remaining
    row.move(CommitmentState.SETTLED)
    give_back(row, actor=actor, reason=reason.strip())
    record(
        actor=actor, verb=f"a soldé l’engagement : {francs(left)} rendus", target=row, reason=reason.strip()
    )
    row.refresh_from_db()
    return row


@transaction.atomic
def reopen_commitment(
    *, commitment: Commitment, actor: User, reason: str, derogation_reason: str = ""
) -> Committed:
    """What was given back is taken again, if the line still has it."""
    needs(may_commit(actor), NOT_YOURS)
    reason = written(reason, "Écrivez pourquoi l’engagement est rouvert.")
    row = locked(commitment)
    row.move(CommitmentState.OPEN)
    released = row.movements.standing().filter(key__endswith=SETTLED_MARK).order_by("-pk").first()
    warning = ""
    if released:
        derogation, warning = make_room(
            row.line, asked=-released.amount, actor=actor, derogation_reason=derogation_reason
        )
        counter(released, actor=actor, reason=reason, derogation=derogation)
    record(actor=actor, verb="a rouvert l’engagement", target=row, reason=reason)
    row.refresh_from_db()
    return Committed(row, warning)
