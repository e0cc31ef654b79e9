"""Actions that come again: their occurrences are made ahead, once each whoever asks and however often."""

from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from campaigns.planning.actions.moving import move_action
from campaigns.planning.actions.templating import apply_template
from campaigns.planning.actions.writing import create_action
from campaigns.planning.errors import NotNow
from campaigns.planning.models import (
    ACTION_MOVES,
    Action,
    ActionState,
    Occurrence,
    Series,
)
from campaigns.planning.permissions import may_decide_action
from campaigns.planning.recurrence import Wish, days_from, rule_days
from comms.calendar.working_days import WorkingCalendar
from comms.journal.actions import record
from comms.people.models import User

#: What a series gives to each of its occurrences as it is.
GIVEN = (
    "description", "kind", "objective", "campaign", "lead", "place", "zone", "foreseen_cost",
    "is_confidential",
)  # fmt: skip
LINKS = ("audiences", "departments")
#: Days shown ahead on a series' page.
SHOWN_DAYS = 12


@transaction.atomic
def create_series(
    *, author: User, title: str, starts_on: date, wish: Wish, today: date, **facts: Any
) -> Series:
    """The series and the occurrences that come first."""
    links = {name: facts.pop(name, ()) for name in LINKS}
    series = Series.objects.create(
        title=title, starts_on=starts_on, rule=wish.rule(starts_on), created_by=author, **facts
    )
    for name, rows in links.items():
        getattr(series, name).set(rows)
    record(actor=author, verb=f"a créé le rendez-vous régulier, {series.words}"[:200], target=series)
    make_occurrences(series=series, today=today)
    return series


@transaction.atomic
def edit_series(*, series: Series, actor: User, **facts: Any) -> Series:
    """For what is still to be made; the actions that are there keep what they have."""
    links = {name: facts.pop(name) for name in LINKS if name in facts}
    for name, value in facts.items():
        setattr(series, name, value)
    series.save(update_fields=list(facts))
    for name, rows in links.items():
        getattr(series, name).set(rows)
    record(actor=actor, verb="a modifié le rendez-vous régulier", target=series)
    return series


# --- making ---------------------------------------------------------------------------------------------


def make_all_occurrences(*, today: date) -> int:
    """Of every running series; how many actions were made."""
    return sum(make_occurrences(series=series, today=today) for series in Series.objects.running(today))


