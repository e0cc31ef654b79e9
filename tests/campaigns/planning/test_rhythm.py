"""Another rhythm for what comes again: shown first, what has begun spared, nothing made twice."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as some

from campaigns.planning.actions.moving import move_action
from campaigns.planning.actions.rhythm import change_rhythm, preview_rhythm
from campaigns.planning.actions.series import create_series, make_occurrences, next_days
from campaigns.planning.errors import NotNow
from campaigns.planning.models import Action, ActionState, Series
from campaigns.planning.recurrence import Frequency, MonthlyWay, Wish, rule_days, wish_of
from comms.calendar.working_days import local_today
from tests.campaigns.planning.factories import TaskFactory

TODAY = date(2026, 11, 24)  # a Tuesday
NEXT_WEEK = TODAY + timedelta(weeks=1)
THURSDAYS = Wish(Frequency.WEEKLY, weekdays=(3,))


def tuesdays(head, today: date = TODAY) -> Series:
    wish = Wish(Frequency.WEEKLY, weekdays=(today.weekday(),))
    return create_series(author=head, title="Agenda", starts_on=today, wish=wish, today=today)


def change(series: Series, head, wish: Wish = THURSDAYS, starts_on: date = NEXT_WEEK):
    return change_rhythm(
        series=series, actor=head, starts_on=starts_on, wish=wish, today=TODAY, seen_rule=series.rule
    )


def live_days(series: Series) -> list[date]:
    rows = Action.objects.filter(occurrence__series=series).exclude(state=ActionState.CANCELLED)
    return list(rows.order_by("starts_on").values_list("starts_on", flat=True))


@given(
    frequency=some.sampled_from(Frequency.values),
    interval=some.integers(1, 12),
    weekdays=some.sets(some.integers(0, 6), min_size=1).map(sorted).map(tuple),
    way=some.sampled_from(MonthlyWay.values),
    count=some.none() | some.integers(1, 50),
    start=some.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
def test_a_rule_is_read_back_as_it_was_asked(frequency, interval, weekdays, way, count, start):
    wish = Wish(frequency, interval=interval, weekdays=weekdays, way=way, count=count)
    rule = wish.rule(start)
    assert wish_of(rule).rule(start) == rule


def test_from_that_day_on_the_days_are_the_new_rules(head):
    series = tuesdays(head)
    made = len(live_days(series))
    done = change(series, head)
    series.refresh_from_db()
    days = live_days(series)
    assert days[0] == TODAY  # before the new rhythm
    assert days[1:] == rule_days(series.rule, NEXT_WEEK, NEXT_WEEK, days[-1])
    assert {day.weekday() for day in days[1:]} == {3}
    assert len(done.cancelled) == made - 1
    assert make_occurrences(series=series, today=TODAY) == 0
    assert "le jeudi" in series.words


def test_the_preview_writes_nothing_and_says_what_happens(head):
    series = tuesdays(head)
    before = live_days(series)
    shown = preview_rhythm(series=series, starts_on=NEXT_WEEK, wish=THURSDAYS)
    assert (live_days(series), series.occurrences.count()) == (before, len(before))
    done = change(series, head)
    assert [row.rule_day for row in shown.cancelled] == [row.rule_day for row in done.cancelled]
    assert shown.added == done.added


def test_what_has_begun_or_is_done_keeps_its_day(head):
    series = tuesdays(head)
    begun, under_way, _ = Action.objects.filter(starts_on__gte=NEXT_WEEK).order_by("starts_on")[:3]
    TaskFactory(action=begun, created_by=head, state="done")
    Action.objects.filter(pk=under_way.pk).update(state=ActionState.UNDER_WAY)
    done = change(series, head)
    assert [row.action for row in done.spared] == [begun, under_way]
    series.refresh_from_db()
    assert {begun.starts_on, under_way.starts_on} <= {row.day for row in next_days(series, TODAY)}
    begun.refresh_from_db()
    assert begun.state != ActionState.CANCELLED


def test_back_to_the_old_rhythm_its_days_are_made_again(head):
    series = tuesdays(head)
    before = live_days(series)
    change(series, head)
    series.refresh_from_db()
    change(series, head, Wish(Frequency.WEEKLY, weekdays=(1,)))
    assert live_days(series) == before


def test_days_of_both_rhythms_are_kept_with_their_action(head):
    series = tuesdays(head)
    actions = set(Action.objects.filter(occurrence__series=series).values_list("pk", flat=True))
    done = change(series, head, Wish(Frequency.WEEKLY, weekdays=(1, 3)))
    assert not done.cancelled
    kept = Action.objects.filter(occurrence__series=series).exclude(state=ActionState.CANCELLED)
    assert actions < set(kept.values_list("pk", flat=True))


def test_days_before_a_rhythm_that_begins_late_still_come(head):
    series = tuesdays(head)
    late = TODAY + timedelta(weeks=20)
    change(series, head, starts_on=late)
    series.refresh_from_db()
    for weeks in range(0, 20, 5):
        make_occurrences(series=series, today=TODAY + timedelta(weeks=weeks))
    assert [day for day in live_days(series) if day < late] == [TODAY + timedelta(weeks=n) for n in range(20)]


def test_who_comes_second_is_told(head):
    series = tuesdays(head)
    change(series, head)
    with pytest.raises(NotNow, match="entre-temps"):
        change(series, head, Wish(Frequency.WEEKLY, weekdays=(4,)))


def test_a_cancelled_action_isnt_cancelled_again(head):
    series = tuesdays(head)
    action = Action.objects.get(occurrence__rule_day=NEXT_WEEK)
    move_action(action=action, actor=head, to=ActionState.CANCELLED, reason="Congés")
    assert action.pk not in {row.action_id for row in change(series, head).cancelled}


def test_the_page_shows_first_and_changes_on_the_button_only(client, head):
    client.force_login(head)
    today = local_today()
    series = tuesdays(head, today)
    address = f"/actions/regulieres/{series.pk}/rythme/"
    assert "Voir ce qui changerait" in client.get(address).content.decode()
    asked = {
        "starts_on": (today + timedelta(weeks=1)).isoformat(), "frequency": "WEEKLY", "interval": 2,
        "weekdays": today.weekday(), "way": "date", "ends": "never",
    }  # fmt: skip
    address += "?" + urlencode(asked)
    page = client.get(address).content.decode()
    assert "Actions annulées" in page
    rule = series.rule
    series.refresh_from_db()
    assert series.rule == rule
    client.post(address, {"seen_rule": "FREQ=DAILY"})
    series.refresh_from_db()
    assert series.rule == rule
    client.post(address, {"seen_rule": rule})
    series.refresh_from_db()
    assert "INTERVAL=2" in series.rule
    wrong = client.get(address.replace("starts_on=20", "starts_on=19")).content.decode()
    assert "aujourd’hui au plus tôt" in wrong
