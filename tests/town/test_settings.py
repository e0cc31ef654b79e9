"""The town's settings: from the environment until saved, read once a page, followed by the clock."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from celery.signals import task_prerun
from django.forms import DateTimeField
from django.test import RequestFactory
from django.utils import timezone

from comms.calendar.working_days import local_today
from comms.formats import hour
from comms.people.models import User
from comms.town.middleware import TownMiddleware
from comms.town.models import TownSettings

pytestmark = pytest.mark.django_db


def saved(**fields) -> TownSettings:
    town = TownSettings.from_environment()
    for name, value in fields.items():
        setattr(town, name, value)
    town.save()
    return town


def test_until_saved_the_environment_speaks(settings):
    settings.TOWN_NAME, settings.TOWN_SITE_URL = "Les Marquises", "https://www.example.org"
    settings.TOWN_ACCENT_COLOR, settings.TIME_ZONE = "#123456", "Pacific/Tahiti"
    town = TownSettings.current()
    assert (town.name, town.site_url, town.accent_color) == (
        "Les Marquises", "https://www.example.org", "#123456",
    )  # fmt: skip
    assert town.short_name == "Ville des Marquises"
    assert town.zone == ZoneInfo("Pacific/Tahiti")
    assert not TownSettings.objects.exists()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Le Mont-Dore", "Ville du Mont-Dore"),
        ("Nouméa", "Ville de Nouméa"),
        ("La Foa", "Ville de la Foa"),
        ("Île-des-Pins", "Ville de l’Île-des-Pins"),
        ("Orléans", "Ville d’Orléans"),
        ("Houaïlou", "Ville de Houaïlou"),
        ("Yaté", "Ville de Yaté"),
        ("Ouégoa", "Ville de Ouégoa"),
    ],
)
def test_the_usual_name_follows_the_article(settings, name, short):
    settings.TOWN_NAME = name
    assert TownSettings.current().short_name == short


def test_once_saved_the_row_speaks():
    saved(name="Bourail")
    assert TownSettings.current().name == "Bourail"


def test_there_is_one_row_at_most():
    saved()
    second = TownSettings.from_environment()
    second.pk = 2
    with pytest.raises(Exception, match="town_has_one_settings_row"):
        second.save()


def test_a_page_asks_once_and_sees_its_own_change(django_assert_num_queries):
    saved(name="Bourail")
    seen = []

    def page(request):
        seen.append(TownSettings.current().name)
        seen.append(TownSettings.current().name)
        town = TownSettings.current()
        town.name = "Poindimié"
        with django_assert_num_queries(1):
            town.save()
        seen.append(TownSettings.current().name)

    with django_assert_num_queries(2):
        TownMiddleware(page)(RequestFactory().get("/"))
    assert seen == ["Bourail", "Bourail", "Poindimié"]
    assert TownSettings.current().name == "Poindimié"


def test_one_page_does_not_leave_its_settings_to_the_next():
    TownMiddleware(lambda request: None)(RequestFactory().get("/"))
    saved(name="Bourail")
    assert TownSettings.current().name == "Bourail"


def test_a_page_that_shows_nothing_of_the_town_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        TownMiddleware(lambda request: None)(RequestFactory().get("/"))


def test_files_cost_no_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/static/comms/house.css").status_code == 200


# --- the clock ----------------------------------------------------------------------------------------


def test_days_and_hours_of_a_page_follow_the_town_s_zone():
    saved(time_zone="Pacific/Tahiti")
    moment = datetime(2026, 9, 24, 5, 0, tzinfo=UTC)  # 16 h on the 24th in Nouméa, 19 h on the 23rd in Tahiti
    seen = []

    def page(request):
        seen.append((local_today(), hour(moment)))

    with time_machine.travel(moment, tick=False):
        TownMiddleware(page)(RequestFactory().get("/"))
        assert seen == [(datetime(2026, 9, 23).date(), "19\u00a0h")]
        assert local_today() == datetime(2026, 9, 24).date()


def test_postgresql_cuts_days_in_the_town_s_zone(head):
    saved(time_zone="Pacific/Tahiti")
    moment = datetime(2026, 9, 24, 5, 0, tzinfo=UTC)
    User.objects.update(last_login=moment)

    def page(request):
        assert User.objects.filter(last_login__date=datetime(2026, 9, 23).date()).exists()
        assert timezone.localtime(moment).isoformat() == "2026-09-23T19:00:00-10:00"
        typed = DateTimeField().clean("23/09/2026 19:00")
        assert typed == moment

    TownMiddleware(page)(RequestFactory().get("/"))


def test_a_task_says_the_same_hours_as_the_pages():
    saved(time_zone="Pacific/Tahiti")
    try:
        task_prerun.send(sender=None)
        assert timezone.get_current_timezone_name() == "Pacific/Tahiti"
    finally:
        timezone.deactivate()


def test_nonsense_in_the_row_falls_back_on_the_environment():
    saved()
    TownSettings.objects.update(time_zone="Pacifique/Nouméa")
    assert TownSettings.current().zone == ZoneInfo("Pacific/Noumea")
