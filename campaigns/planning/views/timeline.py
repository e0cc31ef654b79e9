"""The timeline: a bar for each action over six months, which is a table for whoever doesn't see it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.planning import listing
from campaigns.planning.models import Action
from campaigns.planning.views.narrowed import asked_months, narrowed, shifted
from comms.calendar.working_days import local_today
from comms.formats import month_long

MONTHS_SHOWN = 6
#: A day is a sliver of a month's width: narrower, a bar couldn't be seen.
LEAST_WIDTH = 6


class Piece(NamedTuple):
    """What an action takes of a month: where it begins and how long it is, in hundredths of the month."""

    month: date
    x: int = 0
    width: int = 0
    begins: date | None = None
    ends: date | None = None


@dataclass(frozen=True)
class Bar:
    action: Action
    pieces: list[Piece]


def bar(action: Action, months: list[date]) -> Bar:
    first, last = action.starts_on, action.ends_on or action.starts_on
    return Bar(action, [_piece(month, first, last) for month in months])


def _piece(month: date, first: date, last: date) -> Piece:
    end = shifted(month, 1) - timedelta(days=1)
    begins, ends = max(first, month), min(last, end)
    if begins > ends:
        return Piece(month)
    x = (begins - month).days * 100 // end.day
    width = max(LEAST_WIDTH, ((ends - month).days + 1) * 100 // end.day - x)
    return Piece(month, min(x, 100 - width), width, begins, ends)


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    found = narrowed(request)
    months = asked_months(request, found.filters)
    shown = [shifted(months.first, n) for n in range(MONTHS_SHOWN)]
    last = shifted(months.first, MONTHS_SHOWN) - timedelta(days=1)
    actions, is_cut = listing.timeline(found.actions, months.first, last)
    context = {
        "found": found,
        "form": found.form,
        "months": months,
        "label": f"{month_long(shown[0])} – {month_long(shown[-1])}",
        "shown": shown,
        "today": local_today(),
        "bars": [bar(action, shown) for action in actions],
        "rest_url": found.list_url(start=months.first, end=last) if is_cut else "",
    }
    return render(request, "planning/timeline.html", context)
