from django.db import transaction
from django.db.models.functions import Now

from comms.journal.actions import record
from comms.outbox.doorbell import ring_after_commit
from comms.outbox.identity import current_identity
from comms.outbox.models import OutboxControl
from comms.people.models import Role, User


@transaction.atomic
def hold_mail(*, actor: User | None, reason: str) -> bool:
    """No mail leaves until a person releases them; without an actor the heads of communication are told.

    False when mail was on hold already.
    """
    held = OutboxControl.objects.filter(pk=1, is_held=False).update(
        is_held=True, held_because=reason[:200], held_at=Now()
    )
    if held:
        record(
            actor=actor,
            verb="a retenu tous les courriels",
            target=OutboxControl.current(),
            reason=reason,
            tell=User.objects.holding(Role.HEAD) if actor is None else (),
        )
    return bool(held)


@transaction.atomic
def release_held_mail(*, actor: User, reason: str = "") -> bool:
    """Mail leaves again, and this database is from now on the one that sends. False when none was held."""
    released = OutboxControl.objects.filter(pk=1, is_held=True).update(
        is_held=False, held_because="", held_at=None, identity=current_identity()
    )
    if released:
        record(
            actor=actor,
            verb="a permis l’envoi des courriels retenus",
            target=OutboxControl.current(),
            reason=reason,
        )
        ring_after_commit()
    return bool(released)
