"""What is typed in the room: during a crisis, before a poll, about the year."""

from comms.periods.forms.checks import CheckForm, ComparedForm
from comms.periods.forms.crisis import (
    BlanksForm,
    CloseForm,
    EntryForm,
    LevelForm,
    MessageForm,
    OpenCrisisForm,
    PublishForm,
    ReadyForm,
    moment_of,
)
from comms.periods.forms.dates import ClosedDayFilter, ClosedDayForm, PollDatesForm, PollFilter, YearForm

__all__ = [
    "BlanksForm",
    "CheckForm",
    "CloseForm",
    "ClosedDayFilter",
    "ClosedDayForm",
    "ComparedForm",
    "EntryForm",
    "LevelForm",
    "MessageForm",
    "OpenCrisisForm",
    "PollDatesForm",
    "PollFilter",
    "PublishForm",
    "ReadyForm",
    "YearForm",
    "moment_of",
]
