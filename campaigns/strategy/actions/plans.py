"""A plan: written, sent round its circuit, put in force, amended, closed."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from campaigns.strategy.actions.changes import changed, text_before, written_into
from campaigns.strategy.errors import AnotherInForce, Incomplete, NotNow
from campaigns.strategy.models import Indicator, Objective, Plan, PlanState, Side
from comms.approvals.actions import submit_version, withdraw_submission
from comms.approvals.models import Approval
from comms.journal.actions import record
from comms.people.models import Role, User

TEXT_FIELDS = ("title", "span", "starts_on", "ends_on", "ambition", "envelope")


def _texts(changes: dict[str, Any]) -> dict[str, Any]:
    unknown = changes.keys() - set(TEXT_FIELDS)
    if unknown:
        raise TypeError(f"not a text of a plan: {', '.join(sorted(unknown))}")
    return changes


@transaction.atomic
def create_plan(*, author: User, title: str, starts_on: date, ends_on: date, **texts: Any) -> Plan:
    plan = Plan.objects.create(
        created_by=author, title=title, starts_on=starts_on, ends_on=ends_on, **_texts(texts)
    )
    record(actor=author, verb="a créé le plan", target=plan)
    return plan


@transaction.atomic
def edit_plan(*, plan: Plan, actor: User, seen_text: str = "", **changes: Any) -> Plan:
    """An approval of the old text is void; of the plan in force, this is an amendment to submit.

    Raises StaleText when the text isn't the one marked by `seen_text` any more.
    """
    history: dict[str, Any] = {}
    with written_into(plan, actor=actor, verb="a modifié le plan", data=history) as row:
        before = text_before(row, TEXT_FIELDS, row, seen_text)
        for name, value in _texts(changes).items():
            setattr(row, name, value)
        row.save(update_fields=list(changes))
        history |= changed(row, before)
    plan.refresh_from_db()
    return plan


def missing_for_approval(plan: Plan) -> list[str]:
    """What a plan needs before anybody is asked to read it."""
    axes = list(plan.axes.prefetch_related("objectives__indicators"))
    objectives = [objective for axis in axes for objective in axis.objectives.all()]
    empty = [axis.title for axis in axes if not axis.objectives.all()]
    bare = [objective.statement for objective in objectives if not objective.indicators.all()]
    missing = [] if plan.ambition else ["l’ambition du plan, en deux ou trois phrases"]
    if not axes:
        missing.append("un axe au moins")
    missing += [f"un objectif sous l’axe « {title} »" for title in empty]
    missing += [f"un indicateur pour l’objectif « {statement} »" for statement in bare]
    return missing


def to_think_of(plan: Plan) -> list[str]:
    """What stops nobody, and is often forgotten."""
    objectives = Objective.objects.filter(axis__plan=plan)
    late = Indicator.objects.filter(objective__axis__plan=plan, target_on__gt=plan.ends_on).count()
    said = []
    if objectives.exists() and not objectives.filter(side=Side.INTERNAL).exists():
        said.append("Aucun objectif ne regarde la communication interne.")
    if not plan.messages.exists():
        said.append("Aucun message clé : que doit-on retenir ?")
    if late:
        who = "Un indicateur a son" if late == 1 else f"{late} indicateurs ont leur"
        said.append(f"{who} échéance après la fin du plan.")
    return said


@transaction.atomic
def submit_plan(*, plan: Plan, actor: User) -> Approval:
    """Send the draft, or the amendment of the plan in force, round the circuit.

    Raises Incomplete, NotNow, and the errors of `submit_version`.
    """
    if plan.state not in (PlanState.DRAFT, PlanState.IN_FORCE):
        raise NotNow("Seul un brouillon, ou l’amendement du plan en vigueur, se soumet à validation.")
    if plan.is_in_force and not plan.is_amended:
        raise NotNow("Rien n’a changé depuis la version en vigueur : il n’y a pas d’amendement à soumettre.")
    if missing := missing_for_approval(plan):
        raise Incomplete(missing)
    return submit_version(subject=plan, author=actor)


def take_back(*, plan: Plan, actor: User, reason: str = "") -> None:
    """Out of the circuit, to work on it; the version in force, if any, stays in force."""
    approval = plan.current_approval
    if approval is None or not approval.is_open:
        raise NotNow("Ce plan n’est pas en validation.")
    withdraw_submission(approval=approval, actor=actor, reason=reason)
    plan.refresh_from_db()


@transaction.atomic
def put_in_force(*, plan: Plan, actor: User, today: date, seen_in_force: int | None = None) -> Plan | None:
    """The approved plan becomes the one that counts; the one before is closed, and returned.

    `seen_in_force` is the plan that this person knew in force (its key, or None). Raises AnotherInForce when
    it isn't that one any more, SomebodyWasFaster, NotNow. Departments and elected people are told.
    """
    if plan.state != PlanState.APPROVED:
        raise NotNow("Seul un plan validé se met en vigueur.")
    earlier = Plan.objects.in_force().select_for_update().first()
    if (earlier.pk if earlier else None) != seen_in_force:
        raise AnotherInForce
    if earlier:
        earlier.move(PlanState.CLOSED, closed_on=today)
        record(actor=actor, verb=f"a clos le plan : « {plan.title} » lui succède", target=earlier)
    try:
        with transaction.atomic():
            plan.move(PlanState.IN_FORCE, in_force_since=today)
    except IntegrityError as error:  # one_plan_in_force: somebody's commit came between
        raise AnotherInForce from error
    readers = User.objects.holding(Role.SECRETARY_GENERAL, Role.ELECTED, Role.DEPARTMENT_CONTACT)
    record(actor=actor, verb="a mis le plan en vigueur", target=plan, tell=readers)
    return earlier


@transaction.atomic
def close_plan(*, plan: Plan, actor: User, today: date, conclusion: str) -> None:
    """The plan has served; `conclusion` says what it gave. An amendment under way leaves its circuit."""
    if not plan.is_in_force:
        raise NotNow("Seul le plan en vigueur se clôt.")
    if not conclusion.strip():
        raise Incomplete(["ce que le plan a donné, en quelques phrases"])
    approval = plan.current_approval
    if approval and approval.is_open:
        withdraw_submission(approval=approval, actor=actor, reason="Le plan est clos.")
    plan.move(PlanState.CLOSED, closed_on=today, conclusion=conclusion.strip())
    record(actor=actor, verb="a clos le plan", target=plan, reason=conclusion.strip())
