"""What the senders ask of PostgreSQL: whose turn it is, the right to begin, what came out.

Every moment is the database's own. The statements are written out: their locks and conditions are what
keeps a mail from leaving twice. The caller gives the name under which it claims.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction

from comms.outbox.models import MailState

#: A row that another sender holds is passed over, never waited for.
CLAIM_LOCK = "FOR UPDATE OF mail SKIP LOCKED"
#: Only whoever claimed a row, and still holds it, begins the conversation.
STILL_MINE = "claimed_by = %(me)s AND state = 'sending' AND lease_until > now()"
#: Being a little behind is no lateness.
TOLERANCE = timedelta(minutes=2)
INTERRUPTED = "L’ouvrier s’est arrêté pendant la remise : le courriel est peut-être arrivé."


class Claimed(NamedTuple):
    """One mail that is ours to send for the time of the lease."""

    pk: int
    letter_id: int
    address: str
    name: str
    message_id: str
    substitutions: dict[str, str]
    attempts: int
    domain: str


@dataclass(slots=True)
class Outcome:
    """What a conversation came to."""

    mail: Claimed
    state: MailState
    reply: str = ""
    reason: str = ""
    accepted_at: datetime | None = None
    delay: timedelta | None = None
    is_set_aside: bool = field(default=False)


def claim_personal(me: str, limit: int) -> list[Claimed]:
    """Personal mails that are due: no opposition, no pause and no throttle concerns them."""
    return _claim(me, limit, mailing=None, scope="", late_by=None)


def claim_of_mailing(
    me: str, limit: int, *, mailing: int, scope: str, late_by: timedelta | None
) -> list[Claimed]:
    """Mails of one mailing that are due; whoever has opted out is set to « exclue » instead."""
    return _claim(me, limit, mailing=mailing, scope=scope, late_by=late_by)


CLAIM = """
WITH due AS MATERIALIZED (
    SELECT mail.id,
           mail.mailing_id IS NOT NULL AND EXISTS (
               SELECT FROM outbox_optout opposed
               WHERE opposed.address_hash = mail.address_hash AND opposed.scope IN (%(scope)s, '')
           ) AS is_opposed
    FROM outbox_outgoingmail mail
    WHERE {whose} AND mail.state IN ('ready', 'retry') AND mail.next_attempt_at <= now()
    ORDER BY mail.next_attempt_at, mail.id
    LIMIT %(limit)s
    {lock}
)
UPDATE outbox_outgoingmail AS mail
SET state = CASE WHEN due.is_opposed THEN 'excluded' ELSE 'sending' END,
    reason = CASE WHEN due.is_opposed THEN %(opposed)s ELSE '' END,
    claimed_by = %(me)s, lease_until = now() + %(lease)s, data_at = NULL,
    late_by = CASE
        WHEN mail.mailing_id IS NOT NULL THEN %(late_by)s
        WHEN now() - mail.next_attempt_at > %(tolerance)s THEN now() - mail.next_attempt_at
        ELSE mail.late_by END
FROM due WHERE mail.id = due.id
RETURNING mail.id, mail.letter_id, mail.address, mail.name, mail.message_id, mail.substitutions,
          mail.attempts, split_part(mail.normalised_address, '@', 2), mail.state
"""


def _claim(
    me: str, limit: int, *, mailing: int | None, scope: str, late_by: timedelta | None
) -> list[Claimed]:
    whose = "mail.mailing_id IS NULL" if mailing is None else "mail.mailing_id = %(mailing)s"
    rows = _run(
        CLAIM.format(whose=whose, lock=CLAIM_LOCK),
        me=me, limit=limit, mailing=mailing, scope=scope, lease=_lease(), late_by=late_by,
        tolerance=TOLERANCE, opposed="Ne souhaite plus recevoir ces envois.",
    )  # fmt: skip
    mine = [row for row in rows if row[8] == MailState.SENDING]
    return sorted(Claimed(*row[:5], json.loads(row[5]), *row[6:8]) for row in mine)


BEGIN = """
UPDATE outbox_outgoingmail AS mail SET data_at = now(), lease_until = now() + %(lease)s
WHERE id = ANY(%(begin)s) AND {still_mine} AND (
    mailing_id IS NULL
    OR EXISTS (SELECT FROM outbox_mailing WHERE outbox_mailing.id = mail.mailing_id AND state = 'sending')
)
RETURNING id
"""
ACCEPTED = """
UPDATE outbox_outgoingmail AS mail
SET state = 'accepted', reply = came.reply, reason = '', accepted_at = came.at,
    attempts = attempts + 1, lease_until = NULL
