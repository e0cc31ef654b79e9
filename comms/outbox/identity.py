"""What tells this database from a copy of it: a restored backup must not send again what was sent.

The cluster, the timeline (a recovery to a point in time starts a new one), the database, the table itself
(a restore into the same database makes it anew) and the key of the opposition list.
"""

from django.db import DatabaseError, connection, transaction

from comms.outbox.addresses import key_fingerprint

PLACE = """
SELECT (SELECT oid::text FROM pg_database WHERE datname = current_database()),
       'outbox_outgoingmail'::regclass::oid::text
"""
CLUSTER = "SELECT (pg_control_system()).system_identifier::text, (pg_control_checkpoint()).timeline_id::text"
WHY = {
    "cluster": "cette base est une copie : son serveur n’est plus le même",
    "timeline": "le serveur a été ramené à un instant passé",
    "database": "cette base est une copie d’une autre",
    "table": "les courriels ont été rechargés depuis une sauvegarde",
    "key": "la clé de la liste d’opposition a changé : les oppositions ne seraient plus reconnues",
}


def current_identity() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(PLACE)
        database, table = cursor.fetchone()
        cluster, timeline = _cluster(cursor)
    return {
        "cluster": cluster,
        "timeline": timeline,
        "database": database,
        "table": table,
        "key": key_fingerprint(),
    }


def _cluster(cursor: object) -> tuple[str, str]:
    """Empty where a hosted PostgreSQL doesn't let its users know."""
    try:
        with transaction.atomic():
            cursor.execute(CLUSTER)
            return cursor.fetchone()
    except DatabaseError:
        return "", ""


def difference(recorded: dict[str, str], current: dict[str, str]) -> str:
    """Why mail must be held, in French; an empty text when it is the same database."""
    for part, why in WHY.items():
        if recorded.get(part, "") != current[part]:
            return why
    return ""
