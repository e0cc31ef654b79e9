"""What stands in the calendar, whatever room it comes from."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Model

from comms.people.models import Department, User


@dataclass(frozen=True, slots=True)
class CalendarItem:
    """Something of a day, of several, or of a moment.

    `uid` stays the same as long as the thing exists; `changed_at` is when the thing last changed, so that a
    feed of unchanged things is byte for byte the same.
    """

    uid: str
    slug: str
    title: str
    starts_on: date
    ends_on: date
    #: The row whose page it opens; its address and its state are asked only of what is shown of a full day.
    leads_to: Model | None = None
    at: datetime | None = None
    until: datetime | None = None
    note: str = ""
    who: str = ""
    who_pk: int = 0
    place: str = ""
    is_done: bool = False
    is_late: bool = False
    #: The task whose due day this is, when it may be moved from the calendar by whoever reads it.
    task_pk: int = 0
    changed_at: datetime | None = None

    @property
    def is_long(self) -> bool:
        return self.ends_on > self.starts_on

    @property
    def url(self) -> str:
        return self.leads_to.get_absolute_url() if self.leads_to else ""

    @property
    def state(self) -> str:
        return self.leads_to.get_state_display() if self.leads_to else ""

    @property
    def sort_key(self) -> tuple:
        return (self.at is not None, self.at.timestamp() if self.at else 0, self.title)


@dataclass(frozen=True)
class Ask:
    """What somebody wants to see: whose rights, which days, which filters, how many of a day at most."""

    user: User
    start: date
    end: date
    today: date
    slugs: frozenset[str] = frozenset()
    person: User | None = None
    department: Department | None = None
    zone: str = ""
    a_day: int = 60

    @property
    def is_narrowed(self) -> bool:
        return bool(self.person or self.department or self.zone)

    def wants(self, slug: str) -> bool:
        return not self.slugs or slug in self.slugs


@dataclass
class Reading:
    """What was found; `more` counts, day by day, what was left out because the day was full."""

    items: list[CalendarItem] = field(default_factory=list)
    more: dict[date, int] = field(default_factory=dict)

    def add(self, other: "Reading") -> None:
        self.items += other.items
        for day, count in other.more.items():
            self.more[day] = self.more.get(day, 0) + count

    @cached_property
    def long_items(self) -> list[CalendarItem]:
        return sorted((item for item in self.items if item.is_long), key=lambda item: item.starts_on)

    @cached_property
    def by_day(self) -> dict[date, list[CalendarItem]]:
        days: dict[date, list[CalendarItem]] = {}
        for item in self.items:
            if not item.is_long:
                days.setdefault(item.starts_on, []).append(item)
        for items in days.values():
            items.sort(key=lambda item: item.sort_key)
        return days


def days_between(start: date, end: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]
