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
#: Somebody entitled said yes, whatever became of it: what elected people may read.
DECIDED_ACTION_STATES = (
    ActionState.APPROVED,
    ActionState.PLANNED,
    ActionState.UNDER_WAY,
    ActionState.DONE,
    ActionState.EVALUATED,
    ActionState.POSTPONED,
)
#: Nothing is worked at, for now or for good: what is left of its tasks isn't late.
STILL_ACTION_STATES = (ActionState.POSTPONED, ActionState.CANCELLED, ActionState.EVALUATED)

ACTION_MOVES: dict[str, tuple[str, ...]] = {
    ActionState.IDEA: (ActionState.PROPOSED, ActionState.APPROVED, ActionState.CANCELLED),
    ActionState.PROPOSED: (
        ActionState.IDEA,
        ActionState.APPROVED,
        ActionState.POSTPONED,
        ActionState.CANCELLED,
    ),
    ActionState.APPROVED: (
        ActionState.IDEA,  # what was approved changed: it is decided again
        ActionState.PROPOSED,
        ActionState.PLANNED,
        ActionState.POSTPONED,
        ActionState.CANCELLED,
    ),
    ActionState.PLANNED: (ActionState.UNDER_WAY, ActionState.POSTPONED, ActionState.CANCELLED),
    ActionState.UNDER_WAY: (ActionState.DONE, ActionState.POSTPONED, ActionState.CANCELLED),
    ActionState.DONE: (ActionState.EVALUATED,),
    ActionState.EVALUATED: (),
    ActionState.POSTPONED: (ActionState.APPROVED, ActionState.PLANNED, ActionState.CANCELLED),
    ActionState.CANCELLED: (),
}
#: A move that says why.
REASONED_MOVES = (ActionState.POSTPONED, ActionState.CANCELLED)

ACTION_TONES: dict[str, str] = {
    ActionState.IDEA: "draft",
    ActionState.PROPOSED: "waiting",
    ActionState.APPROVED: "good",
    ActionState.PLANNED: "active",
    ActionState.UNDER_WAY: "active",
    ActionState.DONE: "plain",
    ActionState.EVALUATED: "plain",
    ActionState.POSTPONED: "warning",
    ActionState.CANCELLED: "muted",
}


class TaskState(models.TextChoices):
    TO_DO = "to_do", "À faire"
    UNDER_WAY = "under_way", "En cours"
    TO_APPROVE = "to_approve", "À valider"
    DONE = "done", "Faite"
    DROPPED = "dropped", "Abandonnée"


OPEN_TASK_STATES = (TaskState.TO_DO, TaskState.UNDER_WAY, TaskState.TO_APPROVE)

TASK_MOVES: dict[str, tuple[str, ...]] = {
    TaskState.TO_DO: (TaskState.UNDER_WAY, TaskState.TO_APPROVE, TaskState.DONE, TaskState.DROPPED),
    TaskState.UNDER_WAY: (TaskState.TO_DO, TaskState.TO_APPROVE, TaskState.DONE, TaskState.DROPPED),
    TaskState.TO_APPROVE: (TaskState.UNDER_WAY, TaskState.DONE, TaskState.DROPPED),
    TaskState.DONE: (TaskState.UNDER_WAY,),
    TaskState.DROPPED: (TaskState.UNDER_WAY,),
}

TASK_TONES: dict[str, str] = {
    TaskState.TO_DO: "plain",
    TaskState.UNDER_WAY: "active",
    TaskState.TO_APPROVE: "waiting",
    TaskState.DONE: "good",
    TaskState.DROPPED: "muted",
}