def horizon(series: Series, today: date) -> date:
    """How far ahead occurrences are made: the setting, and before that whatever the plan takes."""
    steps = series.template.steps.aggregate(longest=Max("offset"))["longest"] if series.template else 0
    plan = timedelta(days=max(steps or 0, 0) * 7 // 5)
    return today + timedelta(weeks=settings.SERIES_WEEKS_AHEAD) + plan


@transaction.atomic
def make_occurrences(*, series: Series, today: date) -> int:
    """The actions of the rule's days from today to the horizon that aren't made yet.

    The series' row is held, so that two processes take turns; a day that has its row is never made again,
    whether it was moved, skipped or its action was removed.
    """
    row = Series.objects.select_for_update(of=("self",)).select_related("template").get(pk=series.pk)
    last = horizon(row, today)
    for rule_day in _open_days(row, today, last):
        day = shifted_day(row, rule_day)
        Occurrence.objects.get_or_create(series=row, rule_day=rule_day, defaults={"day": day})
    waiting = row.occurrences.to_make().filter(rule_day__lte=last, day__gte=today)
    found = [occurrence for occurrence in waiting if not row.ended_on or occurrence.rule_day < row.ended_on]
    for occurrence in found:
        _make(row, occurrence, today)
    return len(found)


def _open_days(series: Series, first: date, last: date) -> list[date]:
    if series.ended_on:
        last = min(last, series.ended_on - timedelta(days=1))
    return rule_days(series.rule, series.starts_on, first, last)


def shifted_day(series: Series, rule_day: date) -> date:
    """Where the day falls once closed days are taken into account."""
    step = {Series.ClosedDays.NEXT: 1, Series.ClosedDays.PREVIOUS: -1}.get(series.on_closed_days)
    if not step:
        return rule_day
    calendar, day = WorkingCalendar(rule_day), rule_day
    while not calendar.is_working_day(day):
        day += timedelta(days=step)
    return day


def _make(series: Series, occurrence: Occurrence, today: date) -> None:
    actor = series.created_by
    facts = {name: getattr(series, name) for name in GIVEN}
    facts |= {name: list(getattr(series, name).all()) for name in LINKS}
    ends_on = occurrence.day + timedelta(days=series.days - 1) if series.days > 1 else None
    decided = {"decided_by": series.decided_by, "decided_on": series.decided_on} if series.decided_by else {}
    action = create_action(
        author=actor, title=series.title, origin=Action.Origin.RECURRING, starts_on=occurrence.day,
        ends_on=ends_on, **facts, **decided,
    )  # fmt: skip
    Occurrence.objects.filter(pk=occurrence.pk).update(action=action, is_made=True)
    if series.decided_by and series.decided_on and may_decide_action(actor):
        move_action(action=action, actor=actor, to=ActionState.APPROVED)
    if series.template:
        apply_template(action=action, template=series.template, actor=actor, today=today)
    elif action.state == ActionState.APPROVED:
        move_action(action=action, actor=actor, to=ActionState.PLANNED)


# --- one day of it, and its end -------------------------------------------------------------------------


def next_days(series: Series, today: date) -> list[Occurrence]:
    """The coming days of the rule, each with what became of it; nothing is written."""
    end = series.ended_on
    days = [
        day
        for day in islice(days_from(series.rule, series.starts_on, today), SHOWN_DAYS)
        if not end or day < end
    ]
    known = {row.rule_day: row for row in series.occurrences.select_related("action")}
    besides = [row.rule_day for row in known.values() if row.rule_day >= today and _still_comes(row)]
    return [
        known.get(day) or Occurrence(series=series, rule_day=day, day=shifted_day(series, day))
        for day in sorted({*days, *besides})
    ]


def _still_comes(occurrence: Occurrence) -> bool:
    """Although an earlier rhythm gave it: its action is there, or is still to be made."""
    if occurrence.action is None:
        return not occurrence.is_made and not occurrence.is_skipped
    return occurrence.action.state != ActionState.CANCELLED


def _occurrence(series: Series, rule_day: date) -> Occurrence:
    """The row of this day, held; made when the rule has that day."""
    row = Series.objects.select_for_update().get(pk=series.pk)
    is_known = row.occurrences.filter(rule_day=rule_day).exists()
    if not is_known and rule_day not in rule_days(row.rule, row.starts_on, rule_day, rule_day):
        raise NotNow("Ce rendez-vous régulier ne tombe pas ce jour-là.")
    occurrence, _ = Occurrence.objects.get_or_create(
        series=row, rule_day=rule_day, defaults={"day": shifted_day(row, rule_day)}
    )
    return occurrence


@transaction.atomic
def skip_occurrence(*, series: Series, rule_day: date, actor: User, reason: str) -> Occurrence:
    """This day only; the action that is there already is cancelled. Raises what `move_action` raises."""
    occurrence = _occurrence(series, rule_day)
    if occurrence.action and occurrence.action.state != ActionState.CANCELLED:
        move_action(action=occurrence.action, actor=actor, to=ActionState.CANCELLED, reason=reason)
    occurrence.is_skipped, occurrence.reason = True, reason
    occurrence.save(update_fields=["is_skipped", "reason"])
    record(actor=actor, verb=f"a sauté le {rule_day:%d/%m/%Y}", target=series, reason=reason)
    return occurrence


@transaction.atomic
def move_occurrence(*, series: Series, rule_day: date, to: date, actor: User, reason: str) -> Occurrence:
    """Before its action is made; afterwards J0 moves on the action's page, which shows what would follow."""
    occurrence = _occurrence(series, rule_day)
    if occurrence.is_made:
        raise NotNow("L’action de ce jour existe déjà : déplacez son J0 depuis sa page.")
    if occurrence.is_skipped:
        raise NotNow("Cette fois a été sautée.")
    occurrence.day, occurrence.reason = to, reason
    occurrence.save(update_fields=["day", "reason"])
    verb = f"a déplacé le {rule_day:%d/%m/%Y} au {to:%d/%m/%Y}"
    record(actor=actor, verb=verb, target=series, reason=reason)
    return occurrence


@transaction.atomic
def end_series(
    *, series: Series, actor: User, on: date, reason: str, cancel_made: bool = False
) -> list[Action]:
    """Nothing more from that day on; gives back the made actions that can't be cancelled any more."""
    changed = Series.objects.filter(pk=series.pk, ended_on=None).update(ended_on=on, end_reason=reason)
    series.refresh_from_db()
    if not changed:
        raise NotNow("Ce rendez-vous régulier est déjà terminé.")
    record(
        actor=actor, verb=f"a terminé le rendez-vous régulier au {on:%d/%m/%Y}", target=series, reason=reason
    )
    if not cancel_made:
        return []
    made = Action.objects.filter(occurrence__series=series, occurrence__rule_day__gte=on)
    kept = []
    for action in made.exclude(state=ActionState.CANCELLED):
        if ActionState.CANCELLED in ACTION_MOVES[action.state]:
            move_action(action=action, actor=actor, to=ActionState.CANCELLED, reason=reason)
        else:
            kept.append(action)
    return kept
