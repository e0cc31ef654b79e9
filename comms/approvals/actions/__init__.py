"""What people do with a version: submit it, decide on it, let it through in an emergency, take it back."""

from comms.approvals.actions.bypassing import bypass
from comms.approvals.actions.deciding import decide, decide_several
from comms.approvals.actions.moves import everyone_of
from comms.approvals.actions.reminding import remind
from comms.approvals.actions.submitting import submit_version, withdraw_submission
from comms.approvals.actions.voiding import void_if_changed, watched

__all__ = [
    "bypass",
    "decide",
    "decide_several",
    "everyone_of",
    "remind",
    "submit_version",
    "void_if_changed",
    "watched",
    "withdraw_submission",
]
