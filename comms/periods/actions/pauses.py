"""« Tout mettre en pause », and exactly that resumed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from comms.formats import hour, moment_relative
from comms.outbox.actions import pause_mailing, pause_reminders, resume_mailing, resume_reminders
from comms.outbox.models import Mailing, PauseCause
from comms.people.models import User
from comms.periods.actions.log import add_line, locked
from comms.periods.errors import NotNow, SomebodyWasFaster
from comms.periods.models import Crisis, CrisisLogEntry, CrisisPause

Kind = CrisisLogEntry.Kind


@transaction.atomic
def pause_everything(*, crisis: Crisis, actor: User) -> CrisisPause:
    """Every mailing that isn't urgent and hasn't left waits, and reminders are silent.

    The crisis's row is locked: of two clicks one pauses, the other is told. Raises SomebodyWasFaster, NotNow.
    """
    row = locked(crisis)
    running = row.current_pause
    if running:
        raise SomebodyWasFaster(
            f"Tout est déjà en pause depuis {hour(running.paused_at)}, par {running.paused_by}."
        )
    at = timezone.now()
    pause = CrisisPause.objects.create(crisis=row, paused_by=actor, paused_at=at)
    active = Mailing.objects.active().not_urgent().order_by("pk")
    held = [mailing for mailing in active if _held_back(mailing, row, actor)]
    pause.mailings.set(held)
    pause_reminders()
    words = f"Tout est en pause : {_mailings(len(held))} retenu{'s' * (len(held) > 1)}, rappels muets"
    add_line(row, Kind.PAUSED, words, by=actor, at=at)
    return pause


def _held_back(mailing: Mailing, crisis: Crisis, actor: User) -> bool:
    """False when it finished, or was stopped by somebody else, in between."""
    reason = f"Crise : {crisis.get_level_display().lower()}"
    try:
        with transaction.atomic():
            pause_mailing(mailing=mailing, actor=actor, reason=reason, pause_cause=PauseCause.CRISIS)
    except ValidationError:
        return False
    return True


@transaction.atomic
def join_pause(*, mailing: Mailing, actor: User) -> None:
    """A mailing launched while everything is in pause waits with the rest, unless it is urgent.

    The crisis's row is held until the launch is written: a pause that begins meanwhile finds the mailing.
    """
    crisis = Crisis.objects.open().select_for_update().first()
    pause = crisis.current_pause if crisis and not mailing.is_urgent else None
    if pause and _held_back(mailing, crisis, actor):
        pause.mailings.add(mailing)


@transaction.atomic
def resume_everything(*, crisis: Crisis, actor: User) -> int:
    """What the pause held back, and nothing else, leaves again: how many.

    Raises SomebodyWasFaster, NotNow.
    """
    row = locked(crisis)
    if row.current_pause is None:
        last = row.pauses.first()
        when = f" {moment_relative(last.resumed_at)}, par {last.resumed_by}" if last else ""
        raise SomebodyWasFaster(f"Rien n’est en pause : tout a déjà repris{when}.")
    return resume_running(row, actor)


def resume_running(crisis: Crisis, actor: User) -> int:
    """Inside the transaction that holds the crisis's row; 0 without a pause."""
    pause = crisis.current_pause
    if pause is None:
        return 0
    at = timezone.now()
    CrisisPause.objects.filter(pk=pause.pk).update(resumed_by=actor, resumed_at=at)
    resumed = sum(_let_go(mailing, actor) for mailing in held_by(pause))
    resume_reminders()
    words = f"Tout reprend : {_mailings(resumed)}, rappels compris"
    add_line(crisis, Kind.RESUMED, words, by=actor, at=at)
    return resumed


def held_by(pause: CrisisPause) -> list[Mailing]:
    """Those it still holds back; one that a person resumed, cancelled or stopped since is theirs."""
    return list(pause.mailings.paused().filter(pause_cause=PauseCause.CRISIS).order_by("pk"))


@transaction.atomic
def let_go(*, crisis: Crisis, mailing: Mailing, actor: User) -> None:
    """This one is urgent: it leaves though the rest waits, and no later pause holds it. Raises NotNow."""
    row = locked(crisis)
    pause = row.current_pause
    if pause is None or mailing not in held_by(pause):
        raise NotNow("Cet envoi n’est plus retenu par la pause.")
    Mailing.objects.filter(pk=mailing.pk).update(is_urgent=True)
    _let_go(mailing, actor)
    add_line(row, Kind.RESUMED, f"Urgent, repris seul : {mailing.title}", by=actor, at=timezone.now())


def _let_go(mailing: Mailing, actor: User) -> bool:
    try:
        with transaction.atomic():
            resume_mailing(mailing=mailing, actor=actor, reason="Fin de la pause de crise")
    except ValidationError:
        return False
    return True


def _mailings(count: int) -> str:
    return f"{count} envoi{'s' * (count > 1)}"
