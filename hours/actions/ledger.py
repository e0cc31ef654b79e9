"""Writing into the account of minutes; nothing in it is ever changed, only countered."""

from collections.abc import Iterable

from django.db import transaction

from comms.formats import duration
from comms.journal.actions import record
from comms.people.models import User
from hours.errors import HoursError, NotEnoughMinutes, NotYours, WordsMissing
from hours.models import Balance, LedgerRow, Overdraft, Recuperation, TimeEntry
from hours.permissions import may_decide_for
from hours.rulebook import Rulebook


def locked_balance(person: User) -> Balance:
    """The person's balance as it stands now, held until the transaction ends; zero without a row."""
    found = Balance.objects.select_for_update().filter(person=person).first()
    return found or Balance(person=person)


def credit_entry(*, entry: TimeEntry, actor: User) -> int:
    """One row for each piece, with the coefficient in force on its day; how many minutes in all."""
    rules = Rulebook(entry.day)
    rows = [
        LedgerRow(
            person=entry.person,
            day=entry.day,
            kind=LedgerRow.Kind.CREDIT,
            minutes=rules.credit(segment.minutes, segment.kind, segment.day),
            entry=entry,
            hour_kind=segment.kind,
            worked_minutes=segment.minutes,
            coefficient=rules.coefficient(segment.kind, segment.day),
            written_by=actor,
        )
        for segment in entry.segments.all()
    ]
    LedgerRow.objects.bulk_create(rows)
    return sum(row.minutes for row in rows)


def debit_recuperation(*, recuperation: Recuperation, actor: User) -> None:
    """Take its minutes off the account. Raises NotEnoughMinutes."""
    balance = locked_balance(recuperation.person)
    if balance.available < recuperation.minutes:
        raise NotEnoughMinutes(max(balance.available, 0), recuperation.minutes)
    LedgerRow.objects.create(
        person=recuperation.person,
        day=recuperation.day,
        kind=LedgerRow.Kind.BOOKING,
        minutes=-recuperation.minutes,
        recuperation=recuperation,
        written_by=actor,
    )


def counter(rows: Iterable[LedgerRow], *, actor: User) -> int:
    """A row against each of these that has none yet; by how much the account moves."""
    standing = [
        row for row in rows if row.kind != LedgerRow.Kind.COUNTER and not hasattr(row, "countered_by")
    ]
    moved = -sum(row.minutes for row in standing)
    if standing and moved < 0:
        balance = locked_balance(standing[0].person)
        if balance.available < -moved:
            raise HoursError(
                f"Ces heures sont déjà récupérées en partie : il faudrait retirer {duration(-moved)} "
                f"et il en reste {duration(max(balance.available, 0))}. Accordez d’abord un découvert."
            )
    LedgerRow.objects.bulk_create(
        LedgerRow(
            person=row.person,
            day=row.day,
            kind=LedgerRow.Kind.COUNTER,
            minutes=-row.minutes,
            entry=row.entry,
            hour_kind=row.hour_kind,
            recuperation=row.recuperation,
            counters=row,
            written_by=actor,
        )
        for row in standing
    )
    return moved


@transaction.atomic
def allow_overdraft(*, person: User, minutes: int, reason: str, actor: User) -> Overdraft:
    """Let the balance go below zero, down to so many minutes; 0 ends it, once the balance is back at zero."""
    if not may_decide_for(actor, person):
        raise NotYours("Personne ne s’accorde un découvert : c’est au ou à la chargé(e) de communication.")
    if not reason.strip():
        raise WordsMissing("Écrivez pourquoi ce découvert est accordé.")
    balance = locked_balance(person)
    if balance.minutes < -minutes:
        raise HoursError(
            f"Le solde est déjà à {duration(balance.minutes)} : le découvert ne peut pas être plus petit."
        )
    row = Overdraft.objects.create(person=person, minutes=minutes, reason=reason.strip(), allowed_by=actor)
    record(
        actor=actor, verb=f"a accordé un découvert de {duration(minutes)} d’heures", target=row,
        reason=reason.strip(), tell=[person],
    )  # fmt: skip
    return row
