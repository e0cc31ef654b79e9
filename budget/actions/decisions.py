"""What opens, moves, freezes or carries credits: written, sent round the circuit, passed, countered."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from budget.actions.commitments import commit_credits
from budget.actions.guards import needs, written
from budget.actions.ledger import counter, locked_lines, post, taken_by
from budget.documents import Document
from budget.errors import NotEnough, NotNow, Wrong
from budget.models import (
    BudgetRules,
    Decision,
    DecisionKind,
    DecisionLine,
    DecisionState,
    DocumentKind,
    FiscalYear,
    Line,
    MovementKind,
)
from budget.permissions import may_counter, may_pass, may_propose
from comms.approvals.actions import submit_version, void_if_changed
from comms.approvals.models import Approval
from comms.formats import francs
from comms.journal.actions import record
from comms.numbering.actions import next_number
from comms.people.models import User

NOT_YOURS = "Écrire une décision budgétaire revient à la cellule communication."
#: Which movement a decision writes, and with which sign.
WRITES = {
    DecisionKind.FREEZE: (MovementKind.FREEZE, 1),
    DecisionKind.UNFREEZE: (MovementKind.FREEZE, -1),
}


@transaction.atomic
def write_decision(
    *,
    fiscal_year: FiscalYear,
    kind: str,
    title: str,
    lines: Mapping[Line, int],
    author: User,
    motive: str = "",
) -> Decision:
    """A draft: francs by line, signed where a decision of this kind both gives and takes."""
    needs(may_propose(author), NOT_YOURS)
    if not fiscal_year.is_decidable:
        raise NotNow(f"L’{str(fiscal_year).lower()} est clos : ses crédits ne changent plus.")
    decision = Decision.objects.create(
        fiscal_year=fiscal_year,
        kind=kind,
        number=next_number(series=f"budget.{kind}", year=fiscal_year.year),
        title=title,
        motive=motive,
        created_by=author,
    )
    _write_lines(decision, lines)
    record(actor=author, verb="a écrit la décision", target=decision)
    return decision


@transaction.atomic
def edit_decision(
    *, decision: Decision, actor: User, title: str, lines: Mapping[Line, int], motive: str = ""
) -> Decision:
    """Until it is passed; an approval of what it said before becomes void."""
    needs(may_propose(actor), NOT_YOURS)
    row = _locked(decision)
    if row.state in (DecisionState.PASSED, DecisionState.COUNTERED):
        raise NotNow("Une décision votée ou prise ne change pas : elle se contrepasse.")
    row.title, row.motive = title, motive
    row.save(update_fields=["title", "motive"])
    row.lines.all().delete()
    _write_lines(row, lines)
    record(actor=actor, verb="a modifié la décision", target=row)
    void_if_changed(subject=row, actor=actor)
    decision.refresh_from_db()
    return decision


def _write_lines(decision: Decision, lines: Mapping[Line, int]) -> None:
    """Raises Wrong when the amounts aren't those of such a decision."""
    _check_amounts(decision, lines)
    DecisionLine.objects.bulk_create(
        DecisionLine(decision=decision, line=line, amount=amount) for line, amount in lines.items()
    )


def _check_amounts(decision: Decision, lines: Mapping[Line, int]) -> None:
    if not lines or not all(lines.values()):
        raise Wrong("Une décision porte sur une ligne au moins, chacune avec un montant.")
    if any(line.fiscal_year_id != decision.fiscal_year_id for line in lines):
        raise Wrong("Une décision ne touche que des lignes de son exercice.")
    if decision.is_unsigned and min(lines.values()) < 0:
        raise Wrong(f"{decision.get_kind_display()} : les montants s’écrivent sans signe.")
    if decision.kind == DecisionKind.TRANSFER:
        _check_transfer(lines)


def _check_transfer(lines: Mapping[Line, int]) -> None:
    if gap := sum(lines.values()):
        gap = francs(abs(gap))
        raise Wrong(f"Un virement ne crée rien : il y a {gap} d’écart entre départ et arrivée.")
    chapters = {(line.account.section, line.account.chapter) for line in lines}
    if len(chapters) > 1 and BudgetRules.current().transfers_stay_in_chapter:
        raise Wrong("Un virement reste dans son chapitre : au-delà, il faut une décision modificative.")


