"""Claiming mails and giving them back. The caller gives the name under which it claims.

Every moment is the database's own. The statements are written out: their locks and conditions are what
keeps a mail from leaving twice.
"""

import json
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Self

from django.db import connection

from comms.outbox.models import MailState

#: A row that another sender holds is passed over, never waited for.
CLAIM_LOCK = "FOR UPDATE OF mail SKIP LOCKED"
#: Being a little behind is no lateness.
TOLERANCE = timedelta(minutes=2)


class Claimed(NamedTuple):
    """One mail that is ours to send."""

    pk: int
    mailing_id: int | None
    letter_id: int
    address: str
    name: str
    message_id: str
    substitutions: dict[str, str]
    attempts: int
    domain: str

    @classmethod
    def of_row(cls, row: tuple) -> Self:
        """A row of CLAIMED_COLUMNS."""
        return cls(*row[:6], json.loads(row[6]), *row[7:9])


CLAIMED_COLUMNS = """
    mail.id, mail.mailing_id, mail.letter_id, mail.address, mail.name, mail.message_id, mail.substitutions,
    mail.attempts, split_part(mail.normalised_address, '@', 2), mail.state
"""
OPPOSED = "Ne souhaite plus recevoir ces envois."
IS_OPPOSED = """
EXISTS (
    SELECT FROM outbox_optout opposed
    WHERE opposed.address_hash = {hash} AND opposed.scope IN (%(scope)s, '')
)
"""


def claim_personal(me: str, limit: int) -> list[Claimed]:
    """Personal mails that are due: no opposition, no pause and no throttle concerns them."""
    return _claim(me, limit, mailing=None, scope="", late_by=None)


def claim_of_mailing(
    me: str, limit: int, *, mailing: int, scope: str, late_by: timedelta | None
) -> list[Claimed]:
    """Mails of one mailing that are due; whoever has opted out is set to « exclue » instead."""
    return _claim(me, limit, mailing=mailing, scope=scope, late_by=late_by)


CLAIM = f"""
WITH due AS MATERIALIZED (
    SELECT mail.id,
           mail.mailing_id IS NOT NULL AND {IS_OPPOSED.format(hash="mail.address_hash")} AS is_opposed
    FROM outbox_outgoingmail mail
    WHERE {{whose}} AND mail.state IN ('ready', 'retry') AND mail.next_attempt_at <= now()
    ORDER BY mail.next_attempt_at, mail.id
    LIMIT %(limit)s
    {{lock}}
)
UPDATE outbox_outgoingmail AS mail
SET state = CASE WHEN due.is_opposed THEN 'excluded' ELSE 'sending' END,
    reason = CASE WHEN due.is_opposed THEN %(opposed)s ELSE '' END,
    claimed_by = %(me)s, data_at = NULL,
    late_by = CASE
        WHEN mail.mailing_id IS NOT NULL THEN %(late_by)s
        WHEN now() - mail.next_attempt_at > %(tolerance)s THEN now() - mail.next_attempt_at
        ELSE mail.late_by END
FROM due WHERE mail.id = due.id
RETURNING {CLAIMED_COLUMNS}
"""


def _claim(
    me: str, limit: int, *, mailing: int | None, scope: str, late_by: timedelta | None
) -> list[Claimed]:
    whose = "mail.mailing_id IS NULL" if mailing is None else "mail.mailing_id = %(mailing)s"
    rows = run(
        CLAIM.format(whose=whose, lock=CLAIM_LOCK),
        me=me, limit=limit, mailing=mailing, scope=scope, late_by=late_by,
        tolerance=TOLERANCE, opposed=OPPOSED,
    )  # fmt: skip
    return sorted(Claimed.of_row(row) for row in rows if row[-1] == MailState.SENDING)


# --- rows that nobody holds any more -----------------------------------------------------------

BACK = """
state = CASE
    WHEN EXISTS (SELECT FROM outbox_mailing WHERE outbox_mailing.id = mailing_id AND state = 'cancelled')
        THEN 'cancelled'
    WHEN attempts > 0 THEN 'retry'
    ELSE 'ready' END,
claimed_by = '', data_at = NULL
"""


def give_back(me: str, pks: Collection[int], delay: timedelta = timedelta(0)) -> None:
    """Claimed and not sent, for sure: theirs is still the same try."""
    if pks:
        run(
            f"""UPDATE outbox_outgoingmail
                SET {BACK}, next_attempt_at = GREATEST(next_attempt_at, now() + %(delay)s)
                WHERE id = ANY(%(pks)s) AND claimed_by = %(me)s AND state = 'sending'""",
            me=me, pks=list(pks), delay=delay,
        )  # fmt: skip


def put_off(me: str, slots: Iterable[tuple[int, datetime]]) -> None:
    """Claimed too soon for their domain: each waits for its moment."""
    for pk, moment in slots:
        run(
            f"""UPDATE outbox_outgoingmail SET {BACK}, next_attempt_at = %(moment)s
                WHERE id = %(pk)s AND claimed_by = %(me)s AND state = 'sending'""",
            me=me, pk=pk, moment=moment,
        )  # fmt: skip


def finish_mailings() -> int:
    """Mailings of which nothing is left to send are « terminé ». How many were."""
    return len(
        run(
            """UPDATE outbox_mailing AS mailing SET state = 'done', finished_at = now()
               WHERE state = 'sending'
                 AND NOT EXISTS (SELECT FROM outbox_outgoingmail mail WHERE mail.mailing_id = mailing.id
                                 AND mail.state IN ('ready', 'retry', 'sending') AND mail.state <> 'accepted')
                 AND NOT EXISTS (SELECT FROM outbox_portion WHERE outbox_portion.mailing_id = mailing.id)
               RETURNING id"""
        )
    )


def run(statement: str, **parameters: Any) -> list[tuple]:
    """The rows that a statement returns."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or None)
        return cursor.fetchall() if cursor.description else []
