"""Plans by the real actions: `a_plan(author)`, `an_approved_plan(author)`, one of each part."""

from datetime import date
from decimal import Decimal

from campaigns.strategy.actions.content import add_axis, add_indicator, add_objective
from campaigns.strategy.actions.plans import create_plan, put_in_force, submit_plan
from campaigns.strategy.models import Indicator, Plan
from comms.approvals.actions import decide
from comms.approvals.models import Decision

START, END = date(2026, 1, 1), date(2026, 12, 31)


def a_plan(author, title="Plan 2026") -> Plan:
    """Whole: ready to be submitted."""
    plan = create_plan(author=author, title=title, starts_on=START, ends_on=END, ambition="Que chacun sache.")
    axis = add_axis(plan=plan, actor=author, title="Informer les quartiers")
    objective = add_objective(axis=axis, actor=author, statement="Les habitants de Plum savent où s’adresser")
    an_indicator(objective, author)
    return plan


def an_indicator(objective, author, name="Abonnés à la page", **more) -> Indicator:
    values = {"unit": "abonnés", "start_value": Decimal(100), "target_value": Decimal(200), "target_on": END}
    return add_indicator(objective=objective, actor=author, name=name, **values | more)


def approve(plan, *deciders) -> None:
    """Submitted by who created it, and decided by these people in their order."""
    approval = submit_plan(plan=plan, actor=plan.created_by)
    for person in deciders:
        step = approval.open_step
        digest = approval.version.digest
        decide(step=step, actor=person, verdict=Decision.Verdict.APPROVED, seen_digest=digest)
    plan.refresh_from_db()


def a_plan_in_force(author, head, cabinet, title="Plan 2026") -> Plan:
    plan = a_plan(author, title)
    approve(plan, head, cabinet)
    put_in_force(plan=plan, actor=cabinet, today=START)
    return plan
