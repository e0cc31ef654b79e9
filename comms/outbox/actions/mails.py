from typing import Literal

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Coalesce, Now

from comms.journal.actions import record
from comms.outbox.doorbell import ring_after_commit
from comms.outbox.models import Mailing, MailingState, MailState, OutgoingMail
from comms.people.models import User

TOO_LATE = "Ce courriel a changé d’état entre-temps : il est maintenant « {} »."
RESEND = "resend"
Settlement = bool | Literal["resend"]


@transaction.atomic
def settle_uncertain(*, mail: OutgoingMail, actor: User, sent: Settlement) -> OutgoingMail:
    """A person decides: it arrived (True), it didn't and stays so (False), or it is sent again ("resend").

    Sent again, it keeps its Message-ID: whoever did receive it sees one message.
    """
    if sent == RESEND:
        _send_again(mail, [MailState.UNCERTAIN])
        verb = "a fait renvoyer le courriel incertain"
    elif sent:
        moment = Coalesce("data_at", Now(), output_field=models.DateTimeField())
        _move(
            mail,
            [MailState.UNCERTAIN],
            MailState.ACCEPTED,
            accepted_at=moment,
            reason=f"Reçu, selon {actor}.",
        )
        verb = "a constaté la réception du courriel incertain"
    else:
        _move(mail, [MailState.UNCERTAIN], MailState.REFUSED, reason=f"Non reçu, selon {actor}.")
        verb = "a constaté la non-réception du courriel incertain"
    _record(actor, verb, mail)
    return mail


@transaction.atomic
def retry_mail(*, mail: OutgoingMail, actor: User) -> OutgoingMail:
    """Try a refused mail again, or one that waits for its next try, right now and with all its tries."""
    _send_again(mail, [MailState.REFUSED, MailState.RETRY])
    _record(actor, "a relancé le courriel", mail)
    return mail


def _send_again(mail: OutgoingMail, known: list[MailState]) -> None:
    if mail.mailing_id and mail.mailing.state == MailingState.CANCELLED:
        raise ValidationError("Cet envoi est annulé : rien n’en part plus.")
    _move(
        mail, known, MailState.READY,
        next_attempt_at=Now(), attempts=0, reason="", is_set_aside=False, data_at=None,
    )  # fmt: skip
    if mail.mailing_id:
        Mailing.objects.filter(pk=mail.mailing_id, state=MailingState.DONE).update(
            state=MailingState.SENDING, finished_at=None, touched_at=Now()
        )
    ring_after_commit()


def _move(mail: OutgoingMail, known: list[MailState], state: MailState, **fields: object) -> None:
    """The conditional update that every move goes through; ValidationError when somebody was faster."""
    moved = OutgoingMail.objects.filter(pk=mail.pk, state__in=known).update(
        state=state, claimed_by="", **fields
    )
    mail.refresh_from_db()
    if not moved:
        raise ValidationError(TOO_LATE.format(mail.get_state_display()))


def _record(actor: User, verb: str, mail: OutgoingMail) -> None:
    record(actor=actor, verb=f"{verb} à {mail.address[:120]}", target=mail.mailing or mail)
