"""What the unit does and when: actions, their retro-planning, the tasks that make them."""

from campaigns.planning.models.actions import Action
from campaigns.planning.models.states import (
    ACTION_MOVES,
    LIVE_ACTION_STATES,
    OPEN_TASK_STATES,
    ActionState,
    TaskState,
)
from campaigns.planning.models.tasks import Task
from campaigns.planning.models.templates import PlanTemplate, TemplateStep

__all__ = [
    "ACTION_MOVES",
    "LIVE_ACTION_STATES",
    "OPEN_TASK_STATES",
    "Action",
    "ActionState",
    "PlanTemplate",
    "Task",
    "TaskState",
    "TemplateStep",
]
