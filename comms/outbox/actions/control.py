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
    control = OutboxControl.current()
    held = OutboxControl.objects.filter(pk=control.pk, is_held=False).update(
        is_held=True, held_because=reason[:200], held_at=Now()
    )
    if held:
        record(
            actor=actor,
            verb="a retenu tous les courriels",
            target=control,
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


@transaction.atomic
def pause_reminders() -> bool:
    """No reminder is written until `resume_reminders`; False when they were silent already."""
    OutboxControl.current()  # made when a test emptied the tables
    silent = OutboxControl.objects.filter(pk=1, reminders_paused_at=None).update(reminders_paused_at=Now())
    return bool(silent)


@transaction.atomic
def resume_reminders() -> bool:
    """Reminders that fell due meanwhile leave at their next turn; False when they weren't silent."""
    paused = OutboxControl.objects.filter(pk=1, reminders_paused_at__isnull=False)
    return bool(paused.update(reminders_paused_at=None))


def reminders_are_paused() -> bool:
    """Asked by whatever reminds people: during a crisis it stays silent, and stamps nothing."""
    return OutboxControl.objects.filter(pk=1, reminders_paused_at__isnull=False).exists()
