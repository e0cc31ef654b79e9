"""What people do with actions and tasks; one subject a file."""

from campaigns.planning.actions.evaluating import ask_for_evaluation, evaluate_action, evaluation_day
from campaigns.planning.actions.finishing import finish_task, reopen_task
from campaigns.planning.actions.moving import move_action, propose_action
from campaigns.planning.actions.reminding import remind
from campaigns.planning.actions.shifting import Change, MovePreview, move_j0, preview_move
from campaigns.planning.actions.tasks import (
    add_check,
    assign_task,
    begin_task,
    create_task,
    drop_task,
    edit_task,
    remove_check,
    tick,
)
from campaigns.planning.actions.templating import apply_template
from campaigns.planning.actions.writing import create_action, edit_action

__all__ = [
    "Change",
    "MovePreview",
    "add_check",
    "apply_template",
    "ask_for_evaluation",
    "assign_task",
    "begin_task",
    "create_action",
    "create_task",
    "drop_task",
    "edit_action",
    "edit_task",
    "evaluate_action",
    "evaluation_day",
    "finish_task",
    "move_action",
    "move_j0",
    "preview_move",
    "propose_action",
    "remind",
    "remove_check",
    "reopen_task",
    "tick",
]
