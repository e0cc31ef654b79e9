"""The calendar in a real browser: a task dragged to another day, and nothing sticks out on a phone."""

from datetime import timedelta

import pytest

from comms.calendar.working_days import local_today
from tests.campaigns.planning.factories import TaskFactory
from tests.pages import assert_accessible
from tests.people import factories as people

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_task_is_dragged_to_the_day_after(new_page):
    user = people.assistant()
    monday = local_today() - timedelta(days=local_today().weekday())
    task = TaskFactory(title="Relire l’affiche", action=None, owner=user, due_on=monday)
    page = new_page(user)
    page.goto("/calendrier/?vue=semaine")
    item = page.locator(f"[data-task='{task.pk}']")
    target = page.locator(f"[data-day='{monday + timedelta(days=1)}'] [data-agenda-items]")
    start, end = item.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 12, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 30, end["y"] + 10, steps=12)
    page.mouse.up()
    page.wait_for_selector("text=est maintenant pour le mardi")
    task.refresh_from_db()
    assert task.due_on == monday + timedelta(days=1)
    assert "vue=semaine" in page.url


@pytest.mark.parametrize("view", ["mois", "semaine", "liste", "personnes"])
@pytest.mark.parametrize("width", [1280, 360])
def test_each_view_is_accessible(new_page, view, width):
    user = people.assistant()
    TaskFactory(title="Relire l’affiche", action=None, owner=user, due_on=local_today())
    page = new_page(user, width)
    page.goto(f"/calendrier/?vue={view}")
    assert_accessible(page)
