"""Whose turn it is: personal mails first, then a share of each mailing that is due, within the throttles."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil

from django.db import connection, transaction
from django.db.models.functions import Now

from comms.formats import moment_long
from comms.outbox import claims, letters
from comms.outbox.actions import hold_mail, pause_mailing
from comms.outbox.claims import Claimed
from comms.outbox.identity import current_identity, difference
from comms.outbox.models import DomainThrottle, Mailing, OutboxControl, PauseCause

#: What wasn't used of a throttle is kept for so long: a sender that comes by every few seconds loses none.
BURST = timedelta(seconds=5)


@dataclass
class Turn:
    """What a sender got. `wait`: nothing for now, but worth asking again after so many seconds."""

    now: datetime
    mails: list[Claimed] = field(default_factory=list)
    wait: float | None = None


@dataclass(frozen=True)
class Due:
    """A mailing whose moment has come. `behind`: how long its next mail has been waiting for a sender."""

    pk: int
    scope: str
    is_touched: bool
    late_by: timedelta | None
    behind: timedelta | None
    is_folded: bool


@transaction.atomic
def take_turn(me: str, limit: int) -> Turn:
    """Claim up to `limit` mails for the sender `me`; none while mail is held or the relay is resting."""
    control = OutboxControl.current()
    turn = Turn(now=_now())
    if control.is_held or _hold_if_copied(control):
        return turn
    if control.relay_retry_at and control.relay_retry_at > turn.now:
        return turn
    turn.mails = claims.claim_personal(me, limit)
    if control.per_minute:
        control = OutboxControl.objects.select_for_update().get(pk=1)
        throttle = _Throttle(control.per_minute, control.free_at, turn.now)
        throttle.use(len(turn.mails))
        _claim_mailings(me, turn, control, min(throttle.room, limit - len(turn.mails)), throttle)
        OutboxControl.objects.filter(pk=1).update(free_at=throttle.free_at)
    else:
        _claim_mailings(me, turn, control, limit - len(turn.mails), None)
    return turn


def _claim_mailings(
    me: str, turn: Turn, control: OutboxControl, room: int, throttle: "_Throttle | None"
) -> None:
    due = [mailing for found in _due_mailings() if (mailing := _judged(found, control))]
    if not due:
        return
    if room <= 0:
        turn.wait = throttle.seconds_to_next if throttle and not turn.mails else None
        return
    _touch([mailing.pk for mailing in due if not mailing.is_touched])
    share = ceil(room / len(due))
    claimed: list[Claimed] = []
    for mailing in due:
        claimed += _claim_mailing(me, min(share, room - len(claimed)), mailing)
    if throttle:
        throttle.use(len(claimed))
    turn.mails += _within_domain_throttles(me, claimed, turn.now)


def _claim_mailing(me: str, wanted: int, mailing: Due) -> list[Claimed]:
    """Its mails that are due; when they don't suffice, those of its next portion."""
    asked = {"mailing": mailing.pk, "scope": mailing.scope, "late_by": mailing.late_by}
    claimed = claims.claim_of_mailing(me, wanted, **asked)
    if len(claimed) == wanted or not mailing.is_folded:
        return claimed
    # its row is locked before its portions, as by whoever cancels it: nothing is unfolded behind their back
    rows = Mailing.objects.active().select_related("letter").defer("letter__source")
    row = rows.select_for_update(of=["self"], no_key=True).filter(pk=mailing.pk).first()
    if row is None:
        return claimed
    born = letters.unfold_and_claim(row, me, wanted - len(claimed))
    # none: another sender took the last portion while we waited, and left some of its mails
    return claimed + (born or claims.claim_of_mailing(me, wanted - len(claimed), **asked))


# --- hold and lateness -------------------------------------------------------------------------


def _hold_if_copied(control: OutboxControl) -> bool:
    """A restored copy must not send again what the original has sent: a person decides."""
    identity = current_identity()
    if control.identity is None:
        OutboxControl.objects.filter(pk=1, identity__isnull=True).update(identity=identity)
        return False
    why = difference(control.identity, identity)
    return bool(why) and hold_mail(actor=None, reason=why)


