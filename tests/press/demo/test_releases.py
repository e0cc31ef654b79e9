"""The demonstration obeys the rules, whatever the day it is made on."""

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from comms.people.models import Role
from press.checks.release import blocking, text_checks
from press.demo.pictures import landscape
from press.demo.releases import load_demo_releases
from press.models import Release, ReleaseState
from tests.people import factories as people
from tests.press import mailed

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    mailed.press_list(4, "Rédactions")
    return {Role.ASSISTANT: people.assistant(), Role.HEAD: people.head(), Role.CABINET: people.cabinet()}


@pytest.mark.parametrize("day", ["2026-11-24", "2026-12-25", "2027-02-28", "2028-02-29"])
def test_a_dozen_releases_stand_in_every_state_on_any_day(unit, time_machine, day):
    time_machine.move_to(f"{day}T02:00:00Z")
    made = load_demo_releases(unit, date.fromisoformat(day))
    states = Counter(Release.objects.values_list("state", flat=True))
    assert len(made) >= 12
    assert set(states) == set(ReleaseState)
    assert states[ReleaseState.SENT] >= 4


def test_its_texts_would_pass_their_own_checks_and_never_speak_of_euros(unit):
    for release in load_demo_releases(unit, timezone.localdate()):
        content = release.current_content
        checks = text_checks(content, around=timezone.localdate())
        assert not [check.said for check in checks if check.level != "good"]
        assert not blocking(checks)
        words = f"{content.title} {content.chapo} {content.body_text}"
        assert "€" not in words
        assert "euro" not in words.lower()


def test_each_landscape_is_drawn_the_same_way_again():
    assert landscape("noon", 3).getvalue() == landscape("noon", 3).getvalue()
    assert landscape("noon", 3).getvalue() != landscape("noon", 4).getvalue()
