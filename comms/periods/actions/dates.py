"""The days the house counts with: polls, bridges, closings, school holidays; each change leaves its row."""

from datetime import date
from typing import Any, TypeVar

from django.db import models, transaction

from comms.calendar.models import ClosedDay, Poll
from comms.formats import day_medium
from comms.journal.actions import record
from comms.people.models import User
from comms.periods.errors import SomebodyWasFaster

Row = TypeVar("Row", Poll, ClosedDay)


def create_poll(*, actor: User, **facts: Any) -> Poll:
    """A window left empty is computed from the poll's days."""
    return _kept(Poll(), actor, "a ajouté ce scrutin", facts)


def edit_poll(*, poll: Poll, actor: User, **facts: Any) -> Poll:
    """The banner, the checks and the cabinet's step follow at once."""
    return _kept(poll, actor, "a modifié ce scrutin", facts)


def create_closed_day(*, actor: User, **facts: Any) -> ClosedDay:
    return _kept(ClosedDay(), actor, "a ajouté cette période", facts)


def edit_closed_day(*, closed_day: ClosedDay, actor: User, **facts: Any) -> ClosedDay:
    """What is counted from now on in working days follows; dates already written stay."""
    return _kept(closed_day, actor, "a modifié cette période", facts)


@transaction.atomic
def remove_closed_day(*, closed_day: ClosedDay, actor: User) -> None:
    """The day is worked again; the history keeps what it was. Raises SomebodyWasFaster."""
    row = ClosedDay.objects.select_for_update().filter(pk=closed_day.pk).first()
    if row is None:
        raise SomebodyWasFaster("Cette période a déjà été retirée.")
    days = {name: str(getattr(row, name)) for name in ("kind", "starts_on", "ends_on", "source")}
    record(actor=actor, verb="a retiré cette période", target=row, data=days)
    row.delete()


@transaction.atomic
def _kept(row: Row, actor: User, verb: str, facts: dict[str, Any]) -> Row:
    """The row with these facts, and in the history each one that changed: what it was, what it is."""
    is_new = row.pk is None
    if not is_new:
        row = type(row).objects.select_for_update().get(pk=row.pk)
    before = {name: _said(getattr(row, name)) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    after = {name: _said(getattr(row, name)) for name in facts}
    changes = {name: [before[name], after[name]] for name in facts if before[name] != after[name]}
    if is_new:
        record(actor=actor, verb=verb, target=row, data=after)
    elif changes:
        record(actor=actor, verb=f"{verb} : {_named(row, changes)}"[:200], target=row, data=changes)
    return row


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    return day_medium(value) if isinstance(value, date) else str(value or "")


def _named(row: models.Model, changes: dict[str, list[str]]) -> str:
    return ", ".join(str(row._meta.get_field(name).verbose_name) for name in changes)
