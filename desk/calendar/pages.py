"""Where one is in the calendar: a view, a day, filters; and the addresses of what stands beside it."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.http import QueryDict
from django.urls import reverse

from comms import formats
from comms.people.models import User
from desk.calendar.items import Ask, Reading
from desk.calendar.layout import Layout
from desk.calendar.sources import read_calendar

MONTH, WEEK, LIST, PEOPLE = "mois", "semaine", "liste", "personnes"
VIEWS = {MONTH: "Mois", WEEK: "Semaine", LIST: "Liste", PEOPLE: "Personnes"}
#: Things of a day that a view shows; the week and the list have room for more.
A_DAY = {MONTH: 4, WEEK: 30, LIST: 12, PEOPLE: 30}
LIST_DAYS = 28


@dataclass(frozen=True)
class CalendarPage:
    user: User
    view: str
    day: date
    today: date
    filters: dict
    query: QueryDict

    @property
    def start(self) -> date:
        if self.view == MONTH:
            return self.day.replace(day=1)
        return self.day if self.view == LIST else self.day - timedelta(days=self.day.weekday())

    @property
    def end(self) -> date:
        if self.view == MONTH:
            return self.day.replace(day=calendar.monthrange(self.day.year, self.day.month)[1])
        return self.start + timedelta(days=LIST_DAYS - 1 if self.view == LIST else 6)

    @property
    def title(self) -> str:
        if self.view == MONTH:
            return f"{formats.MONTHS[self.day.month - 1]} {self.day.year}".capitalize()
        if self.view == LIST:
            return f"À partir du {formats.day_medium(self.start)}"
        return f"Semaine {self.start.isocalendar().week}, du {self._span}"

    @property
    def _span(self) -> str:
        month = "" if self.start.month == self.end.month else f" {formats.MONTHS[self.start.month - 1]}"
        return f"{formats.day_number(self.start)}{month} au {formats.day_medium(self.end)}"

    @cached_property
    def ask(self) -> Ask:
        """The month is shown by whole weeks."""
        start, end = self.start, self.end
        if self.view == MONTH:
            start -= timedelta(days=start.weekday())
            end += timedelta(days=6 - end.weekday())
        return Ask(self.user, start, end, self.today, a_day=A_DAY[self.view], **self.filters)

    @cached_property
    def reading(self) -> Reading:
        return read_calendar(self.ask)

    @cached_property
    def layout(self) -> Layout:
        return Layout(self.reading, self.ask.start, self.ask.end, self.today, A_DAY[self.view])

    @cached_property
    def weeks(self) -> list:
        return self.layout.weeks(self.day.month if self.view == MONTH else 0)

    # --- what stands beside it ----------------------------------------------------------------------------
    def url(self, *, view: str = "", day: date | None = None) -> str:
        query = self.query.copy()
        query["vue"], query["jour"] = view or self.view, (day or self.day).isoformat()
        return f"{reverse('desk:calendar')}?{query.urlencode()}"

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        return [(label, self.url(view=view), view == self.view) for view, label in VIEWS.items()]

    @property
    def previous_url(self) -> str:
        if self.view == MONTH:
            return self.url(day=(self.start - timedelta(days=1)).replace(day=1))
        return self.url(day=self.start - timedelta(days=LIST_DAYS if self.view == LIST else 7))

    @property
    def next_url(self) -> str:
        return self.url(day=self.end + timedelta(days=1))

    @property
    def today_url(self) -> str:
        return self.url(day=self.today)

    @property
    def shows_today(self) -> bool:
        return self.start <= self.today <= self.end

    @property
    def week_url(self) -> str:
        """Without its day: a day's « + 3 » adds it."""
        query = self.query.copy()
        query.pop("jour", None)
        query["vue"] = LIST if self.view == WEEK else WEEK
        return f"{reverse('desk:calendar')}?{query.urlencode()}&jour="

    @property
    def subscribe_url(self) -> str:
        query = self.query.copy()
        for name in ("vue", "jour"):
            query.pop(name, None)
        return f"{reverse('desk:feeds')}?{query.urlencode()}" if query else reverse("desk:feeds")
