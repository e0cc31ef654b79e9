"""The evaluation of an action: asked some working days after its end, written once it is done."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from campaigns.planning import mails
from campaigns.planning.actions.days import days_around
from campaigns.planning.actions.writing import locked
from campaigns.planning.errors import Incomplete, NotNow
from campaigns.planning.models import Action, ActionState, Evaluation, PlanningRules
from comms.calendar.working_days import is_working_day, local_today
from comms.journal.actions import record
from comms.people.models import User

FACTS = ("reach", "figures", "real_cost", "to_keep", "to_change")


def evaluation_day(today: date) -> date:
    """What ended that day or before is to be evaluated now (J+15 by default)."""
    delay = PlanningRules.current().evaluation_after
    return days_around(today).before(today, delay) if delay else today


@transaction.atomic
def evaluate_action(*, action: Action, actor: User, **facts: Any) -> Evaluation:
    """Write the evaluation; the action, done by then, becomes evaluated. Written again, it is corrected.

    Raises NotNow before the action is at work, Incomplete when nothing is said.
    """
    if unknown := facts.keys() - set(FACTS):
        raise TypeError(f"not a fact of an evaluation: {', '.join(sorted(unknown))}")
    row = locked(action)
    if row.state not in (ActionState.UNDER_WAY, ActionState.DONE, ActionState.EVALUATED):
        raise NotNow("Le bilan s’écrit quand l’action est réalisée.")
    if not any(value not in (None, "") for value in facts.values()):
        raise Incomplete(["un chiffre, un coût ou une phrase"])
    is_new = not Evaluation.objects.filter(action=row).exists()
    evaluation, _ = Evaluation.objects.update_or_create(action=row, defaults=facts | {"written_by": actor})
    if row.state == ActionState.UNDER_WAY:
        row.move(ActionState.DONE)
    if row.state == ActionState.DONE:
        row.move(ActionState.EVALUATED)
    verb = "a écrit le bilan de l’action" if is_new else "a corrigé le bilan de l’action"
    record(actor=actor, verb=verb, target=row, tell=[row.lead] if row.lead else [])
    action.refresh_from_db()
    return evaluation


@transaction.atomic
def ask_for_evaluation(*, action: Action, at: datetime) -> bool:
    """Ask the action's lead once; False when it isn't the moment, or somebody did. Nothing on a day off."""
    today = local_today(at)
    if not is_working_day(today):
        return False
    due = Action.objects.due_for_evaluation(evaluation_day(today)).values("pk")
    claimed = Action.objects.filter(pk=action.pk, pk__in=due, evaluation_asked_at=None).update(
        evaluation_asked_at=at
    )
    if not claimed:
        return False
    action.refresh_from_db()
    person = action.lead or action.created_by
    if person.is_active:
        record(actor=None, verb="demande le bilan de l’action", target=action, tell=[person])
        mails.evaluation_asked(action=action, person=person)
    return True
