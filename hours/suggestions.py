"""What the entry's page proposes, so that a phone needs few taps: days, actions, places."""

from collections.abc import Iterable
from datetime import date, timedelta

from campaigns.planning.models import Action
from comms.formats import day_long
from comms.people.models import User
from hours.models import TimeEntry

#: How far back actions and places are looked for, and how many are shown.
RECENT = timedelta(days=45)
SHOWN = 40


def usual_days(today: date) -> list[tuple[str, date]]:
    """« Aujourd’hui », « Hier », « Dimanche dernier »; the last two may be one."""
    yesterday = today - timedelta(days=1)
    sunday = today - timedelta(days=today.weekday() + 1)
    days = [("Aujourd’hui", today), ("Hier", yesterday)]
    return days if sunday == yesterday else [*days, ("Dimanche dernier", sunday)]


def actions_near(user: User, days: Iterable[date], today: date) -> list[tuple[str, list[Action]]]:
    """The actions of each of these days, then the other recent ones; an action stands once."""
    days = list(dict.fromkeys(days))
    first = min([today - RECENT, *days])
    near = Action.objects.visible_to(user).between(first, max([today, *days]))
    found = list(near.order_by("-starts_on", "-pk")[:SHOWN])
    groups, shown = [], set()
    for day in days:
        of_day = [
            action
            for action in found
            if action.pk not in shown and action.starts_on <= day <= (action.ends_on or action.starts_on)
        ]
        if of_day:
            groups.append((day_long(day).capitalize(), of_day))
            shown.update(action.pk for action in of_day)
    others = [action for action in found if action.pk not in shown]
    return [*groups, ("Autres actions récentes", others)] if others else groups


def recent_places(user: User, today: date) -> list[str]:
    """Where this person worked lately, each place once."""
    recent = TimeEntry.objects.filter(person=user, day__gte=today - RECENT).exclude(place="")
    return list(dict.fromkeys(recent.values_list("place", flat=True)[:SHOWN]))[:8]
