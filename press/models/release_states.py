"""The life of a release: its states, the moves between them, and what groups of states mean."""

from django.db import models


class ReleaseState(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    IN_APPROVAL = "in_approval", "En validation"
    APPROVED = "approved", "Validé"
    SCHEDULED = "scheduled", "Programmé"
    SENT = "sent", "Diffusé"
    CORRECTED = "corrected", "Rectifié"
    WITHDRAWN = "withdrawn", "Retiré"


#: From → to; a change that isn't here is refused by `move`.
MOVES: dict[str, frozenset[str]] = {
    ReleaseState.DRAFT: frozenset({ReleaseState.IN_APPROVAL, ReleaseState.WITHDRAWN}),
    ReleaseState.IN_APPROVAL: frozenset(
        {
            ReleaseState.DRAFT,
            ReleaseState.APPROVED,
            ReleaseState.SENT,  # a correction given up: what was sent stands
            ReleaseState.CORRECTED,
            ReleaseState.WITHDRAWN,
        }
    ),
    ReleaseState.APPROVED: frozenset(
        {
            ReleaseState.DRAFT,
            ReleaseState.IN_APPROVAL,  # already public on the site: its correction goes round the circuit
            ReleaseState.SCHEDULED,
            ReleaseState.SENT,
            ReleaseState.WITHDRAWN,
        }
    ),
    ReleaseState.SCHEDULED: frozenset({ReleaseState.APPROVED, ReleaseState.SENT, ReleaseState.WITHDRAWN}),
    ReleaseState.SENT: frozenset(
        {
            ReleaseState.APPROVED,  # the launch was cancelled before anything left
            ReleaseState.IN_APPROVAL,
            ReleaseState.WITHDRAWN,
        }
    ),
    ReleaseState.CORRECTED: frozenset({ReleaseState.IN_APPROVAL, ReleaseState.WITHDRAWN}),
    ReleaseState.WITHDRAWN: frozenset(),
}

#: The text may be changed freely; a standing approval then falls.
EDITABLE_STATES = (ReleaseState.DRAFT, ReleaseState.IN_APPROVAL, ReleaseState.APPROVED)
#: An approved version stands, and may leave.
APPROVED_STATES = (
    ReleaseState.APPROVED,
    ReleaseState.SCHEDULED,
    ReleaseState.SENT,
    ReleaseState.CORRECTED,
)
#: Journalists have it.
OUT_STATES = (ReleaseState.SENT, ReleaseState.CORRECTED)

STATE_TONES: dict[str, str] = {
    ReleaseState.DRAFT: "draft",
    ReleaseState.IN_APPROVAL: "waiting",
    ReleaseState.APPROVED: "active",
    ReleaseState.SCHEDULED: "active",
    ReleaseState.SENT: "plain",
    ReleaseState.CORRECTED: "warning",
    ReleaseState.WITHDRAWN: "muted",
}
