"""What a search gives: hits, by kind of thing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from comms.people.models import User

#: Hits of each kind on the page of all kinds, and when one kind is asked for.
FEW, MANY = 6, 60


@dataclass(frozen=True)
class Hit:
    title: str
    url: str
    note: str = ""
    state: str = ""
    tone: str = "plain"
    at: datetime | None = None
    day: date | None = None


@dataclass(frozen=True)
class Source:
    """A kind of thing that can be found; `find` gives the best first."""

    slug: str
    label: str
    icon: str
    find: Callable[[User, str], QuerySet]
    show: Callable[[Any], Hit]

    def found(self, user: User, words: str, limit: int) -> "Found":
        rows = list(self.find(user, words)[: limit + 1])
        return Found(self, [self.show(row) for row in rows[:limit]], len(rows) > limit)


@dataclass(frozen=True)
class Found:
    source: Source
    hits: list[Hit] = field(default_factory=list)
    has_more: bool = False
