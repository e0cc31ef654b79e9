"""A person's month as it is read, printed and exported: hours, recuperation, the account before and after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone

from comms.people.models import User
from hours.converters import month_after
from hours.kinds import HourKind
from hours.models import (
    Balance,
    EntryState,
    LedgerRow,
    MonthLock,
    Recuperation,
    RecuperationState,
    TimeEntry,
)
from hours.models.states import COUNTED_STATES
from hours.permissions import people_with_hours


class MonthSheet:
    """Each part is read when it is shown."""

    def __init__(self, person: User, month: date) -> None:
        self.person, self.month = person, month

    @cached_property
    def entries(self) -> list[TimeEntry]:
        found = TimeEntry.objects.filter(person=self.person).of_month(self.month)
        return list(found.for_list().order_by("starts_at"))

    @cached_property
    def recuperations(self) -> list[Recuperation]:
        found = Recuperation.objects.filter(person=self.person).of_month(self.month)
        return list(found.for_list().order_by("day"))

    @cached_property
    def lock(self) -> MonthLock | None:
        return MonthLock.objects.of(self.person, self.month).in_force().select_related("locked_by").first()

    @cached_property
    def past_locks(self) -> list[MonthLock]:
        """How often, by whom and why the month was opened again."""
        opened = MonthLock.objects.of(self.person, self.month).exclude(unlocked_at=None)
        return list(opened.select_related("locked_by", "unlocked_by").order_by("unlocked_at"))

    # --- what adds up ---------------------------------------------------------------------------------
    def _minutes(self, *states: str) -> int:
        return sum(entry.minutes for entry in self.entries if entry.state in states)

    @property
    def validated(self) -> list[TimeEntry]:
        return [entry for entry in self.entries if entry.state == EntryState.VALIDATED]

    @property
    def validated_minutes(self) -> int:
        return self._minutes(EntryState.VALIDATED)

    @property
    def waiting_minutes(self) -> int:
        return self._minutes(EntryState.SUBMITTED)

    @property
    def in_hand(self) -> list[TimeEntry]:
        """Drafts and what came back: for the person to finish."""
        return [entry for entry in self.entries if entry.is_editable]

    @property
    def waiting_count(self) -> int:
        """What forbids closing the month: somebody waits for an answer."""
        submitted = sum(entry.state == EntryState.SUBMITTED for entry in self.entries)
        requested = (row.state == RecuperationState.REQUESTED for row in self.recuperations)
        return submitted + sum(requested)

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """Validated minutes by kind, in the order of the kinds."""
        counted = dict.fromkeys(HourKind.values, 0)
        for entry in self.validated:
            for kind, minutes in entry.minutes_by_kind().items():
                counted[kind] += minutes
        return [(HourKind(kind).label, minutes) for kind, minutes in counted.items() if minutes]

    @property
    def other_minutes(self) -> int:
        """Validated, and to be seen with the DRH: they credit nothing here."""
        return sum(entry.minutes for entry in self.validated if not entry.gives_recuperation)

    # --- the account ----------------------------------------------------------------------------------
    @cached_property
    def _account(self) -> dict[str, int]:
        after = month_after(self.month)
        within = Q(day__gte=self.month, day__lt=after)
        sums = LedgerRow.objects.of(self.person).aggregate(
            before=Sum("minutes", filter=Q(day__lt=self.month), default=0),
            credited=Sum("minutes", filter=within & Q(entry__isnull=False), default=0),
            recovered=Sum("minutes", filter=within & Q(recuperation__isnull=False), default=0),
        )
        return sums | {"after": sums["before"] + sums["credited"] + sums["recovered"]}

    @property
    def balance_before(self) -> int:
        return self._account["before"]

    @property
    def credited(self) -> int:
        return self._account["credited"]

    @property
    def recovered(self) -> int:
        """Negative: minutes that left the account for days of this month."""
        return self._account["recovered"]

    @property
    def balance_after(self) -> int:
        return self._account["after"]


@dataclass(frozen=True)
class Standing:
    """Where a person's account is now."""

    balance: Balance
    booked: int

    @property
    def is_below_zero(self) -> bool:
        return self.balance.minutes < 0


