"""From what the relay said to what becomes of the mail."""

from datetime import datetime, timedelta

from comms.outbox.claims import Claimed
from comms.outbox.mime import Uncomposable
from comms.outbox.models import MailState
from comms.outbox.senders import Outcome
from comms.outbox.smtp import Answer, Stage

#: A greylisting relay wants at least five minutes; then each wait is longer, about a day in all.
RETRY_DELAYS = [timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 80, 160, 320, 640)]
COMPOSE_TRIES = 3
COMPOSE_DELAY = timedelta(seconds=20)


def is_about_the_relay(answer: Answer) -> bool:
    """A refusal that says nothing of this recipient: our sender isn't accepted, or the relay is closing."""
    if answer.stage is Stage.SENDER:
        return not answer.reply.is_yes
    return answer.stage is not Stage.MESSAGE and answer.reply.code == 421


def of_answer(mail: Claimed, answer: Answer, at: datetime) -> Outcome:
    reply = answer.reply
    if answer.stage is Stage.MESSAGE and reply.is_yes:
        return Outcome(mail.pk, MailState.ACCEPTED, reply=str(reply), accepted_at=at)
    if reply.is_passing and mail.attempts < len(RETRY_DELAYS):
        delay = RETRY_DELAYS[mail.attempts]
        return Outcome(mail.pk, MailState.RETRY, reply=str(reply), reason=reply.in_french, delay=delay)
    given_up = f"Abandonné après {mail.attempts + 1} essais. " if reply.is_passing else ""
    return Outcome(mail.pk, MailState.REFUSED, reply=str(reply), reason=f"{given_up}{reply.in_french}"[:400])


def of_cut(mail: Claimed, cut: Exception) -> Outcome:
    """Only a person may settle it: sending again could make it arrive twice."""
    reason = f"La liaison a été coupée après la remise, avant la réponse ({cut}) : peut-être arrivé."
    return Outcome(mail.pk, MailState.UNCERTAIN, reason=reason[:400])


def of_uncomposable(mail: Claimed, error: Exception) -> Outcome:
    """Set aside after three tries; the others leave."""
    why = str(error) if isinstance(error, Uncomposable) else f"{type(error).__name__} : {error}"
    reason = f"Impossible à composer : {why}."[:400]
    if mail.attempts + 1 < COMPOSE_TRIES:
        return Outcome(mail.pk, MailState.RETRY, reason=reason, delay=COMPOSE_DELAY)
    return Outcome(mail.pk, MailState.REFUSED, reason=reason, is_set_aside=True)
