"""The life of a plan: its states, the moves between them, and what groups of states mean."""

from django.db import models


class PlanState(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    IN_APPROVAL = "in_approval", "En validation"
    APPROVED = "approved", "Validé"
    IN_FORCE = "in_force", "En vigueur"
    CLOSED = "closed", "Clos"


#: From → to; a change that isn't here is refused by `move`.
PLAN_MOVES: dict[str, frozenset[str]] = {
    PlanState.DRAFT: frozenset({PlanState.IN_APPROVAL}),
    PlanState.IN_APPROVAL: frozenset({PlanState.DRAFT, PlanState.APPROVED}),
    PlanState.APPROVED: frozenset({PlanState.DRAFT, PlanState.IN_FORCE}),
    PlanState.IN_FORCE: frozenset({PlanState.CLOSED}),
    PlanState.CLOSED: frozenset(),
}

#: The rows may be written; in force, what is written is an amendment, in effect once it is approved.
WRITABLE_STATES = (PlanState.DRAFT, PlanState.IN_APPROVAL, PlanState.APPROVED, PlanState.IN_FORCE)
#: A change of the rows voids the approval at once: nothing of it is in effect yet.
BEFORE_FORCE = (PlanState.IN_APPROVAL, PlanState.APPROVED)
#: It stands on an approved version.
EFFECTIVE_STATES = (PlanState.APPROVED, PlanState.IN_FORCE)
#: What the departments and the elected people read.
KNOWN_STATES = (PlanState.IN_FORCE, PlanState.CLOSED)

PLAN_TONES: dict[str, str] = {
    PlanState.DRAFT: "draft",
    PlanState.IN_APPROVAL: "waiting",
    PlanState.APPROVED: "active",
    PlanState.IN_FORCE: "good",
    PlanState.CLOSED: "muted",
}
