"""What was written, who must say yes to it, and what they said."""

from comms.approvals.models.approvable import Approvable, approvable_models
from comms.approvals.models.approvals import Approval, ApprovalStep
from comms.approvals.models.circuits import Circuit, CircuitStep
from comms.approvals.models.decisions import Bypass, Decision
from comms.approvals.models.versions import Version, digest_of

__all__ = [
    "Approvable",
    "Approval",
    "ApprovalStep",
    "Bypass",
    "Circuit",
    "CircuitStep",
    "Decision",
    "Version",
    "approvable_models",
    "digest_of",
]
