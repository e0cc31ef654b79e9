"""One calendar over everything: what stands in it, for whom, laid out how, moved how."""

from datetime import date, timedelta

import pytest

from campaigns.planning.models import Action, ActionState, Task, TaskState
from comms.calendar.models import ClosedDay, Poll
from desk.calendar.items import Ask, CalendarItem, Reading
from desk.calendar.layout import LINES, Layout, bands_of
from desk.calendar.sources import read_calendar
from tests.campaigns.planning.factories import ActionFactory, TaskFactory
from tests.pages import assert_valid_html
from tests.people import factories as people

MONDAY = date(2026, 12, 7)
URL = "/calendrier/"


def page(client, user, **query) -> str:
    client.force_login(user)
    answer = client.get(URL, {"vue": "semaine", "jour": MONDAY.isoformat()} | query)
    assert_valid_html(answer)
    return answer.content.decode()


def titles(user, start=MONDAY, days=7, **filters) -> list[str]:
    ask = Ask(user, start, start + timedelta(days=days - 1), MONDAY, **filters)
    return [item.title for item in read_calendar(ask).items]


@pytest.mark.parametrize("view", ["mois", "semaine", "liste", "personnes"])
def test_each_view_shows_what_has_a_day(client, assistant, view):
    ActionFactory(title="Fête du lagon", starts_on=date(2026, 12, 11), lead=assistant)
    ActionFactory(title="Campagne des gestes", starts_on=date(2026, 12, 8), ends_on=date(2026, 12, 20))
    TaskFactory(title="Relire l’affiche", due_on=date(2026, 12, 9), owner=assistant, action=None)
    text = page(client, assistant, vue=view)
    for title in ("Fête du lagon", "Campagne des gestes", "Relire l’affiche"):
        assert title in text


@pytest.mark.parametrize("view", ["mois", "semaine", "liste", "personnes"])
def test_each_view_is_readable_with_nothing_in_it(client, stranger, view):
    page(client, stranger, vue=view, kind="taches")


def test_holidays_bridges_school_and_polls_are_for_everybody(stranger):
    ClosedDay.objects.create(label="Pont", starts_on=MONDAY, ends_on=MONDAY)
    school = ClosedDay.Kind.SCHOOL
    ClosedDay.objects.create(
        kind=school, label="Grandes vacances", starts_on=MONDAY, ends_on=date(2027, 2, 1)
    )
    poll = Poll(kind=Poll.Kind.MUNICIPAL, held_on=date(2027, 3, 14), territory="la commune")
    poll.save()
    found = titles(stranger, days=30)
    assert {"Pont", "Grandes vacances", "Noël"} <= {title.replace("Jour de ", "") for title in found}
    assert any("Élections municipales" in title for title in found)


def test_what_is_kept_to_the_cabinet_is_nowhere(
    client, assistant, secretary_general, elected, department_contact
):
    secret = ActionFactory(title="Visite secrète", is_confidential=True, state=ActionState.APPROVED)
    TaskFactory(title="Préparer la visite secrète", action=secret, due_on=MONDAY)
    Action.objects.update(starts_on=MONDAY)
    assert "Visite secrète" in titles(assistant)
    for user in (secretary_general, elected, people.department_contact()):
        for view in ("mois", "semaine", "liste", "personnes"):
            assert "secrète" not in page(client, user, vue=view)


def test_the_filters_narrow_and_stay_in_the_addresses(client, assistant):
    other = people.assistant()
    TaskFactory(title="La mienne", owner=assistant, due_on=MONDAY, action=None)
    TaskFactory(title="La sienne", owner=other, due_on=MONDAY, action=None)
    ActionFactory(title="À Plum", zone="Plum", starts_on=MONDAY)
    assert "La sienne" not in titles(assistant, person=assistant)
    assert "À Plum" in titles(assistant, zone="plum")
    assert "La mienne" not in titles(assistant, zone="plum")
    assert titles(assistant, slugs=frozenset({"taches"})) == ["La mienne", "La sienne"]
    text = page(client, assistant, person=str(other.pk), kind="taches")
    assert "La sienne" in text
    assert "La mienne" not in text
    assert text.count(f"person={other.pk}") >= 4


@pytest.mark.parametrize("query", [{"jour": "jamais"}, {"vue": "siècle"}, {"person": "x"}, {"kind": "rien"}])
def test_what_cant_be_read_in_the_address_is_left_out(client, assistant, query):
    page(client, assistant, **query)


