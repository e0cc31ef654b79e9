"""What the list, the board, the timeline and the month have in common: the same filters, kept from one to
the other."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from campaigns.planning.forms.filters import MONTH, ActionFilter, MonthForm
from campaigns.planning.models import Action
from campaigns.planning.permissions import may_plan
from comms import pages

#: What belongs to one way of showing only.
OWN_PARAMETERS = (pages.SORT, pages.SIZE, pages.AFTER, pages.BEFORE, MONTH)


class Way(NamedTuple):
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Narrowed:
    form: ActionFilter
    visible: QuerySet
    filters: QueryDict
    may_plan: bool
    ways: list[Way]

    @property
    def actions(self) -> QuerySet:
        return self.form.filter(self.visible)

    @property
    def query(self) -> str:
        return self.filters.urlencode()

    def list_url(self, **changes: Any) -> str:
        """The list, with these filters and some others."""
        return with_query(reverse("planning:actions"), self.filters, **changes)


def with_query(path: str, filters: QueryDict, **changes: Any) -> str:
    query = filters.copy()
    for name, value in changes.items():
        query[name] = value.isoformat() if isinstance(value, date) else value
    return f"{path}?{query.urlencode()}" if query else path


def narrowed(request: HttpRequest, asked: QueryDict | None = None) -> Narrowed:
    """The actions that this person may see, and the filters of the address (or of what was posted)."""
    asked = request.GET if asked is None else asked
    filters = asked.copy()
    for name in OWN_PARAMETERS:
        filters.pop(name, None)
    ways = [
        Way(label, with_query(reverse(name), filters), reverse(name) == request.path)
        for label, name in (
            ("Liste", "planning:actions"),
            ("Tableau", "planning:board"),
            ("Frise", "planning:timeline"),
            ("Mois", "planning:month"),
        )
    ]
    form = ActionFilter(asked, user=request.user)
    return Narrowed(form, Action.objects.visible_to(request.user), filters, may_plan(request.user), ways)


@dataclass(frozen=True)
class Months:
    """The month asked for, and the addresses of those around it."""

    first: date
    path: str
    filters: QueryDict

    def url(self, months: int) -> str:
        return with_query(self.path, self.filters, **{MONTH: f"{shifted(self.first, months):%Y-%m}"})

    @property
    def previous_url(self) -> str:
        return self.url(-1)

    @property
    def next_url(self) -> str:
        return self.url(1)

    @property
    def today_url(self) -> str:
        return with_query(self.path, self.filters)

    @property
    def last(self) -> date:
        return shifted(self.first, 1) - timedelta(days=1)


def shifted(first: date, months: int) -> date:
    """The first day of the month so many months later; the calendar ends with the year 2199."""
    month = first.year * 12 + first.month - 1 + months
    return date(min(max(month // 12, 2000), 2199), month % 12 + 1, 1)


def asked_months(request: HttpRequest, filters: QueryDict) -> Months:
    return Months(MonthForm.asked(request.GET), request.path, filters)
