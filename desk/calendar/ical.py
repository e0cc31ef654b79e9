"""The calendar as an iCalendar file (RFC 5545), as phones and mail programs subscribe to it."""

from datetime import date, timedelta

from django.conf import settings
from django.http import QueryDict
from icalendar import Calendar, Event

from comms.town.models import TownSettings
from desk.calendar.items import Ask, CalendarItem
from desk.calendar.sources import BY_SLUG, read_calendar
from desk.models import CalendarFeed

#: How far a subscription looks back and ahead, and how many things of a day it takes along.
BACK, AHEAD, A_DAY = timedelta(days=60), timedelta(days=400), 20
#: What has an hour and no end lasts this long in somebody's agenda.
MOMENT = timedelta(minutes=30)


def feed_ask(feed: CalendarFeed, filters: dict, today: date) -> Ask:
    return Ask(feed.owner, today - BACK, today + AHEAD, today, a_day=A_DAY, **filters)


def feed_query(feed: CalendarFeed) -> QueryDict:
    return QueryDict(feed.query)


def feed_as_ical(feed: CalendarFeed, ask: Ask) -> bytes:
    """The same bytes as long as nothing changed, so that a subscriber is told « rien de neuf »."""
    file = Calendar()
    file.add("prodid", "-//Comms//Calendrier//FR")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("x-wr-calname", feed.name)
    file.add("x-wr-timezone", TownSettings.current().time_zone or settings.TIME_ZONE)
    file.add("refresh-interval", timedelta(hours=1), parameters={"value": "DURATION"})
    file.add("x-published-ttl", "PT1H")
    items = read_calendar(ask).items
    for item in sorted(items, key=lambda item: (item.starts_on, item.uid)):
        file.add_component(_event(item, feed))
    return file.to_ical()


def _event(item: CalendarItem, feed: CalendarFeed) -> Event:
    event = Event()
    event.add("uid", f"{item.uid}@{_host()}")
    event.add("dtstamp", item.changed_at or feed.created_at)
    event.add("summary", f"{item.title} ({item.note})" if item.slug == "taches" and item.note else item.title)
    if item.at:
        event.add("dtstart", item.at)
        event.add("dtend", item.until or item.at + MOMENT)
    else:
        event.add("dtstart", item.starts_on)
        event.add("dtend", item.ends_on + timedelta(days=1))  # the day after: RFC 5545 leaves it out
        event.add("transp", "TRANSPARENT")
    event.add("categories", [BY_SLUG[item.slug].label])
    if item.place:
        event.add("location", item.place)
    if item.url:
        event.add("url", settings.BASE_URL + item.url)
    if words := " · ".join(filter(None, (item.note, item.state, item.who))):
        event.add("description", words)
    return event


def _host() -> str:
    return settings.BASE_URL.partition("://")[2].partition("/")[0].partition(":")[0]
