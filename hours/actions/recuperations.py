"""Time given back: asked for (its minutes leave the account at once), agreed to, taken, or cancelled."""

from collections.abc import Iterable
from datetime import date, time

from django.utils import timezone

from comms.calendar.working_days import holiday_name, is_working_day
from comms.formats import day_long
from comms.journal.actions import record
from comms.people.models import User
from hours import mails
from hours.actions.guards import check_month_is_open, move, refused_in_words
from hours.actions.ledger import counter, debit_recuperation
from hours.errors import HoursError, NotNow, NotYours, WordsMissing
from hours.models import Recuperation, RecuperationState
from hours.permissions import deciders_for, may_decide_for, may_log_hours

ANSWERS = {
    RecuperationState.AGREED: "a accordé cette récupération",
    RecuperationState.REFUSED: "a refusé cette récupération",
}


def book_recuperation(
    *, person: User, day: date, minutes: int, starts_at: time | None = None, note: str = ""
) -> Recuperation:
    """Ask for minutes back on a working day; they leave the account until somebody says no.

    Raises NotEnoughMinutes, MonthIsLocked, HoursError.
    """
    if not may_log_hours(person):
        raise NotYours("Seules les personnes de la cellule et du cabinet récupèrent des heures ici.")
    if not is_working_day(day):
        name = holiday_name(day)
        raise HoursError(
            f"Le {day_long(day)} n’est pas travaillé{f' ({name})' if name else ''} : rien à récupérer."
        )
    with refused_in_words():
        check_month_is_open(person, day)
        if Recuperation.objects.counted().filter(person=person, day=day).exists():
            raise HoursError("Une récupération est déjà posée ce jour-là : annulez-la d’abord.")
        row = Recuperation.objects.create(
            person=person, day=day, minutes=minutes, starts_at=starts_at, note=note.strip()
        )
        debit_recuperation(recuperation=row, actor=person)
        record(actor=person, verb="demande cette récupération", target=row, tell=deciders_for(person))
    return row


def decide_recuperation(*, recuperation: Recuperation, actor: User, answer: str, comment: str = "") -> None:
    """Agree, or refuse with a comment: its minutes then come back."""
    person, comment = recuperation.person, comment.strip()
    if not may_decide_for(actor, person):
        raise NotYours(
            "Personne ne s’accorde une récupération : c’est au ou à la chargé(e) de communication."
        )
    if answer == RecuperationState.REFUSED and not comment:
        raise WordsMissing("Écrivez pourquoi cette récupération est refusée.")
    with refused_in_words():
        check_month_is_open(person, recuperation.day)
        move(
            recuperation, RecuperationState(answer),
            decided_by=actor, decided_at=timezone.now(), comment=comment,
        )  # fmt: skip
        if answer == RecuperationState.REFUSED:
            _give_back(recuperation, actor)
        verb = ANSWERS[RecuperationState(answer)]
        record(actor=actor, verb=verb, target=recuperation, reason=comment, tell=[person])
        mails.recuperation_answered(recuperation=recuperation)


def decide_recuperations(
    *, recuperations: Iterable[Recuperation], actor: User, answer: str
) -> tuple[list[Recuperation], list[tuple[Recuperation, str]]]:
    """The same answer to several: those that went through, and why the others didn't."""
    done, left = [], []
    for row in recuperations:
        try:
            decide_recuperation(recuperation=row, actor=actor, answer=answer)
        except HoursError as error:
            left.append((row, str(error)))
        else:
            done.append(row)
    return done, left


def take_recuperation(*, recuperation: Recuperation, actor: User, today: date) -> None:
    """Note that the agreed day was really taken: the person, or who decides."""
    _check_theirs(recuperation, actor)
    if recuperation.day > today:
        raise NotNow("Ce jour n’est pas encore venu.")
    with refused_in_words():
        check_month_is_open(recuperation.person, recuperation.day)
        move(recuperation, RecuperationState.TAKEN)
        record(actor=actor, verb="a noté cette récupération comme prise", target=recuperation)


def cancel_recuperation(*, recuperation: Recuperation, actor: User) -> None:
    """Its minutes come back. A taken one too, when in the end the person worked: then who decides says so."""
    _check_theirs(recuperation, actor)
    if recuperation.state == RecuperationState.TAKEN and not may_decide_for(actor, recuperation.person):
        raise NotYours("Cette récupération est prise : le ou la chargé(e) de communication peut l’annuler.")
    with refused_in_words():
        check_month_is_open(recuperation.person, recuperation.day)
        move(recuperation, RecuperationState.CANCELLED)
        _give_back(recuperation, actor)
        concerned = [recuperation.person, *deciders_for(recuperation.person)]
        record(actor=actor, verb="a annulé cette récupération", target=recuperation, tell=concerned)


def _give_back(recuperation: Recuperation, actor: User) -> None:
    rows = recuperation.ledger_rows.select_related("person", "entry", "recuperation", "countered_by")
    counter(rows, actor=actor)


def _check_theirs(recuperation: Recuperation, actor: User) -> None:
    if actor.pk != recuperation.person_id and not may_decide_for(actor, recuperation.person):
        raise NotYours("C’est à la personne, ou à qui valide ses heures.")