def standing_of(person: User) -> Standing:
    balance = Balance.objects.filter(person=person).first() or Balance(person=person)
    booked = Recuperation.objects.booked().filter(person=person).aggregate(all=Sum("minutes", default=0))
    return Standing(balance, booked["all"])


@dataclass(frozen=True)
class UnitLine:
    """A person's line in the unit's month."""

    person: User
    worked: int
    waiting: int
    in_hand: int
    recovered: int
    balance: int
    lock: MonthLock | None


def unit_month(month: date) -> list[UnitLine]:
    """Everybody who has hours, in a constant number of queries."""
    state = {name: Q(state=name) for name in EntryState.values}
    entries = TimeEntry.objects.of_month(month).order_by().values("person")
    worked = {
        row["person"]: row
        for row in entries.annotate(
            worked=Sum("minutes", filter=state["validated"], default=0),
            waiting=Sum("minutes", filter=state["submitted"], default=0),
            in_hand=Sum("minutes", filter=state["draft"] | state["changes_asked"], default=0),
        )
    }
    rows = Recuperation.objects.counted().of_month(month).order_by().values("person")
    recovered = dict(rows.annotate(all=Sum("minutes")).values_list("person", "all"))
    locks = {lock.person_id: lock for lock in MonthLock.objects.in_force().filter(month=month)}
    balances = dict(Balance.objects.values_list("person", "minutes"))
    nothing = {"worked": 0, "waiting": 0, "in_hand": 0}
    lines = []
    for person in people_with_hours():
        mine = worked.get(person.pk, nothing)
        lines.append(
            UnitLine(
                person=person,
                **{name: mine[name] for name in nothing},
                recovered=recovered.get(person.pk, 0),
                balance=balances.get(person.pk, 0),
                lock=locks.get(person.pk),
            )
        )
    return lines


# --- spreadsheets -------------------------------------------------------------------------------------
HEADER = (
    "Personne", "Ligne", "Jour", "De", "À", "Pause (min)", "Durée (min)",
    *(f"{kind.label} (min)" for kind in HourKind),
    "Compte (min)", "Lieu", "Action", "Ce qui a été fait", "Demandé par", "En échange", "État", "Décidé par",
)  # fmt: skip


def export_rows(people: Sequence[User], month: date) -> Iterator[list[Any]]:
    """Every line of the month, hours then recuperation, with what each did to the account."""
    entries = TimeEntry.objects.filter(person__in=people).of_month(month).for_list()
    moved = dict(
        LedgerRow.objects.filter(entry__in=entries).order_by().values("entry").annotate(all=Sum("minutes"))
        .values_list("entry", "all")
    )  # fmt: skip
    for entry in entries.order_by("person__last_name", "person__first_name", "starts_at"):
        kinds = entry.minutes_by_kind()
        yield [
            str(entry.person), "Heures", entry.day, _clock(entry.starts_at), _clock(entry.ends_at),
            entry.break_minutes, entry.minutes, *(kinds.get(kind, 0) for kind in HourKind.values),
            moved.get(entry.pk, 0), entry.place, entry.action and entry.action.title, entry.what,
            entry.ordered_by and str(entry.ordered_by), entry.get_choice_display(),
            entry.get_state_display(), entry.decided_by and str(entry.decided_by),
        ]  # fmt: skip
    taken = Recuperation.objects.filter(person__in=people).of_month(month).for_list()
    for row in taken.order_by("person__last_name", "person__first_name", "day"):
        counted = -row.minutes if row.state in COUNTED_STATES else 0
        yield [
            str(row.person), "Récupération", row.day, row.starts_at, None, None, row.minutes,
            *(None for _ in HourKind), counted, "", "", row.note, "", "", row.get_state_display(),
            row.decided_by and str(row.decided_by),
        ]  # fmt: skip


def _clock(moment: Any) -> Any:
    return timezone.localtime(moment).time()