@transaction.atomic
def propose_decision(*, decision: Decision, actor: User) -> Approval:
    """Send what it says now round its circuit. Raises the errors of `submit_version`."""
    needs(may_propose(actor), NOT_YOURS)
    if decision.state in (DecisionState.PASSED, DecisionState.COUNTERED):
        raise NotNow("Cette décision est déjà votée ou prise.")
    return submit_version(subject=decision, author=actor)


def _locked(decision: Decision) -> Decision:
    return Decision.objects.select_for_update(of=("self",)).select_related("fiscal_year").get(pk=decision.pk)


@transaction.atomic
def pass_decision(*, decision: Decision, actor: User, on: date, act: str = "") -> Decision:
    """Voted or taken: what was approved goes into the ledger, all of it or nothing.

    Raises NotNow unless exactly this text is approved, NotEnough when a line that blocks would go below zero.
    """
    needs(may_pass(actor), "Noter qu’une décision est votée ou prise revient à qui décide du budget.")
    row = _locked(decision)
    if row.state != DecisionState.APPROVED or row.approved_version is None or row.is_changed_since_approval:
        raise NotNow("Seule une décision validée, telle qu’elle a été validée, se vote ou se prend.")
    shares = list(row.lines.order_by("line_id"))
    lines = locked_lines(share.line for share in row.lines.select_related("line"))
    for share in shares:
        _post_share(row, lines[share.line_id], share.amount, actor=actor, on=on)
    row.move(DecisionState.PASSED, passed_on=on, act=act.strip())
    _commit_what_was_carried(row, actor=actor, on=on)
    record(actor=actor, verb="a noté la décision comme votée ou prise", target=row, reason=act.strip())
    decision.refresh_from_db()
    return decision


def _post_share(decision: Decision, line: Line, amount: int, *, actor: User, on: date) -> None:
    kind, sign = WRITES.get(DecisionKind(decision.kind), (MovementKind.CREDIT, 1))
    signed = sign * amount
    taken = max(signed if kind == MovementKind.FREEZE else -signed, 0)
    if line.blocks and taken > max(line.available, 0):
        raise NotEnough(line, line.available, taken)
    post(
        line=line, kind=kind, amount=signed, key=f"decision:{decision.pk}:{line.pk}",
        document=_document(decision), actor=actor, on=on, decision=decision, reason=decision.motive,
    )  # fmt: skip


def _document(decision: Decision) -> Document:
    return Document(DocumentKind.DECISION, decision.reference)


def _commit_what_was_carried(decision: Decision, *, actor: User, on: date) -> None:
    """What was left over at the end of the year stands again on the credits that came with it."""
    for carried in decision.carried.select_related("commitment", "to_line").order_by("to_line_id", "pk"):
        old = carried.commitment
        commit_credits(
            line=carried.to_line,
            amount=carried.amount,
            label=old.label,
            actor=actor,
            document=Document(old.document_kind, old.document_reference),
            provider_name=old.provider_name,
            department=old.department,
            subject=old.subject,
            on=on,
        )


@transaction.atomic
def counter_decision(*, decision: Decision, actor: User, reason: str, on: date | None = None) -> Decision:
    """Undone by opposite movements; both stay to be read. Raises NotEnough when its credits are used."""
    needs(may_counter(actor), "Contrepasser une décision revient à qui décide du budget.")
    reason = written(reason, "Écrivez pourquoi la décision est contrepassée.")
    row = _locked(decision)
    if row.state != DecisionState.PASSED:
        raise NotNow("Seule une décision votée ou prise se contrepasse.")
    movements = list(row.movements.standing().select_related("line").order_by("line_id"))
    lines = locked_lines(movement.line for movement in movements)
    for movement in movements:
        line = lines[movement.line_id]
        if line.blocks and taken_by(movement) > max(line.available, 0):
            raise NotEnough(line, line.available, taken_by(movement))
        counter(movement, actor=actor, reason=reason, on=on)
    row.move(DecisionState.COUNTERED)
    record(actor=actor, verb="a contrepassé la décision", target=row, reason=reason)
    decision.refresh_from_db()
    return decision
