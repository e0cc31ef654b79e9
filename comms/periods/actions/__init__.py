"""What people do during a crisis, and before a poll."""

from comms.periods.actions.checks import record_check
from comms.periods.actions.crises import change_level, close_crisis, let_through, open_crisis, write_entry
from comms.periods.actions.dates import (
    create_closed_day,
    create_poll,
    edit_closed_day,
    edit_poll,
    remove_closed_day,
)
from comms.periods.actions.messages import (
    create_message,
    edit_message,
    publish_message,
    restore_message,
    retire_message,
    submit_message,
)
from comms.periods.actions.pauses import join_pause, let_go, pause_everything, resume_everything

__all__ = [
    "change_level",
    "close_crisis",
    "create_closed_day",
    "create_message",
    "create_poll",
    "edit_closed_day",
    "edit_message",
    "edit_poll",
    "join_pause",
    "let_go",
    "let_through",
    "open_crisis",
    "pause_everything",
    "publish_message",
    "record_check",
    "remove_closed_day",
    "restore_message",
    "resume_everything",
    "retire_message",
    "submit_message",
    "write_entry",
]
