"""How pages answer with 1,000,000 delivery rows in the base, beside an empty staff view (session and user).

`run()` needs a migrated database of its own (it leaves its rows there): `make bench` gives it one, or
    DATABASE_URL=… DEMO=1 .venv/bin/python -m dev.bench_deliveries
"""

import os
import statistics
import time
from collections.abc import Callable

import django

ROWS = 1_000_000
MAILINGS = 1_000
REQUESTS = 40
#: A thousand mailings of a thousand mails; four in a hundred ended otherwise than accepted.
MAILINGS_SQL = """
INSERT INTO outbox_mailing (title, scope, letter_id, state, not_before, pause_cause, pause_reason,
    recipient_count, duplicate_count, fingerprint, created_by_id, created_at)
SELECT 'Envoi ' || n, 'press', %(letter)s, 'done', now() - n * interval '1 hour', '', '', %(size)s, 0,
    md5(n::text), %(actor)s, now() - n * interval '1 hour'
FROM generate_series(1, %(mailings)s) n RETURNING id
"""
MAILS_SQL = """
INSERT INTO outbox_outgoingmail (mailing_id, letter_id, address, name, normalised_address, address_hash,
    message_id, substitutions, state, reason, reply, is_set_aside, attempts, next_attempt_at, claimed_by,
    accepted_at, created_at)
SELECT m, %(letter)s, 'journaliste' || n || '@example.org', 'Journaliste ' || n,
    'journaliste' || n || '@example.org', md5(n::text), '<' || m || '.' || n || '@example.org>', '{}',
    CASE WHEN n %% 50 = 0 THEN 'refused' WHEN n %% 50 = 1 THEN 'uncertain' ELSE 'accepted' END,
    '', '250 2.0.0 Ok', false, 1, now(), '', now() - n * interval '1 second', now()
FROM unnest(%(ids)s::bigint[]) m, generate_series(1, %(size)s) n
"""


def run(rows: int = ROWS) -> dict[str, dict[str, object]]:
    """{name: {"value" (ms, 95th percentile), "unit", "ratio", "to", "queries"}}, as in var/bench.json."""
    from django.test import Client, override_settings  # noqa: PLC0415 Django must be set up first

    from comms.people.models import Role, User  # noqa: PLC0415

    dispatch = fill(rows)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(
        User.objects.holding(Role.HEAD).get(), backend="django.contrib.auth.backends.ModelBackend"
    )
    pages = {
        "dispatch": dispatch,
        "dispatch_uncertain": f"{dispatch}?state=uncertain",
        "my_day": "/",
        "health": "/sante/",
        "admin_mails": "/administration/outbox/outgoingmail/",
        "admin_mails_uncertain": "/administration/outbox/outgoingmail/?state=uncertain",
        "admin_mailings": "/administration/outbox/mailing/",
    }
    with override_settings(ROOT_URLCONF="dev.bench_urls"):
        empty, _ = measure(lambda: client.get("/vide/"))
        figures = {}
        for name, address in pages.items():
            value, queries = measure(lambda address=address: client.get(address))
            figures[f"page_{name}_at_{rows}_deliveries"] = {
                "value": round(value, 1),
                "unit": "ms (p95)",
                "ratio": round(value / empty, 1),
                "to": "une page vide pour qui est connecté",
                "queries": queries,
            }
    return figures


def fill(rows: int) -> str:
    """The demonstration, then the rows; the address of a dispatch that holds one thousandth of them."""
    from django.db import connection  # noqa: PLC0415

    from comms.calendar.working_days import local_today  # noqa: PLC0415
    from comms.people.models import User  # noqa: PLC0415
    from desk.demo import load_demo  # noqa: PLC0415
    from press.models import Dispatch  # noqa: PLC0415

    if not User.objects.exists():
        load_demo(local_today())
    part = Dispatch.objects.standing().first().parts.first()
    values = {
        "letter": part.mailing.letter_id,
        "actor": part.mailing.created_by_id,
        "mailings": MAILINGS,
        "size": rows // MAILINGS,
    }
    with connection.cursor() as cursor:
        cursor.execute(MAILINGS_SQL, values)
        ids = [pk for (pk,) in cursor.fetchall()]
        cursor.execute(MAILS_SQL, values | {"ids": ids})
        cursor.execute("ANALYZE")
    part.mailing_id = ids[0]
    part.save(update_fields=["mailing"])
    return part.dispatch.get_absolute_url()


def measure(ask: Callable[[], object]) -> tuple[float, int]:
    """(95th percentile in ms, queries) of a request, once warm; RuntimeError when it doesn't answer 200."""
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as captured:
        answer = ask()
        queries = len(captured)
    if answer.status_code != 200:
        raise RuntimeError(f"{answer.request['PATH_INFO']} : {answer.status_code}")
    times = []
    for _ in range(REQUESTS):
        start = time.perf_counter()
        ask()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.quantiles(times, n=20)[-1], queries


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "comms.settings")
    django.setup()
    for name, figure in run().items():
        print(f"{name:52} {figure['value']:>8} {figure['unit']}  × {figure['ratio']}", end="  ")
        print(f"{figure['queries']} requêtes")