def test_a_full_day_says_how_many_others_there_are(client, assistant):
    TaskFactory.create_batch(9, action=None, owner=assistant, due_on=MONDAY)
    text = page(client, assistant, vue="mois")
    assert text.count('data-task="') == 4
    assert "et 5 autres" in text


@pytest.mark.parametrize("view", ["mois", "semaine", "liste", "personnes"])
def test_thirty_things_cost_as_many_queries_as_one(client, assistant, django_assert_max_num_queries, view):
    def fill(count: int):
        for number in range(count):
            action = ActionFactory(starts_on=MONDAY, created_by=assistant)
            TaskFactory(action=action, owner=assistant, due_on=MONDAY + timedelta(days=number % 7))

    def queries() -> int:
        with django_assert_max_num_queries(60) as captured:
            page(client, assistant, vue=view)
        return len(captured)

    fill(1)
    queries()
    before = queries()
    fill(30)
    assert queries() == before


# --- laid out -----------------------------------------------------------------------------------------------


def period(start: date, end: date, title: str = "x") -> CalendarItem:
    return CalendarItem(uid=title, slug="actions", title=title, starts_on=start, ends_on=end)


def test_bands_stand_on_the_first_free_line_and_know_their_ends():
    items = [
        period(date(2026, 12, 1), date(2026, 12, 8), "a"),
        period(date(2026, 12, 8), date(2026, 12, 9), "b"),
        period(date(2026, 12, 9), date(2026, 12, 20), "c"),
    ]
    bands = {band.item.title: band for band in bands_of(items, MONDAY)}
    assert [(bands[name].line, bands[name].column, bands[name].span) for name in "abc"] == [
        (1, 1, 2),
        (2, 2, 2),
        (1, 3, 5),
    ]
    assert (bands["a"].begins, bands["a"].ends) == (False, True)
    assert (bands["c"].begins, bands["c"].ends) == (True, False)


def test_there_are_only_so_many_lines():
    items = [period(MONDAY, MONDAY + timedelta(days=6), str(number)) for number in range(9)]
    assert len(bands_of(items, MONDAY)) == LINES


def test_a_month_is_whole_weeks(db):
    layout = Layout(Reading(), date(2026, 11, 30), date(2027, 1, 3), MONDAY, 4)
    weeks = layout.weeks(month=12)
    assert len(weeks) == 5
    assert [day.date.day for day in weeks[0].days] == [30, 1, 2, 3, 4, 5, 6]
    assert not weeks[0].days[0].is_inside


# --- moved --------------------------------------------------------------------------------------------------


def test_a_task_is_moved_and_one_comes_back_to_the_same_calendar(client, assistant):
    task = TaskFactory(action=None, owner=assistant, due_on=MONDAY)
    client.force_login(assistant)
    address = f"/calendrier/taches/{task.pk}/"
    assert_valid_html(client.get(address))
    back = "/calendrier/?vue=semaine&jour=2026-12-07"
    answer = client.post(address, {"due_on": "2026-12-09", "back": back})
    assert answer.url == back
    task.refresh_from_db()
    assert task.due_on == date(2026, 12, 9)


@pytest.mark.parametrize("back", ["https://ailleurs.example/", "//ailleurs.example/calendrier/?", "/compte/"])
def test_one_never_goes_elsewhere(client, assistant, back):
    task = TaskFactory(action=None, owner=assistant, due_on=MONDAY)
    client.force_login(assistant)
    answer = client.post(f"/calendrier/taches/{task.pk}/", {"due_on": "2026-12-09", "back": back})
    assert answer.url == URL


def test_a_day_that_is_none_is_said_in_french(client, assistant):
    task = TaskFactory(action=None, owner=assistant, due_on=MONDAY)
    client.force_login(assistant)
    answer = client.post(f"/calendrier/taches/{task.pk}/", {"due_on": "demain"})
    assert answer.status_code == 200
    assert "date valide" in answer.content.decode()


def test_only_the_unit_moves_open_tasks(client, assistant, secretary_general, stranger):
    task = TaskFactory(action=None, owner=secretary_general, due_on=MONDAY)
    done = TaskFactory(action=None, owner=assistant, due_on=MONDAY, state=TaskState.DONE)
    for user, status in ((secretary_general, 403), (stranger, 404)):
        client.force_login(user)
        assert client.post(f"/calendrier/taches/{task.pk}/", {"due_on": "2026-12-09"}).status_code == status
    client.force_login(assistant)
    assert client.post(f"/calendrier/taches/{done.pk}/", {"due_on": "2026-12-09"}).status_code == 404
    assert set(Task.objects.values_list("due_on", flat=True)) == {MONDAY}
