"""Actions that come again are made ahead, once each, whoever asks and however often."""

from datetime import date, timedelta
from threading import Barrier

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from campaigns.planning.actions import series as series_actions
from campaigns.planning.actions.series import (
    create_series,
    end_series,
    horizon,
    make_all_occurrences,
    make_occurrences,
    move_occurrence,
    next_days,
    skip_occurrence,
)
from campaigns.planning.errors import NotNow
from campaigns.planning.models import Action, ActionState, Occurrence, Series
from campaigns.planning.models.series import SeriesQuerySet
from campaigns.planning.recurrence import Frequency, Wish, rule_days
from comms.calendar.working_days import is_working_day
from tests.campaigns.planning.factories import event_template
from tests.press.at_once import at_once

TODAY = date(2026, 11, 24)  # a Tuesday
WEEKLY = Wish(Frequency.WEEKLY)


def weekly(head, **facts) -> Series:
    return create_series(
        author=head, title="Agenda", starts_on=TODAY, wish=facts.pop("wish", WEEKLY), today=TODAY, **facts
    )


def days(series: Series) -> list[date]:
    return list(Action.objects.filter(occurrence__series=series).values_list("starts_on", flat=True))


def test_the_coming_weeks_are_made_and_twice_changes_nothing(head, settings):
    settings.SERIES_WEEKS_AHEAD = 4
    series = weekly(head)
    assert days(series) == [TODAY + timedelta(weeks=n) for n in range(5)]
    assert make_all_occurrences(today=TODAY) == 0
    assert make_all_occurrences(today=TODAY + timedelta(days=7)) == 1
    assert len(days(series)) == 6


def test_each_occurrence_has_its_plan_and_comes_ahead_of_it(head, settings):
    settings.SERIES_WEEKS_AHEAD = 1
    series = weekly(head, template=event_template(), decided_by="Cabinet", decided_on=TODAY)
    actions = Action.objects.filter(occurrence__series=series)
    assert max(days(series)) >= TODAY + timedelta(days=42)  # J−30 in working days, and a week
    assert all(action.tasks.count() == 4 and action.state == ActionState.PLANNED for action in actions)
    assert all(action.origin == Action.Origin.RECURRING for action in actions)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    frequency=some.sampled_from(Frequency.values),
    interval=some.integers(1, 3),
    count=some.none() | some.integers(1, 6),
    visits=some.lists(some.integers(0, 90), min_size=1, max_size=4),
)
def test_whatever_the_rule_and_the_visits_a_day_is_made_once(head, frequency, interval, count, visits):
    Series.objects.all().delete()
    series = weekly(head, wish=Wish(frequency, interval=interval, count=count))
    for visit in [*sorted(visits), max(visits)]:
        make_occurrences(series=series, today=TODAY + timedelta(days=visit))
    made = list(series.occurrences.values_list("rule_day", flat=True))
    last = TODAY + timedelta(days=max(visits), weeks=8)
    assert len(made) == len(set(made))
    assert set(made) <= set(rule_days(series.rule, TODAY, TODAY, last))
    assert series.occurrences.filter(is_made=False).count() == 0


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_make_each_day_once(head):
    series = weekly(head)
    later = TODAY + timedelta(weeks=3)
    at_once(lambda _: make_occurrences(series=series, today=later), 4)
    assert len(days(series)) == len(set(days(series))) == Occurrence.objects.count() == 12


def one_more_by_two_workers(series: Series, head) -> int:
    """How many actions come of one day, whose row stands there because it was moved."""
    before, later = Action.objects.count(), TODAY + timedelta(weeks=1)
    last = horizon(series, later)
    move_occurrence(series=series, rule_day=last, to=last + timedelta(days=1), actor=head, reason="Férié")
    at_once(lambda _: make_occurrences(series=series, today=later), 2)
    return Action.objects.count() - before


