"""Time worked, its pieces by kind, the account of minutes, recuperation, months that are closed."""

from hours.models.entries import HourSegment, TimeEntry
from hours.models.ledger import Balance, LedgerRow, Overdraft
from hours.models.locks import MonthLock
from hours.models.recuperations import Recuperation
from hours.models.rules import Coefficient, WorkingHours
from hours.models.states import EDITABLE_ENTRY_STATES, EntryState, RecuperationState

__all__ = [
    "EDITABLE_ENTRY_STATES",
    "Balance",
    "Coefficient",
    "EntryState",
    "HourSegment",
    "LedgerRow",
    "MonthLock",
    "Overdraft",
    "Recuperation",
    "RecuperationState",
    "TimeEntry",
    "WorkingHours",
]
