"""A sender's own row: what it is about to do, what came out; and what becomes of the work of a dead one.

The row is small and written at each conversation, in one statement that PostgreSQL has prepared. The mails'
own rows follow by dozens. Until they do, the outcomes stand in the sender's row: nothing is only in memory.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

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
        """Short: PostgreSQL would compress a long row, at each message."""
        at = self.accepted_at and self.accepted_at.isoformat()
        seconds = self.delay and self.delay.total_seconds()
        values = [self.pk, self.state, self.reply, self.reason, at, seconds, self.is_set_aside]
        while not values[-1]:
            values.pop()
        return json.dumps(values)

    @classmethod
    def from_text(cls, text: str) -> Self:
        made = cls(*json.loads(text))
        made.accepted_at = made.accepted_at and datetime.fromisoformat(made.accepted_at)
        made.delay = None if made.delay is None else timedelta(seconds=made.delay)
        return made


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
SENDER = """
UPDATE outbox_sender
SET touched_at = now(), lease_until = now() + {lease} * interval '1 second', begun = {begun}, done = {done}
WHERE name = {me} AND lease_until > now()
RETURNING ARRAY(SELECT id FROM outbox_mailing WHERE id = ANY({mailings}) AND state <> 'sending') AS stopped
"""
_PREPARED = SENDER.format(me="$1", lease="$2", begun="$3", mailings="$4", done="done || $5")
#: Planned at once and for a table that has grown: what PostgreSQL plans for an empty one, it would keep.
PREPARE = f"""
PREPARE outbox_exchange (text, float, bigint[], bigint[], text[]) AS {_PREPARED};
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off;
EXECUTE outbox_exchange ('', 0, '{{}}', '{{}}', '{{}}');
RESET enable_seqscan;
"""
EXCHANGE = """
EXECUTE outbox_exchange (%(me)s, %(lease)s, %(begun)s::bigint[], %(mailings)s::bigint[], %(done)s::text[])
"""
#: Again, this changes nothing. An « incertaine » of ours learns what really came. The states stand in a CASE:
#: the rows are then found by their key, never by the index of states.
ACCEPTED = """
UPDATE outbox_outgoingmail AS mail
SET state = 'accepted', reply = came.reply, reason = '', accepted_at = came.at, attempts = attempts + 1
FROM unnest(%(pks)s::bigint[], %(replies)s::text[], %(moments)s::timestamptz[]) AS came (id, reply, at)
WHERE mail.id = came.id AND claimed_by = %(me)s
  AND CASE state WHEN 'sending' THEN true WHEN 'uncertain' THEN true ELSE false END
"""
_PLAIN = SENDER.format(
    me="%(me)s",
    lease="%(lease)s",
    begun="%(begun)s::bigint[]",
    mailings="%(mailings)s::bigint[]",
    done="'{}'",
)
SETTLE = f"WITH mails AS ({ACCEPTED}), sender AS ({_PLAIN}) SELECT stopped FROM sender"


def exchange(
    me: str, outcomes: Sequence[Outcome], begun: Sequence[int], mailings: Collection[int]
) -> set[int] | None:
    """One commit: what came out of the last conversations, and which mails are on their way from now on.

    Returns those of `mailings` that are paused or cancelled, so that their mails don't begin; None when the
    lease is over: others have our work.
    """
    if connection.connection is None or connection.connection is not getattr(connection, "prepared_on", None):
        run(PREPARE)
        connection.prepared_on = (
            connection.connection
        )  # a new one, after a restart of PostgreSQL, must be told
    texts = [outcome.as_text() for outcome in outcomes]
    # psycopg2's own cursor: Django's, around it, costs as much as the statement itself
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(EXCHANGE, _asked(me, begun, mailings) | {"done": texts})
        return _stopped(cursor.fetchall())


def settle(
    me: str, outcomes: Sequence[Outcome], begun: Sequence[int], mailings: Collection[int]
) -> set[int] | None:
    """Like `exchange`, and all outcomes known so far go to the mails' own rows in the same commit."""
    accepted, others = _sorted(outcomes)
    parameters = _asked(me, begun, mailings) | _columns(accepted)
    if not others:
        return _stopped(run(SETTLE, **parameters))
    with transaction.atomic():
        _write_others(me, others)
        return _stopped(run(SETTLE, **parameters))


def _asked(me: str, begun: Sequence[int], mailings: Collection[int]) -> dict[str, Any]:
    return {
        "me": me,
        "lease": settings.OUTBOX_LEASE_SECONDS,
        "begun": list(begun),
        "mailings": list(mailings),
    }


def _stopped(rows: list[tuple]) -> set[int] | None:
    return set(rows[0][0]) if rows else None


def write(me: str, outcomes: Iterable[Outcome]) -> None:
    """To the mails' own rows, without a row of the sender's; again changes nothing."""
    accepted, others = _sorted(outcomes)
    _write_others(me, others)
    if accepted:
        run(ACCEPTED, me=me, **_columns(accepted))


def _sorted(outcomes: Iterable[Outcome]) -> tuple[list[Outcome], list[Outcome]]:
    accepted, others = [], []
    for outcome in outcomes:
        (accepted if outcome.state == MailState.ACCEPTED else others).append(outcome)
    return accepted, others


def _columns(accepted: list[Outcome]) -> dict[str, list]:
    return {
        "pks": [outcome.pk for outcome in accepted],
        "replies": [outcome.reply for outcome in accepted],
        "moments": [outcome.accepted_at for outcome in accepted],
    }


OTHER = """
UPDATE outbox_outgoingmail
SET state = %(state)s, reply = %(reply)s, reason = %(reason)s, is_set_aside = %(aside)s,
    attempts = attempts + 1, data_at = CASE WHEN %(state)s = 'uncertain' THEN now() ELSE data_at END,
    next_attempt_at = COALESCE(now() + %(delay)s, next_attempt_at)
WHERE id = %(pk)s AND claimed_by = %(me)s AND state IN ('sending', 'uncertain')
"""


def _write_others(me: str, outcomes: list[Outcome]) -> None:
    for outcome in outcomes:
        run(
            OTHER,
            me=me, pk=outcome.pk, state=outcome.state, reply=outcome.reply, reason=outcome.reason,
            aside=outcome.is_set_aside, delay=outcome.delay,
        )  # fmt: skip


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


def _lease() -> timedelta:
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
