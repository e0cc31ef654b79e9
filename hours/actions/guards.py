"""What every action on hours is made of; each runs inside its caller's transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from comms.people.models import User
from hours.errors import HoursError, MonthIsLocked, Overlap, SomebodyWasFaster
from hours.models import MonthLock, Recuperation, TimeEntry


def move(row: TimeEntry | Recuperation, to: str, **stamps: Any) -> None:
    """Change the state, on the condition that nobody did so since `row` was read."""
    moved = to in row.MOVES[row.state] and (
        type(row).objects.filter(pk=row.pk, state=row.state).update(state=to, **stamps)
    )
    if not moved:
        row.refresh_from_db(fields=["state"])
        raise SomebodyWasFaster(
            f"{row} : l’état a changé entre-temps ({row.get_state_display().lower()}). Rien n’est enregistré."
        )
    row.state = to
    for name, value in stamps.items():
        setattr(row, name, value)


def check_month_is_open(person: User, *days: date) -> None:
    """Raises MonthIsLocked when one of these days is in a closed month; PostgreSQL asks again."""
    for month in sorted({day.replace(day=1) for day in days}):
        if MonthLock.objects.of(person, month).in_force().exists():
            raise MonthIsLocked(month)


#: Constraint → what is said when the database had to refuse, because two came at the same instant.
REFUSALS = {
    "nobody_works_twice_at_the_same_time": "Ces heures en recouvrent d’autres, saisies entre-temps.",
    "recuperation_is_one_a_day": "Une récupération est déjà posée ce jour-là.",
    "hours_month_is_locked": "Ce mois vient d’être clos : rien n’y change plus.",
    "balance_stays_above_what_was_allowed": (
        "Ces minutes viennent d’être prises ailleurs : le solde n’y suffit plus."
    ),
    "month_is_locked_once": "Ce mois vient d’être clos par quelqu’un d’autre.",
}


@contextmanager
def refused_in_words() -> Iterator[None]:
    """One transaction in which a refusal of PostgreSQL becomes a sentence."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if name not in REFUSALS:
            raise
        kind = Overlap if name == "nobody_works_twice_at_the_same_time" else HoursError
        raise kind(REFUSALS[name]) from error