DUE = """
SELECT id, scope, state = 'sending' AND touched_at > now() - interval '1 second', late_by,
       CASE WHEN waiting.next_attempt_at IS NOT NULL OR folded.is_there
            THEN now() - GREATEST(not_before, touched_at, waiting.next_attempt_at) END,
       folded.is_there
FROM outbox_mailing mailing
LEFT JOIN LATERAL (
    SELECT next_attempt_at FROM outbox_outgoingmail mail
    WHERE mail.mailing_id = mailing.id AND mail.state IN ('ready', 'retry')
    ORDER BY next_attempt_at, id LIMIT 1
) waiting ON true
CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM outbox_portion WHERE mailing_id = mailing.id) AS is_there
) folded
WHERE state IN ('scheduled', 'sending') AND not_before <= now()
ORDER BY touched_at NULLS FIRST
"""


def _due_mailings() -> list[Due]:
    with connection.cursor() as cursor:
        cursor.execute(DUE)
        return [Due(*row) for row in cursor.fetchall()]


def _judged(mailing: Due, control: OutboxControl) -> Due | None:
    """Late: marked so, and sent. More than the limit: paused until a person confirms it, so None."""
    if mailing.behind is None or mailing.behind <= claims.TOLERANCE:
        return mailing
    row = Mailing.objects.select_for_update().active().filter(pk=mailing.pk).first()
    if row is None:
        return None
    row.late_by = max(mailing.behind, row.late_by or mailing.behind)
    row.save(update_fields=["late_by"])
    if mailing.behind <= control.lateness_limit:
        return replace(mailing, late_by=row.late_by)
    reason = f"Devait partir le {moment_long(_now() - mailing.behind)} : à confirmer."
    pause_mailing(mailing=row, actor=None, reason=reason, pause_cause=PauseCause.LATE)
    return None


def _touch(pks: list[int]) -> None:
    if pks:
        with connection.cursor() as cursor:
            cursor.execute(
                """UPDATE outbox_mailing SET state = 'sending', touched_at = now(),
                          started_at = COALESCE(started_at, now())
                   WHERE id = ANY(%s) AND state IN ('scheduled', 'sending')""",
                [pks],
            )


# --- throttles ---------------------------------------------------------------------------------


class _Throttle:
    """So many a minute. `free_at` is when the next one may leave; it lies in a row that all workers share."""

    def __init__(self, per_minute: int, free_at: datetime | None, now: datetime) -> None:
        self._interval = timedelta(minutes=1) / per_minute
        self._now = now
        earliest = now - max(BURST, self._interval)
        self.free_at = max(free_at, earliest) if free_at else now - self._interval

    @property
    def room(self) -> int:
        return max(0, (self._now - self.free_at) // self._interval)

    @property
    def seconds_to_next(self) -> float:
        return max(0.02, (self.free_at + self._interval - self._now).total_seconds())

    def use(self, count: int) -> None:
        self.free_at += count * self._interval

    def moment_after(self, count: int) -> datetime:
        """When the mail that has `count` others before it may hope to leave."""
        return max(self.free_at, self._now - self._interval) + (count + 1) * self._interval


def _within_domain_throttles(me: str, claimed: list[Claimed], now: datetime) -> list[Claimed]:
    """Those that may leave now; the others of a slow domain are put off, and nobody waits behind them."""
    domains = {mail.domain for mail in claimed}
    rows = DomainThrottle.objects.filter(domain__in=domains).order_by("pk").select_for_update()
    for row in rows if domains else ():
        throttle = _Throttle(row.per_minute, row.free_at, now)
        concerned = [mail for mail in claimed if mail.domain == row.domain]
        leaving, waiting = concerned[: throttle.room], concerned[throttle.room :]
        throttle.use(len(leaving))
        claims.put_off(me, ((mail.pk, throttle.moment_after(place)) for place, mail in enumerate(waiting)))
        DomainThrottle.objects.filter(pk=row.pk).update(free_at=throttle.free_at)
        late = {mail.pk for mail in waiting}
        claimed = [mail for mail in claimed if mail.pk not in late]
    return claimed


def _now() -> datetime:
    """The moment of the transaction, by the database's clock."""
    return OutboxControl.objects.filter(pk=1).values_list(Now(), flat=True)[0]