FROM (VALUES {rows}) AS came (id, reply, at)
WHERE mail.id = came.id AND claimed_by = %(me)s AND state IN ('sending', 'uncertain');
"""


def exchange(me: str, outcomes: Sequence[Outcome], begin: Sequence[int]) -> set[int]:
    """In one commit: what came out of the last conversations, and which of `begin` may start the next.

    A mail isn't granted when its lease has ended, its mailing is paused or somebody else has it.
    """
    accepted = [outcome for outcome in outcomes if outcome.state == MailState.ACCEPTED]
    others = [outcome for outcome in outcomes if outcome.state != MailState.ACCEPTED]
    parameters: dict[str, Any] = {"me": me, "lease": _lease(), "begin": list(begin)}
    statement = ""
    if accepted:
        rows = ", ".join(
            f"(%(i{place})s::bigint, %(r{place})s::text, %(a{place})s::timestamptz)"
            for place in range(len(accepted))
        )
        statement = ACCEPTED.format(rows=rows)
        for place, outcome in enumerate(accepted):
            parameters[f"i{place}"] = outcome.mail.pk
            parameters[f"r{place}"] = outcome.reply
            parameters[f"a{place}"] = outcome.accepted_at
    if begin:
        statement += BEGIN.format(still_mine=STILL_MINE)
    if not others:
        return {pk for (pk,) in _run(statement, **parameters)} if statement else set()
    with transaction.atomic():
        for outcome in others:
            _write(me, outcome)
        return {pk for (pk,) in _run(statement, **parameters)} if statement else set()


OTHER = """
UPDATE outbox_outgoingmail
SET state = %(state)s, reply = %(reply)s, reason = %(reason)s, is_set_aside = %(aside)s,
    attempts = attempts + 1, lease_until = NULL,
    next_attempt_at = COALESCE(now() + %(delay)s, next_attempt_at)
WHERE id = %(pk)s AND claimed_by = %(me)s AND state IN ('sending', 'uncertain')
"""


def _write(me: str, outcome: Outcome) -> None:
    _run(
        OTHER,
        me=me, pk=outcome.mail.pk, state=outcome.state, reply=outcome.reply, reason=outcome.reason,
        aside=outcome.is_set_aside, delay=outcome.delay,
    )  # fmt: skip


# --- rows that nobody holds any more -----------------------------------------------------------

BACK = """
state = CASE
    WHEN EXISTS (SELECT FROM outbox_mailing WHERE outbox_mailing.id = mailing_id AND state = 'cancelled')
        THEN 'cancelled'
    WHEN attempts > 0 THEN 'retry'
    ELSE 'ready' END,
claimed_by = '', lease_until = NULL, data_at = NULL
"""


def give_back(me: str, pks: Collection[int], delay: timedelta = timedelta(0)) -> None:
    """Claimed and not sent, for sure: theirs is still the same try."""
    if pks:
        _run(
            f"""UPDATE outbox_outgoingmail
                SET {BACK}, next_attempt_at = GREATEST(next_attempt_at, now() + %(delay)s)
                WHERE id = ANY(%(pks)s) AND claimed_by = %(me)s AND state = 'sending'""",
            me=me, pks=list(pks), delay=delay,
        )  # fmt: skip


def put_off(me: str, slots: Iterable[tuple[int, datetime]]) -> None:
    """Claimed too soon for their domain: each waits for its moment."""
    for pk, moment in slots:
        _run(
            f"""UPDATE outbox_outgoingmail SET {BACK}, next_attempt_at = %(moment)s
                WHERE id = %(pk)s AND claimed_by = %(me)s AND state = 'sending'""",
            me=me, pk=pk, moment=moment,
        )  # fmt: skip


EXPIRED = """
SELECT id FROM outbox_outgoingmail
WHERE state = 'sending' AND lease_until < now() AND data_at IS {begun}
FOR UPDATE SKIP LOCKED
"""


def sweep() -> int:
    """What dead senders left: not begun → ready again; begun → uncertain. How many are uncertain."""
    _run(f"UPDATE outbox_outgoingmail SET {BACK} WHERE id IN ({EXPIRED.format(begun='NULL')})")
    return len(
        _run(
            f"""UPDATE outbox_outgoingmail
                SET state = 'uncertain', reason = %(reason)s, attempts = attempts + 1, lease_until = NULL
                WHERE id IN ({EXPIRED.format(begun="NOT NULL")}) RETURNING id""",
            reason=INTERRUPTED,
        )
    )


def finish_mailings() -> int:
    """Mailings of which nothing is left to send are « terminé ». How many were."""
    return len(
        _run(
            """UPDATE outbox_mailing AS mailing SET state = 'done', finished_at = now()
               WHERE state = 'sending'
                 AND NOT EXISTS (SELECT FROM outbox_outgoingmail mail WHERE mail.mailing_id = mailing.id
                                 AND mail.state IN ('ready', 'retry', 'sending') AND mail.state <> 'accepted')
                 AND NOT EXISTS (SELECT FROM outbox_portion WHERE outbox_portion.mailing_id = mailing.id)
               RETURNING id"""
        )
    )


def _run(statement: str, **parameters: Any) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchall() if cursor.description else []


def _lease() -> timedelta:
    return timedelta(seconds=settings.OUTBOX_LEASE_SECONDS)
