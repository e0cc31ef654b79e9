from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now

from comms.journal.actions import record
from comms.outbox import letters
from comms.outbox.doorbell import ring_after_commit
from comms.outbox.models import Mailing, MailingState, MailState, PauseCause
from comms.people.models import Role, User

TOO_LATE = "Cet envoi a changé d’état entre-temps : il est maintenant « {} »."


@transaction.atomic
def pause_mailing(
    *, mailing: Mailing, actor: User | None, reason: str = "", pause_cause: str = PauseCause.PERSON
) -> Mailing:
    """Nothing more of it leaves; at most the messages whose data are on their way arrive.

    Without an actor the application pauses, and the heads of communication are told.
    """
    _move(mailing, MailingState.PAUSED, pause_cause=pause_cause, pause_reason=reason[:300])
    record(
        actor=actor,
        verb=f"a suspendu l’envoi « {mailing.title[:150]} »",
        target=mailing,
        reason=reason or (PauseCause(pause_cause).label if actor is None else ""),
        tell=User.objects.holding(Role.HEAD) if actor is None else (),
    )
    return mailing


@transaction.atomic
def resume_mailing(*, mailing: Mailing, actor: User, reason: str = "") -> Mailing:
    """It leaves again, or waits for its moment again; a late one is thereby confirmed."""
    _move(mailing, MailingState.SCHEDULED, pause_cause="", pause_reason="", touched_at=Now())
    record(actor=actor, verb=f"a repris l’envoi « {mailing.title[:150]} »", target=mailing, reason=reason)
    ring_after_commit()
    return mailing


@transaction.atomic
def cancel_mailing(*, mailing: Mailing, actor: User, reason: str = "") -> Mailing:
    """What hasn't left never leaves; what has stays known. It can't be resumed."""
    _move(mailing, MailingState.CANCELLED, pause_cause="", pause_reason="", finished_at=Now())
    while letters.unfold_portion(mailing, MailState.CANCELLED):
        continue
    mailing.mails.waiting().update(state=MailState.CANCELLED, reason="Envoi annulé.")
    record(actor=actor, verb=f"a annulé l’envoi « {mailing.title[:150]} »", target=mailing, reason=reason)
    return mailing


def _move(mailing: Mailing, state: MailingState, **fields: object) -> None:
    """The conditional update that every move goes through; ValidationError when somebody was faster."""
    moved = Mailing.objects.filter(pk=mailing.pk).may_become(state).update(state=state, **fields)
    mailing.refresh_from_db()
    if not moved:
        raise ValidationError(TOO_LATE.format(mailing.get_state_display()))
