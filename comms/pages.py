"""Pages of a list by key: sort, size and place stand in the address, page 2,000 costs what page 1 costs.

NULL sorts as PostgreSQL does: after everything going up, before everything going down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, QueryDict

from comms.counts import Count, count_up_to

SORT, SIZE, AFTER, BEFORE = "tri", "taille", "apres", "avant"
SIZES = (25, 50, 100)
#: Counting a long list costs as much as reading it: beyond this it is « plus de 1 000 ».
COUNT_BOUND = 1000


class Key(NamedTuple):
    """One column of the order."""

    path: str
    is_descending: bool
    is_nullable: bool

    @property
    def order(self) -> str:
        return f"-{self.path}" if self.is_descending else self.path

    def reversed(self) -> "Key":
        return self._replace(is_descending=not self.is_descending)

    def value_of(self, row: Model) -> Any:
        """The row's value for this column, as JSON writes it; an annotation or a path over select_related."""
        value = getattr(row, self.path) if hasattr(row, self.path) else _follow(row, self.path)
        return value.isoformat() if isinstance(value, date) else value

    def beyond(self, value: Any) -> Q | None:
        """The rows that stand strictly after this value in this column; None when there can't be any."""
        if value is None:
            return Q((f"{self.path}__isnull", False)) if self.is_descending else None
        if self.is_descending:
            return Q((f"{self.path}__lt", value))
        condition = Q((f"{self.path}__gt", value))
        return condition | Q((f"{self.path}__isnull", True)) if self.is_nullable else condition

    def at(self, value: Any) -> Q:
        return Q((f"{self.path}__isnull", True)) if value is None else Q((self.path, value))


@dataclass(frozen=True)
class Page:
    """What a list's template needs: {% list_bar page %}, {% sort_link page … %}, {% pager page %}."""

    items: list[Any]
    count: Count
    size: int
    sort: str
    path: str
    filters: QueryDict
    after: str
    before: str

    def __iter__(self) -> Any:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def url(self, **parameters: str | int) -> str:
        query = self.filters.copy()
        for name, value in parameters.items():
            query[name] = str(value)
        return f"{self.path}?{query.urlencode()}" if query else self.path

    def _kept(self) -> dict[str, str | int]:
        return {SORT: self.sort, SIZE: self.size}

    @property
    def next_url(self) -> str:
        return self.url(**self._kept(), **{AFTER: self.after}) if self.after else ""

    @property
    def previous_url(self) -> str:
        return self.url(**self._kept(), **{BEFORE: self.before}) if self.before else ""

    @property
    def first_url(self) -> str:
        return self.url(**self._kept())

    @property
    def is_long(self) -> bool:
        return self.count.value > min(SIZES)

    @property
    def size_urls(self) -> list[tuple[int, str]]:
        return [(size, self.url(**{SORT: self.sort, SIZE: size})) for size in SIZES]

    def direction_of(self, name: str) -> str:
        return {name: "up", f"-{name}": "down"}.get(self.sort, "")

    def sort_url(self, name: str) -> str:
        """Sorts by this column; upside down when the list is sorted by it already."""
        return self.url(**{SORT: f"-{name}" if self.sort == name else name, SIZE: self.size})


def page_of(
    queryset: QuerySet, request: HttpRequest, *, sorts: Mapping[str, Sequence[str]], size: int = SIZES[0]
) -> Page:
    """The page that the address asks for. `sorts` names each order, the first one being the usual one:
    {"name": ("sort_name",), "-created": ("created_at",)}; a name with "-" starts upside down.

    Two queries at most, whatever the list's length. A cursor that was tampered with gives the first page.
    """
    sort = _asked_sort(request.GET.get(SORT, ""), sorts)
    size = _asked_size(request.GET.get(SIZE, ""), size)
    keys = _keys(queryset, sorts, sort)
    after, before = (_read_cursor(request.GET.get(name, ""), sort, keys) for name in (AFTER, BEFORE))
    backwards = before is not None and after is None
    scan = [key.reversed() for key in keys] if backwards else keys
    cursor = before if backwards else after
    rows = queryset.order_by(*(key.order for key in scan))
    if cursor is not None:
        rows = rows.filter(_beyond(scan, cursor))
    found = list(rows[: size + 1])
    has_more = len(found) > size
    items = found[:size]
    if backwards:
        items.reverse()
    has_before, has_after = (has_more, True) if backwards else (cursor is not None, has_more)
    filters = request.GET.copy()
    for name in (SORT, SIZE, AFTER, BEFORE):
        filters.pop(name, None)
    return Page(
        items=items,
        count=Count(len(items)) if cursor is None and not has_more else _count(queryset),
        size=size,
        sort=sort,
        path=request.path,
        filters=filters,
        after=_write_cursor(items[-1], sort, keys) if items and has_after else "",
        before=_write_cursor(items[0], sort, keys) if items and has_before else "",
    )


def _count(queryset: QuerySet) -> Count:
    return count_up_to(COUNT_BOUND, queryset.order_by()[: COUNT_BOUND + 1].count())


def _asked_sort(asked: str, sorts: Mapping[str, Sequence[str]]) -> str:
    known = {name.removeprefix("-") for name in sorts}
    return asked if asked.removeprefix("-") in known else next(iter(sorts))


def _asked_size(asked: str, usual: int) -> int:
    return int(asked) if asked in {str(size) for size in SIZES} else usual


def _keys(queryset: QuerySet, sorts: Mapping[str, Sequence[str]], sort: str) -> list[Key]:
    name = sort.removeprefix("-")
    upside_down = sort.startswith("-")
    paths = sorts[name] if name in sorts else sorts[f"-{name}"]
    keys = []
    for path in (*paths, "pk"):
        descending = path.startswith("-")
        path = path.removeprefix("-")
        keys.append(Key(path, descending != upside_down, _is_nullable(queryset, path)))
    return keys


def _is_nullable(queryset: QuerySet, path: str) -> bool:
    if path == "pk":
        return False
    if path in queryset.query.annotations:
        return True
    model, nullable = queryset.model, False
    for part in path.split("__"):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return True
        nullable = nullable or field.null
        model = field.related_model or model
    return nullable


def _beyond(keys: Sequence[Key], values: Sequence[Any]) -> Q:
    """(a, b, c) beyond (x, y, z), written so that an index on the first column is still of use."""
    ways = []
    for place, key in enumerate(keys):
        beyond = key.beyond(values[place])
        if beyond is not None:
            for earlier, value in zip(keys[:place], values[:place], strict=True):
                beyond &= earlier.at(value)
            ways.append(beyond)
    condition = reduce(or_, ways)
    first = keys[0].beyond(values[0])
    return condition if first is None else (first | keys[0].at(values[0])) & condition


def _follow(row: Any, path: str) -> Any:
    for part in path.split("__"):
        row = None if row is None else getattr(row, part)
    return row


def _write_cursor(row: Model, sort: str, keys: Sequence[Key]) -> str:
    return signing.dumps([key.value_of(row) for key in keys], salt=f"page:{sort}")


def _read_cursor(text: str, sort: str, keys: Sequence[Key]) -> list[Any] | None:
    try:
        values = signing.loads(text, salt=f"page:{sort}") if text else None
    except signing.BadSignature:
        return None
    return values if values is not None and len(values) == len(keys) else None
