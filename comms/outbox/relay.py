"""The relay's health, shared by all workers: after a failure nobody tries for a while; five pause."""

from django.db import connection, transaction

from comms.journal.actions import record
from comms.outbox.actions import pause_mailing
from comms.outbox.models import Mailing, OutboxControl, PauseCause
from comms.people.models import Role, User

FAILURES_THAT_PAUSE = 5

FAILED = """
UPDATE outbox_outboxcontrol
SET relay_failures = relay_failures + 1, relay_error = %s,
    relay_retry_at = now() + (ARRAY[1, 2, 4, 8, 16, 30])[LEAST(relay_failures + 1, 6)] * interval '1 second'
WHERE id = 1 AND (relay_retry_at IS NULL OR relay_retry_at <= now())
RETURNING relay_failures
"""


@transaction.atomic
def failed(error: str) -> None:
    """Count one failure, however many lines met it at once; the fifth in a row pauses what is being sent.

    Personal mails are tried again by themselves; a mailing waits for a person, who is told.
    """
    OutboxControl.current()
    with connection.cursor() as cursor:
        cursor.execute(FAILED, [error[:300]])
        counted = cursor.fetchone()
    if counted is None or counted[0] < FAILURES_THAT_PAUSE:
        return
    if counted[0] == FAILURES_THAT_PAUSE:
        record(
            actor=None,
            verb="n’arrive plus à joindre le serveur d’envoi",
            target=OutboxControl.current(),
            reason=error,
            tell=User.objects.holding(Role.HEAD),
        )
    for mailing in Mailing.objects.due().select_for_update():
        pause_mailing(mailing=mailing, actor=None, reason=error, pause_cause=PauseCause.RELAY)


def recovered() -> None:
    OutboxControl.objects.filter(pk=1, relay_failures__gt=0).update(
        relay_failures=0, relay_retry_at=None, relay_error=""
    )


def is_down() -> bool:
    """Whether the last try to reach it failed."""
    return OutboxControl.objects.filter(pk=1, relay_failures__gt=0).exists()
