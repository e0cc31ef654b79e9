"""Writing into the ledger; every other action goes through here, and nothing written is ever changed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from budget.actions.guards import needs, written
from budget.documents import Document
from budget.errors import AlreadyThere, BudgetError, NotEnough, NotNow, Wrong
from budget.models import BudgetRules, Derogation, DocumentKind, Line, Movement, MovementKind
from budget.permissions import DECIDERS, may_counter, may_derogate
from comms.calendar.working_days import local_today
from comms.formats import francs
from comms.journal.actions import record
from comms.people.models import User

#: Which rule of PostgreSQL says what, when it is the one to refuse.
TOLD = {
    "year_allows_the_movement": "L’exercice n’est pas dans un état qui permette ce mouvement.",
    "commitment_covers_what_is_invoiced_on_it": "On ne facture pas plus que ce qui est engagé.",
    "line_is_paid_after_mandated_after_invoiced": "On mandate le facturé, on paie le mandaté.",
    "line_totals_are_not_negative": "Un total de la ligne descendrait sous zéro.",
    "counter_is_the_exact_opposite": "Une contrepassation est l’exact contraire d’un mouvement.",
}


def locked_lines(lines: Iterable[Line]) -> dict[int, Line]:
    """These lines as they stand now, held until the transaction ends; always in the same order."""
    found = Line.objects.select_for_update(of=("self",)).select_related("fiscal_year", "account")
    return {line.pk: line for line in found.filter(pk__in={line.pk for line in lines}).order_by("pk")}


def locked_line(line: Line) -> Line:
    return locked_lines([line])[line.pk]


def post(
    *, line: Line, kind: str, amount: int, key: str, document: Document, actor: User,
    on: date | None = None, **links: Any,
) -> Movement:  # fmt: skip
    """One movement. The same key again gives the movement that is there; with other figures, AlreadyThere.

    PostgreSQL moves the totals in the same transaction, and is the second wall of promise 11.
    """
    facts = {"line": line, "kind": kind, "amount": amount}
    if existing := Movement.objects.filter(key=key).first():
        return _same(existing, facts)
    try:
        with transaction.atomic():
            return Movement.objects.create(
                **facts,
                key=key,
                document_kind=document.kind,
                document_reference=document.reference,
                made_by=actor,
                happened_on=on or local_today(),
                **links,
            )
    except IntegrityError as error:
        if existing := Movement.objects.filter(key=key).first():
            return _same(existing, facts)
        raise _told(error, line, amount) from error


def _same(existing: Movement, facts: dict[str, Any]) -> Movement:
    if any(getattr(existing, name) != value for name, value in facts.items()):
        raise AlreadyThere(f"La pièce {existing.document_reference} est déjà écrite, avec un autre montant.")
    return existing


def _told(error: IntegrityError, line: Line, amount: int) -> Exception:
    """What PostgreSQL refused, in the words of the house; its own error when we have none for it."""
    name = error.__cause__.diag.constraint_name
    if name == "line_stays_above_zero":
        return NotEnough(line, Line.objects.get(pk=line.pk).available, abs(amount))
    return BudgetError(TOLD[name]) if name in TOLD else error


def make_room(
    line: Line, *, asked: int, actor: User, derogation_reason: str = ""
) -> tuple[Derogation | None, str]:
    """What lets `asked` francs be taken from this locked line: nothing, a warning to show, a derogation.

    Raises NotEnough where the line blocks and no reason is given, NotYours when it isn't theirs to give.
    """
    if asked <= line.available or not (line.blocks or line.warns):
        return None, ""
    if line.warns:
        return None, (
            f"La ligne « {line} » n’avait plus que {francs(line.available)} : "
            f"elle passe à {francs(line.available - asked)}."
        )
    if not derogation_reason.strip():
        raise NotEnough(line, line.available, asked)
    needs(
        may_derogate(actor, head_may=BudgetRules.current().head_may_derogate),
        "Engager au-delà du disponible revient à qui décide du budget : demandez-lui.",
    )
    derogation = Derogation.objects.create(
        line=line,
        shortfall=asked - max(line.available, 0),
        reason=derogation_reason.strip(),
        allowed_by=actor,
    )
    record(
        actor=actor,
        verb=f"a dérogé : {francs(derogation.shortfall)} de plus que le disponible",
        target=line,
        reason=derogation.reason,
        tell=User.objects.acting_as(*DECIDERS),
    )
    return derogation, ""


def counter(
    movement: Movement,
    *,
    actor: User,
    reason: str,
    on: date | None = None,
    derogation: Derogation | None = None,
) -> Movement:
    """The exact opposite of a movement, written once; its line is locked by the caller."""
    if movement.is_counter:
        raise Wrong("Une contrepassation ne se contrepasse pas : écrivez de nouveau le mouvement.")
    return post(
        line=movement.line,
        kind=movement.kind,
        amount=-movement.amount,
        key=f"counter:{movement.pk}",
        document=Document(movement.document_kind, movement.document_reference),
        actor=actor,
        on=on,
        decision=movement.decision,
        commitment=movement.commitment,
        invoice=movement.invoice,
        derogation=derogation,
        counters=movement,
        reason=reason,
    )


@transaction.atomic
def counter_movement(
    *, movement: Movement, actor: User, reason: str, derogation_reason: str = ""
) -> Movement:
    """A commitment's movement, or a share between lines, written by mistake.

    What a decision or an invoice wrote is countered with it, by its own steps.
    """
    needs(may_counter(actor), "Contrepasser un mouvement revient à qui décide du budget.")
    reason = written(reason, "Écrivez pourquoi ce mouvement est contrepassé.")
    if movement.decision_id:
        raise NotNow("Ce mouvement vient d’une décision : c’est la décision qui se contrepasse.")
    if movement.invoice_id:
        raise NotNow("Ce mouvement vient d’une facture : reprenez la facture.")
    if movement.document_kind == DocumentKind.YEAR_END:
        raise NotNow("Ce mouvement a clos l’exercice : il ne se contrepasse plus.")
    line = locked_line(movement.line)
    derogation, _ = make_room(
        line, asked=taken_by(movement), actor=actor, derogation_reason=derogation_reason
    )
    done = counter(movement, actor=actor, reason=reason, derogation=derogation)
    record(actor=actor, verb=f"a contrepassé « {movement} »", target=line, reason=reason)
    return done


def taken_by(movement: Movement) -> int:
    """What countering it takes from the line's available."""
    gives = movement.amount if movement.kind == MovementKind.CREDIT else -movement.amount
    return max(gives, 0)
