"""What is checked before a poll, and what happens during a crisis."""

from comms.periods.models.checks import NeutralityCheck
from comms.periods.models.crises import Crisis, CrisisLogEntry, CrisisPause, QuickEntry, crisis_now
from comms.periods.models.levels import Channel, Level
from comms.periods.models.messages import CrisisMessage, MessageState

__all__ = [
    "Channel",
    "Crisis",
    "CrisisLogEntry",
    "CrisisMessage",
    "CrisisPause",
    "Level",
    "MessageState",
    "NeutralityCheck",
    "QuickEntry",
    "crisis_now",
]
