"""Counting no further than it helps: a long list costs as much to count as to read."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import QuerySet, Value

from comms.formats import NARROW_SPACE

#: What waits behind a button or an entry: beyond, only that it is many.
BADGE_BOUND = 99


class Count(NamedTuple):
    """False in a condition when there is nothing."""

    value: int
    is_bounded: bool = False

    def __bool__(self) -> bool:
        return bool(self.value)

    def __str__(self) -> str:
        words = f"{self.value:,}".replace(",", NARROW_SPACE)
        return f"plus de {words}" if self.is_bounded else words

    @property
    def short(self) -> str:
        """For a badge: « 12 », « 99+ »."""
        return f"{self.value}+" if self.is_bounded else str(self.value)


def count_up_to(bound: int, found: int) -> Count:
    return Count(min(found, bound), found > bound)


def count_all(*groups: Sequence[QuerySet], bound: int = BADGE_BOUND) -> list[Count]:
    """How many rows the querysets of each group hold together; one query for all of them."""
    first, *others = [
        queryset.order_by().values_list("pk", Value(place))[: bound + 1]
        for place, group in enumerate(groups)
        for queryset in group
    ]
    found = Counter(place for _, place in first.union(*others, all=True))
    return [count_up_to(bound, found[place]) for place in range(len(groups))]
