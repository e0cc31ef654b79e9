"""A sender's own row: what it is about to do, what came out; and what becomes of the work of a dead one.

The row is small and written at each conversation, in one statement that PostgreSQL has prepared. The mails'
own rows follow by dozens. Until they do, the outcomes stand in the sender's row: nothing is only in memory.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import connection, transaction

from comms.outbox.claims import BACK, run
from comms.outbox.models import MailState, Sender

INTERRUPTED = "L’ouvrier s’est arrêté pendant la remise : le courriel est peut-être arrivé."


@dataclass(slots=True)
class Outcome:
    """What a conversation came to."""

    pk: int
    state: str
    reply: str = ""
    reason: str = ""
    accepted_at: datetime | None = None
    delay: timedelta | None = None
    is_set_aside: bool = False

    def as_text(self) -> str:
        at = self.accepted_at and self.accepted_at.isoformat()
        seconds = self.delay and self.delay.total_seconds()
        return json.dumps([self.pk, self.state, self.reply, self.reason, at, seconds, self.is_set_aside])

    @classmethod
    def from_text(cls, text: str) -> Self:
        pk, state, reply, reason, at, seconds, is_set_aside = json.loads(text)
        moment = at and datetime.fromisoformat(at)
        delay = None if seconds is None else timedelta(seconds=seconds)
        return cls(pk, state, reply, reason, moment, delay, is_set_aside)


# --- one's own row -----------------------------------------------------------------------------


def enrol(me: str) -> None:
    """In the transaction of the first claim."""
    run(
        """INSERT INTO outbox_sender (name, begun, done, lease_until)
           VALUES (%(me)s, '{}', '{}', now() + %(lease)s)""",
        me=me, lease=_lease(),
    )  # fmt: skip


def stay(me: str) -> bool:
    """In the transaction of a later claim; False when our lease was over and our work given to others."""
    return bool(
        run(
            """UPDATE outbox_sender SET lease_until = now() + %(lease)s
               WHERE name = %(me)s AND lease_until > now() RETURNING 1""",
            me=me, lease=_lease(),
        )
    )  # fmt: skip


def retire(me: str) -> None:
    """Nothing is claimed, begun or unwritten any more."""
    run("DELETE FROM outbox_sender WHERE name = %(me)s", me=me)


#: The right to begin ends with the lease; a mailing that isn't « en cours d’envoi » any more is told.
EXCHANGE = """
PREPARE outbox_exchange (text, float, bigint[], text[], bigint[]) AS
UPDATE outbox_sender
SET touched_at = now(), lease_until = now() + $2 * interval '1 second', begun = $3, done = done || $4
WHERE name = $1 AND lease_until > now()
RETURNING ARRAY(SELECT id FROM outbox_mailing WHERE id = ANY($5) AND state <> 'sending')
"""
EXECUTE = "EXECUTE outbox_exchange(%s, %s, %s::bigint[], %s::text[], %s::bigint[])"


def exchange(
    me: str, outcomes: Sequence[Outcome], begun: Sequence[int], mailings: Collection[int]
) -> set[int] | None:
    """One commit: what came out of the last conversations, and which mails are on their way from now on.

    Returns those of `mailings` that are paused or cancelled, so that their mails don't begin; None when the
    lease is over: others have our work.
    """
    _prepare()
    texts = [outcome.as_text() for outcome in outcomes]
    with connection.cursor() as cursor:
        cursor.execute(EXECUTE, [me, settings.OUTBOX_LEASE_SECONDS, list(begun), texts, list(mailings)])
        found = cursor.fetchone()
    return None if found is None else set(found[0])


def settle(
    me: str, outcomes: Sequence[Outcome], begun: Sequence[int], mailings: Collection[int]
) -> set[int] | None:
    """Like `exchange`, and the outcomes known so far go to the mails' own rows in the same commit."""
    with transaction.atomic():
        write(me, outcomes)
        run("UPDATE outbox_sender SET done = '{}' WHERE name = %(me)s", me=me)
        return exchange(me, [], begun, mailings)


ACCEPTED = """
UPDATE outbox_outgoingmail AS mail
SET state = 'accepted', reply = came.reply, reason = '', accepted_at = came.at, attempts = attempts + 1
FROM unnest(%(pks)s::bigint[], %(replies)s::text[], %(moments)s::timestamptz[]) AS came (id, reply, at)
WHERE mail.id = came.id AND claimed_by = %(me)s AND state IN ('sending', 'uncertain')
"""
OTHER = """
UPDATE outbox_outgoingmail
SET state = %(state)s, reply = %(reply)s, reason = %(reason)s, is_set_aside = %(aside)s,
    attempts = attempts + 1, data_at = CASE WHEN %(state)s = 'uncertain' THEN now() ELSE data_at END,
    next_attempt_at = COALESCE(now() + %(delay)s, next_attempt_at)
WHERE id = %(pk)s AND claimed_by = %(me)s AND state IN ('sending', 'uncertain')
"""


def write(me: str, outcomes: Iterable[Outcome]) -> None:
    """To the mails' own rows; again changes nothing. An « incertaine » of ours learns what really came."""
    accepted = []
    for outcome in outcomes:
        if outcome.state == MailState.ACCEPTED:
            accepted.append(outcome)
        else:
            run(
                OTHER,
                me=me, pk=outcome.pk, state=outcome.state, reply=outcome.reply, reason=outcome.reason,
                aside=outcome.is_set_aside, delay=outcome.delay,
            )  # fmt: skip
    if accepted:
        run(
            ACCEPTED,
            me=me,
            pks=[outcome.pk for outcome in accepted],
            replies=[outcome.reply for outcome in accepted],
            moments=[outcome.accepted_at for outcome in accepted],
        )


# --- dead senders ------------------------------------------------------------------------------

UNCERTAIN = """
UPDATE outbox_outgoingmail
SET state = 'uncertain', reason = %(reason)s, attempts = attempts + 1, data_at = %(at)s
WHERE id = ANY(%(begun)s) AND claimed_by = %(name)s AND state = 'sending' RETURNING 1
"""


def bury_the_dead() -> int:
    """Settle what senders left whose lease is over; the number of uncertain mails among it.

    What they knew is written; what they had begun is uncertain; what they had only claimed is ready again.
    """
    uncertain = 0
    with transaction.atomic():
        for sender in Sender.objects.silent().select_for_update(skip_locked=True):
            write(sender.name, map(Outcome.from_text, sender.done))
            uncertain += len(
                run(UNCERTAIN, name=sender.name, begun=sender.begun, at=sender.touched_at, reason=INTERRUPTED)
            )
            run(
                f"UPDATE outbox_outgoingmail SET {BACK} WHERE claimed_by = %(name)s AND state = 'sending'",
                name=sender.name,
            )
            sender.delete()
    return uncertain


def _prepare() -> None:
    """Once a connection: a new one, after a restart of PostgreSQL, has to be told again."""
    connection.ensure_connection()
    known = getattr(connection, "outbox_prepared_on", None)
    if known is not connection.connection:
        with connection.cursor() as cursor:
            cursor.execute(EXCHANGE)
        connection.outbox_prepared_on = connection.connection


def _lease() -> timedelta:
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
