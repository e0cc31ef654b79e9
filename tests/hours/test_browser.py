"""In a real browser, on a phone: the hours of a Sunday event, from the entry to the closed month."""

from datetime import timedelta

import pytest

from comms.calendar.working_days import local_today
from hours.converters import month_before
from hours.models import Balance, MonthLock, TimeEntry
from tests.pages import assert_accessible
from tests.people import factories as people

pytestmark = pytest.mark.django_db(transaction=True)


def a_sunday():
    """The last Sunday of the month before."""
    day = local_today().replace(day=1) - timedelta(days=1)
    return day - timedelta(days=(day.weekday() + 1) % 7)


def test_the_hours_of_a_sunday_from_the_entry_to_the_closed_month(new_page):
    assistant, head = people.assistant(), people.head()
    sunday = a_sunday()
    phone = new_page(assistant, 360)
    phone.goto("/heures/")
    assert_accessible(phone)
    phone.get_by_role("link", name="Saisir des heures").first.click()
    phone.get_by_text("Un autre jour", exact=True).click()
    phone.get_by_label("Quel jour").fill(sunday.isoformat())
    phone.locator("#id_starts").fill("08:00")
    phone.locator("#id_ends").fill("13:00")
    phone.get_by_text("30 min", exact=True).click()
    phone.get_by_label("Ce que vous avez fait").fill("Fête de la mer")
    phone.get_by_label("Ce que vous avez fait").blur()
    phone.locator("#cut-preview .kind-sunday").wait_for()
    assert_accessible(phone)
    phone.get_by_role("button", name="Soumettre").click()
    phone.get_by_text("Vos heures sont soumises.").wait_for()
    assert_accessible(phone)
    entry = TimeEntry.objects.get()
    assert entry.minutes_by_kind() == {"sunday": 270}

    chief = new_page(head, 360)
    chief.goto("/heures/a-valider/")
    assert_accessible(chief)
    chief.get_by_label("Tout cocher").check()
    chief.get_by_role("button", name="Valider ce qui est coché").click()
    chief.get_by_text("1 ligne validée.").wait_for()
    assert Balance.objects.get(person=assistant).minutes == 270

    month = month_before(local_today().replace(day=1))
    chief.goto(f"/heures/cellule/?mois={month:%Y-%m}")
    assert_accessible(chief)
    chief.get_by_role("button", name="Clore le mois de tous").click()
    chief.get_by_text("Mois clos pour 2 personnes.").wait_for()
    assert MonthLock.objects.in_force().count() == 2

    phone.goto(entry.get_absolute_url())
    phone.goto(f"/heures/personnes/{assistant.pk}/{month:%Y-%m}/")
    phone.get_by_text("Mois clos").first.wait_for()
    phone.goto("/heures/charge/")
    assert_accessible(phone)
