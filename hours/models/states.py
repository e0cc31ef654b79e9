"""Where time worked and recuperation stand, and where each may go from there."""

from django.db import models


class EntryState(models.TextChoices):
    DRAFT = "draft", "Brouillon"
    SUBMITTED = "submitted", "À valider"
    CHANGES_ASKED = "changes_asked", "À corriger"
    VALIDATED = "validated", "Validées"
    REFUSED = "refused", "Refusées"


ENTRY_MOVES: dict[str, frozenset[str]] = {
    EntryState.DRAFT: frozenset({EntryState.SUBMITTED}),
    EntryState.SUBMITTED: frozenset(
        {EntryState.DRAFT, EntryState.CHANGES_ASKED, EntryState.VALIDATED, EntryState.REFUSED}
    ),
    EntryState.CHANGES_ASKED: frozenset({EntryState.SUBMITTED}),
    EntryState.VALIDATED: frozenset(
        {EntryState.CHANGES_ASKED}
    ),  # opened again: what it credited is countered
    EntryState.REFUSED: frozenset(),
}
#: In the hands of the person who worked.
EDITABLE_ENTRY_STATES = (EntryState.DRAFT, EntryState.CHANGES_ASKED)
#: Neither yes nor no has been said.
OPEN_ENTRY_STATES = (EntryState.DRAFT, EntryState.SUBMITTED, EntryState.CHANGES_ASKED)

ENTRY_TONES: dict[str, str] = {
    EntryState.DRAFT: "draft",
    EntryState.SUBMITTED: "waiting",
    EntryState.CHANGES_ASKED: "warning",
    EntryState.VALIDATED: "good",
    EntryState.REFUSED: "muted",
}


class RecuperationState(models.TextChoices):
    REQUESTED = "requested", "Demandée"
    AGREED = "agreed", "Accordée"
    TAKEN = "taken", "Prise"
    REFUSED = "refused", "Refusée"
    CANCELLED = "cancelled", "Annulée"


RECUPERATION_MOVES: dict[str, frozenset[str]] = {
    RecuperationState.REQUESTED: frozenset(
        {RecuperationState.AGREED, RecuperationState.REFUSED, RecuperationState.CANCELLED}
    ),
    RecuperationState.AGREED: frozenset({RecuperationState.TAKEN, RecuperationState.CANCELLED}),
    RecuperationState.TAKEN: frozenset({RecuperationState.CANCELLED}),  # in the end the person worked
    RecuperationState.REFUSED: frozenset(),
    RecuperationState.CANCELLED: frozenset(),
}
#: Its minutes are off the account and not taken yet.
BOOKED_STATES = (RecuperationState.REQUESTED, RecuperationState.AGREED)
#: Its minutes are off the account.
COUNTED_STATES = (*BOOKED_STATES, RecuperationState.TAKEN)

RECUPERATION_TONES: dict[str, str] = {
    RecuperationState.REQUESTED: "waiting",
    RecuperationState.AGREED: "active",
    RecuperationState.TAKEN: "good",
    RecuperationState.REFUSED: "muted",
    RecuperationState.CANCELLED: "muted",
}
