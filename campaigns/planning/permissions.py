"""Who may do what with actions and tasks. Reading is `visible_to(user)` on their querysets."""

from collections.abc import Callable
from datetime import datetime

from campaigns.planning.models import (
    ACTION_MOVES,
    REASONED_MOVES,
    Action,
    ActionState,
    Attachment,
    Comment,
    Task,
    TaskState,
)
from comms.people.models import UNIT_ROLES, Role, User


def may_plan(user: User) -> bool:
    """Create and edit actions, plan them, give out tasks: the unit, and who stands in for one of it."""
    return user.is_active and user.acts_as(*UNIT_ROLES)


def may_read_actions(user: User) -> bool:
    """Whoever has a role here: which actions they read is `visible_to`."""
    return user.is_active and user.acts_as(*Role)


def may_decide_action(user: User) -> bool:
    """Note a decision taken elsewhere, postpone, cancel: the chargé(e) de communication, the cabinet's
    director, and who stands in for them."""
    return user.is_active and user.acts_as(Role.HEAD, Role.CABINET)


def may_move(user: User, action: Action, to: str) -> bool:
    """By hand, to that state: the moves table, then who plans; a decision is for who decides.

    A proposed action is approved by its circuit, an evaluated one has its evaluation: neither by hand.
    """
    question = _who_moves(action.state, to)
    return question is not None and question(user)


def _who_moves(state: str, to: str) -> Callable[[User], bool] | None:
    """The question to ask of a person; None when nobody does it by hand."""
    if to not in ACTION_MOVES[state] or to == ActionState.EVALUATED:
        return None
    if to in REASONED_MOVES:
        return may_decide_action
    if to == ActionState.APPROVED and state != ActionState.POSTPONED:
        return may_decide_action if state == ActionState.IDEA else None
    if to == ActionState.IDEA and state != ActionState.PROPOSED:
        return None
    return may_plan


def moves_by_state(user: User) -> dict[str, list[ActionState]]:
    """For the board: from each state, where this person may take an action by hand; each question is asked
    once."""
    answers = {question: question(user) for question in (may_plan, may_decide_action)}
    return {
        state: [to for to in ActionState if (question := _who_moves(state, to)) and answers[question]]
        for state in ActionState
    }


def moves_of(user: User, action: Action) -> list[ActionState]:
    """Where this person may take it by hand, in the order of its life."""
    return [state for state in ActionState if may_move(user, action, state)]


def may_work_on(user: User, task: Task) -> bool:
    """Begin, tick, finish, reopen: its owner, and the unit."""
    return user.is_active and (task.owner_id == user.pk or may_plan(user))


def may_tick(user: User) -> bool:
    """Tick the lines of an event's sheet, on site: whoever plans."""
    return may_plan(user)


def may_remove_attachment(user: User, attachment: Attachment) -> bool:
    """Who joined it, and the unit."""
    return user.is_active and (attachment.added_by_id == user.pk or may_plan(user))


def may_change_comment(user: User, comment: Comment, at: datetime) -> bool:
    """Who wrote it, and nobody in that person's place, for as long as the setting says."""
    return user.is_active and comment.author_id == user.pk and comment.is_open_at(at)


def rights(user: User, action: Action) -> dict[str, bool]:
    """For the action's page: each question's short name and its answer."""
    plans = may_plan(user)
    moves = moves_of(user, action)
    return {
        "edit": plans and not action.is_closed,
        "plan": plans and action.is_live,
        "shift": plans and (action.is_live or action.state == ActionState.POSTPONED),
        "propose": ActionState.PROPOSED in moves,
        "take_back": ActionState.IDEA in moves,
        "decide": action.state == ActionState.IDEA and ActionState.APPROVED in moves,
        "begin": ActionState.UNDER_WAY in moves,
        "done": ActionState.DONE in moves,
        "postpone": ActionState.POSTPONED in moves,
        "cancel": ActionState.CANCELLED in moves,
        "evaluate": plans and action.state in (ActionState.UNDER_WAY, ActionState.DONE),
        "task": plans and not action.is_closed,
    }


def task_rights(user: User, task: Task) -> dict[str, bool]:
    """For the task's page."""
    works, plans = may_work_on(user, task), may_plan(user)
    return {
        "work": works,
        "begin": works and task.state == TaskState.TO_DO,
        "finish": works and task.state in (TaskState.TO_DO, TaskState.UNDER_WAY),
        "reopen": works and task.state in (TaskState.DONE, TaskState.DROPPED),
        "edit": plans,
        "drop": plans and task.is_open,
    }
