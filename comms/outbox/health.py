"""How the outbox is doing, for the health page and « Ma journée »: functions that read, and two stamps."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Now

from comms.formats import moment_relative
from comms.outbox.models import Heartbeat, Mailing, OutboxControl, OutgoingMail

BEAT, SENDER = "beat", "sender"
#: A clock that hasn't been seen for so long is dead; the page must say so within five minutes.
DEAD_AFTER = timedelta(minutes=4)
#: A mail that has been due for so long should have left.
STUCK_AFTER = timedelta(minutes=10)
#: Beyond, counting more precisely helps nobody.
COUNT_BOUND = 1000


@dataclass(frozen=True)
class HealthReport:
    """Counts stop at 1,000. `problems`: French sentences, none when all is well."""

    at: datetime
    beat_seen_at: datetime | None
    sender_seen_at: datetime | None
    waiting: int
    oldest_due_at: datetime | None
    uncertain: int
    paused_mailings: int
    is_held: bool
    problems: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        return not self.problems


def health_report() -> HealthReport:
    """By the database's clock. A constant number of queries, quick with a million mails."""
    control = OutboxControl.current()
    at = OutboxControl.objects.values_list(Now(), flat=True)[0]
    seen = dict(Heartbeat.objects.values_list("name", "seen_at"))
    oldest = _oldest_due()
    uncertain, paused = uncertain_count(), Mailing.objects.paused().count()
    return HealthReport(
        at=at,
        beat_seen_at=seen.get(BEAT),
        sender_seen_at=seen.get(SENDER),
        waiting=_bounded(OutgoingMail.objects.waiting()),
        oldest_due_at=oldest,
        uncertain=uncertain,
        paused_mailings=paused,
        is_held=control.is_held,
        problems=(
            *_silent("L’horloge (beat)", seen.get(BEAT), at),
            *_silent("L’ouvrier qui envoie les courriels", seen.get(SENDER), at),
            *_troubles(control),
            *_stuck(oldest, at),
            *_undecided(paused, "envoi suspendu attend", "envois suspendus attendent"),
            *_undecided(uncertain, "courriel incertain attend", "courriels incertains attendent"),
        ),
    )


def uncertain_count() -> int:
    """How many deliveries a person must settle; 1,000 stands for more."""
    return _bounded(OutgoingMail.objects.uncertain())


def beat_seen() -> None:
    _stamp(BEAT)


def sender_seen() -> None:
    _stamp(SENDER)


def _stamp(name: str) -> None:
    """At most one write a second, whatever the number of workers."""
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO outbox_heartbeat AS beat (name, seen_at) VALUES (%s, now())
               ON CONFLICT (name) DO UPDATE SET seen_at = now()
               WHERE beat.seen_at < now() - interval '1 second'""",
            [name],
        )


def _oldest_due() -> datetime | None:
    due = OutgoingMail.objects.waiting().filter(next_attempt_at__lte=Now())
    personal = due.personal().aggregate(oldest=Min("next_attempt_at"))["oldest"]
    first = due.filter(mailing=OuterRef("pk")).order_by("next_attempt_at", "pk").values("next_attempt_at")[:1]
    of_mailings = (
        Mailing.objects.due()
        .annotate(oldest=Subquery(first))
        .values_list("oldest", "not_before", "touched_at")
    )
    moments = [max(filter(None, moments)) for moments in of_mailings if moments[0]]
    return min(filter(None, [personal, *moments]), default=None)


def _troubles(control: OutboxControl) -> list[str]:
    troubles = []
    if control.is_held:
        troubles.append(f"Les courriels sont retenus : {control.held_because}.")
    if control.relay_failures:
        troubles.append(f"Le serveur d’envoi est en défaut : {control.relay_error}.")
    return troubles


def _stuck(oldest: datetime | None, at: datetime) -> list[str]:
    if oldest is None or at - oldest <= STUCK_AFTER:
        return []
    return [f"Un courriel qui devait partir attend toujours (dû {moment_relative(oldest, at)})."]


def _silent(who: str, seen_at: datetime | None, at: datetime) -> list[str]:
    if seen_at is None:
        return [f"{who} n’a encore jamais donné signe de vie."]
    if at - seen_at > DEAD_AFTER:
        return [f"{who} ne donne plus signe de vie : dernier signe {moment_relative(seen_at, at)}."]
    return []


def _bounded(queryset: QuerySet) -> int:
    return queryset.order_by()[:COUNT_BOUND].count()


def _undecided(count: int, one: str, many: str) -> list[str]:
    if not count:
        return []
    number = "Plus de 1 000" if count == COUNT_BOUND else str(count)
    return [f"{number} {one if count == 1 else many} une décision."]