@pytest.mark.django_db(transaction=True)
def test_a_moved_day_is_made_once_by_two_workers(head):
    assert one_more_by_two_workers(weekly(head), head) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_series_lock_it_would_be_made_twice(head, monkeypatch):
    """The negative control: both have read what is to be made before one of them makes it."""
    series = weekly(head)
    both_read, make = Barrier(2), series_actions._make

    def after_both_read(*args) -> None:
        both_read.wait(10)
        make(*args)

    monkeypatch.setattr(series_actions, "_make", after_both_read)
    monkeypatch.setattr(SeriesQuerySet, "select_for_update", lambda rows, **options: rows)
    assert one_more_by_two_workers(series, head) == 2


def test_a_closed_day_is_kept_or_leaves_its_place(head):
    wish = Wish(Frequency.WEEKLY, weekdays=(4,))  # 25 December 2026 is a Friday
    assert date(2026, 12, 25) in days(weekly(head, wish=wish))
    for way in (Series.ClosedDays.NEXT, Series.ClosedDays.PREVIOUS):
        moved = days(weekly(head, wish=wish, on_closed_days=way))
        assert all(is_working_day(day) for day in moved)


def test_one_day_is_skipped_and_its_action_cancelled_for_good(head):
    series = weekly(head)
    day = TODAY + timedelta(weeks=1)
    skip_occurrence(series=series, rule_day=day, actor=head, reason="Congés")
    assert Action.objects.get(occurrence__rule_day=day).state == ActionState.CANCELLED
    make_occurrences(series=series, today=TODAY)
    assert Action.objects.filter(starts_on=day).count() == 1


def test_one_day_moves_before_its_action_is_made_and_not_afterwards(head):
    series = weekly(head)
    far = next_days(series, TODAY)[-1].rule_day
    move_occurrence(series=series, rule_day=far, to=far + timedelta(days=1), actor=head, reason="Férié")
    make_occurrences(series=series, today=far - timedelta(weeks=1))
    assert far + timedelta(days=1) in days(series)
    assert far not in days(series)
    with pytest.raises(NotNow):
        move_occurrence(series=series, rule_day=far, to=far, actor=head, reason="")
    with pytest.raises(NotNow):
        skip_occurrence(
            series=series, rule_day=TODAY + timedelta(days=1), actor=head, reason="Jamais ce jour"
        )


def test_an_ended_series_makes_nothing_more(head):
    series = weekly(head)
    end = TODAY + timedelta(weeks=2)
    kept = end_series(series=series, actor=head, on=end, reason="Le site suffit", cancel_made=True)
    assert kept == []
    assert set(
        Action.objects.filter(occurrence__series=series)
        .exclude(state="cancelled")
        .values_list("starts_on", flat=True)
    ) == {TODAY, TODAY + timedelta(weeks=1)}
    assert make_all_occurrences(today=TODAY + timedelta(weeks=20)) == 0
    with pytest.raises(NotNow):
        end_series(series=series, actor=head, on=end, reason="Encore")


def test_a_removed_action_doesnt_come_back(head):
    series = weekly(head)
    Action.objects.filter(starts_on=TODAY).delete()
    make_occurrences(series=series, today=TODAY)
    assert TODAY not in days(series)


def test_the_form_says_the_rule_in_words_and_what_is_missing(client, head):
    client.force_login(head)
    data = {
        "title": "Conseil en bref", "kind": "publication", "starts_on": "2026-12-08", "frequency": "MONTHLY",
        "interval": 1, "way": "weekday", "ends": "count", "count": 10, "days": 1, "on_closed_days": "keep",
    }  # fmt: skip
    page = client.post("/actions/regulieres/nouvelle/", data, follow=True).content.decode()
    assert "Chaque mois, le deuxième mardi, 10 fois en tout." in page
    missing = client.post("/actions/regulieres/nouvelle/", data | {"ends": "until", "title": "Autre"})
    assert "Donnez le dernier jour." in missing.content.decode()
    assert Series.objects.count() == 1
