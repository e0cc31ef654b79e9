"""The admin's side of approving: the queue « À valider », the circuits, and what was written for good."""

from comms.approvals.admin.circuits import CircuitAdmin
from comms.approvals.admin.queue import QueueAdmin
from comms.approvals.admin.register import BypassAdmin, DecisionAdmin, VersionAdmin

__all__ = ["BypassAdmin", "CircuitAdmin", "DecisionAdmin", "QueueAdmin", "VersionAdmin"]
