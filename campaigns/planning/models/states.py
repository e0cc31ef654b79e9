"""Where an action and a task stand, and where each may go from there."""

from django.db import models


class ActionState(models.TextChoices):
    IDEA = "idea", "Idée"
    PROPOSED = "proposed", "Proposée"
    APPROVED = "approved", "Validée"
    PLANNED = "planned", "Planifiée"
    UNDER_WAY = "under_way", "En cours"
    DONE = "done", "Réalisée"
    EVALUATED = "evaluated", "Évaluée"
    POSTPONED = "postponed", "Reportée"
    CANCELLED = "cancelled", "Annulée"


#: Still ahead or at work: what lists, calendars and reminders show unless somebody asks for the rest.
LIVE_ACTION_STATES = (
    ActionState.IDEA,
    ActionState.PROPOSED,
    ActionState.APPROVED,
    ActionState.PLANNED,
    ActionState.UNDER_WAY,
)

ACTION_MOVES: dict[str, tuple[str, ...]] = {
    ActionState.IDEA: (ActionState.PROPOSED, ActionState.CANCELLED),
    ActionState.PROPOSED: (
        ActionState.IDEA,
        ActionState.APPROVED,
        ActionState.POSTPONED,
        ActionState.CANCELLED,
    ),
    ActionState.APPROVED: (ActionState.PLANNED, ActionState.POSTPONED, ActionState.CANCELLED),
    ActionState.PLANNED: (ActionState.UNDER_WAY, ActionState.POSTPONED, ActionState.CANCELLED),
    ActionState.UNDER_WAY: (ActionState.DONE, ActionState.POSTPONED, ActionState.CANCELLED),
    ActionState.DONE: (ActionState.EVALUATED,),
    ActionState.EVALUATED: (),
    ActionState.POSTPONED: (ActionState.APPROVED, ActionState.PLANNED, ActionState.CANCELLED),
    ActionState.CANCELLED: (),
}


class TaskState(models.TextChoices):
    TO_DO = "to_do", "À faire"
    UNDER_WAY = "under_way", "En cours"
    TO_APPROVE = "to_approve", "À valider"
    DONE = "done", "Faite"
    DROPPED = "dropped", "Abandonnée"


OPEN_TASK_STATES = (TaskState.TO_DO, TaskState.UNDER_WAY, TaskState.TO_APPROVE)
