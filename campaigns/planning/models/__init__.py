"""What the unit does and when: actions, their retro-planning, the tasks that make them."""

from campaigns.planning.models.action_queries import ActionQuerySet
from campaigns.planning.models.actions import Action
from campaigns.planning.models.channels import Channel
from campaigns.planning.models.discussions import Attachment, Comment
from campaigns.planning.models.evaluations import Evaluation
from campaigns.planning.models.events import CheckItem, EventPerson, EventSheet, RunLine, UsualCheck
from campaigns.planning.models.rules import PlanningRules
from campaigns.planning.models.series import Occurrence, Series
from campaigns.planning.models.states import (
    ACTION_MOVES,
    ACTION_TONES,
    DECIDED_ACTION_STATES,
    LIVE_ACTION_STATES,
    OPEN_TASK_STATES,
    REASONED_MOVES,
    STILL_ACTION_STATES,
    TASK_MOVES,
    TASK_TONES,
    ActionState,
    TaskState,
)
from campaigns.planning.models.task_queries import TaskQuerySet
from campaigns.planning.models.tasks import Task, TaskCheck
from campaigns.planning.models.templates import PlanTemplate, TemplateStep

__all__ = [
    "ACTION_MOVES",
    "ACTION_TONES",
    "DECIDED_ACTION_STATES",
    "LIVE_ACTION_STATES",
    "OPEN_TASK_STATES",
    "REASONED_MOVES",
    "STILL_ACTION_STATES",
    "TASK_MOVES",
    "TASK_TONES",
    "Action",
    "ActionQuerySet",
    "ActionState",
    "Attachment",
    "Channel",
    "CheckItem",
    "Comment",
    "Evaluation",
    "EventPerson",
    "EventSheet",
    "Occurrence",
    "PlanTemplate",
    "PlanningRules",
    "RunLine",
    "Series",
    "Task",
    "TaskCheck",
    "TaskQuerySet",
    "TaskState",
    "TemplateStep",
    "UsualCheck",
]
