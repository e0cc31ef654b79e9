"""The window before a poll: computed, stored, corrected."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from comms.calendar.models import Poll, window_start

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
LIST = "/administration/calendar/poll/"


# /work/shared/domain.md, part C
@pytest.mark.parametrize(
    ("held_on", "opens"),
    [
        (date(2026, 3, 15), date(2025, 9, 1)),
        (date(2026, 6, 28), date(2025, 12, 1)),
        (date(2027, 4, 11), date(2026, 10, 1)),
        (date(2026, 12, 31), date(2026, 6, 1)),
    ],
)
def test_known_windows(held_on, opens):
    assert window_start(held_on) == opens


@given(held_on=DAYS)
def test_a_window_opens_on_a_first_six_months_before_the_month_of_the_poll(held_on):
    """Said again by walking: the month before, six times."""
    day = held_on
    for _ in range(6):
        day = day.replace(day=1) - timedelta(days=1)
    assert window_start(held_on) == day.replace(day=1)


@given(first=DAYS, second=DAYS)
def test_a_later_poll_never_opens_sooner(first, second):
    first, second = sorted((first, second))
    assert window_start(first) <= window_start(second)
    assert (first - window_start(first)).days in range(180, 216)


@pytest.mark.django_db
class TestRows:
    def poll(self, **fields):
        usual = {"kind": Poll.Kind.MUNICIPAL, "held_on": date(2026, 3, 15), "territory": "Le Mont-Dore"}
        return Poll.objects.create(**usual | fields)

    def test_what_is_left_empty_is_computed_and_stored(self):
        poll = self.poll(second_round_on=date(2026, 3, 22))
        poll.refresh_from_db()
        assert (poll.window_starts_on, poll.window_ends_on) == (date(2025, 9, 1), date(2026, 3, 22))
        assert not poll.is_vigilance

    def test_a_presidential_poll_is_a_vigilance(self):
        assert self.poll(kind=Poll.Kind.PRESIDENTIAL).is_vigilance

    def test_a_corrected_window_stays(self):
        poll = self.poll(window_starts_on=date(2025, 10, 1))
        poll.save()
        poll.refresh_from_db()
        assert poll.window_starts_on == date(2025, 10, 1)

    @pytest.mark.parametrize(
        ("day", "is_open"),
        [
            (date(2025, 8, 31), False),
            (date(2025, 9, 1), True),
            (date(2026, 3, 15), True),
            (date(2026, 3, 16), False),
        ],
    )
    def test_open_on_both_of_its_ends_and_not_beyond(self, day, is_open):
        poll = self.poll()
        assert Poll.objects.open_on(day).exists() is is_open
        assert poll.is_open_on(day) is is_open

    def test_one_that_isnt_taken_into_account_opens_nothing(self):
        self.poll(is_active=False)
        assert not Poll.objects.open_on(date(2026, 1, 1)).exists()

    def test_the_database_refuses_what_cant_be(self):
        for fields in (
            {"second_round_on": date(2026, 3, 1)},
            {"window_starts_on": date(2026, 4, 1), "window_ends_on": date(2026, 3, 1)},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                self.poll(**fields)


@pytest.mark.django_db
class TestAdmin:
    FIELDS = {
        "kind": "municipal", "held_on": "15/03/2026", "second_round_on": "", "territory": "Le Mont-Dore",
        "concern": "", "window_starts_on": "", "window_ends_on": "", "adds_cabinet_step": "on",
        "source": "", "is_active": "on",
    }  # fmt: skip

    def test_a_window_left_empty_is_computed_and_follows_the_poll_until_somebody_corrects_it(
        self, client, head
    ):
        client.force_login(head)
        client.post(f"{LIST}add/", self.FIELDS)
        poll = Poll.objects.get()
        shown = {"window_starts_on": "01/09/2025", "window_ends_on": "15/03/2026", "concern": "strict"}
        client.post(f"{LIST}{poll.pk}/change/", self.FIELDS | shown | {"held_on": "12/04/2026"})
        poll.refresh_from_db()
        assert (poll.window_starts_on, poll.window_ends_on) == (date(2025, 10, 1), date(2026, 4, 12))
        corrected = shown | {"held_on": "12/04/2026", "window_starts_on": "15/10/2025"}
        client.post(f"{LIST}{poll.pk}/change/", self.FIELDS | corrected | {"window_ends_on": "12/04/2026"})
        poll.refresh_from_db()
        assert poll.window_starts_on == date(2025, 10, 15)

    def test_a_second_round_before_the_first_is_refused_in_french(self, client, head):
        client.force_login(head)
        page = client.post(f"{LIST}add/", self.FIELDS | {"second_round_on": "01/03/2026"}).content.decode()
        assert "Le second tour vient après le premier." in page
        assert not Poll.objects.exists()
