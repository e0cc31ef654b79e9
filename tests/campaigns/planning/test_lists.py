"""The list, the board, the timeline, the month and the tasks: same filters, constant queries, rights."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.planning import listing
from campaigns.planning.models import Action, ActionState, TaskState
from comms.calendar.models import ClosedDay
from comms.calendar.working_days import local_today
from tests.campaigns.planning.factories import ActionFactory, TaskFactory
from tests.pages import assert_valid_html

VIEWS = ("/actions/", "/actions/tableau/", "/actions/frise/", "/actions/mois/")
FIRST = date(2026, 12, 1)


def queries(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(path).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    "path", [*(f"{path}?taille=50&mois=2026-12" for path in VIEWS), "/taches/?taille=50"]
)
def test_a_page_asks_as_much_for_1_row_as_for_30(client, head, path):
    client.force_login(head)

    def more(count: int) -> None:
        for n in range(count):
            action = ActionFactory(created_by=head, lead=head, starts_on=FIRST + timedelta(days=n % 28))
            TaskFactory(action=action, created_by=head, due_on=FIRST)

    more(1)
    one = queries(client, path)
    more(29)
    assert queries(client, path) == one


@pytest.mark.parametrize("path", VIEWS)
@pytest.mark.parametrize("count", [0, 3])
def test_each_view_is_valid_html_empty_and_full(client, head, path, count):
    for n in range(count):
        today = local_today()
        ActionFactory(created_by=head, starts_on=today, ends_on=today + timedelta(days=n * 9))
    client.force_login(head)
    assert_valid_html(client.get(path))


@pytest.mark.parametrize("path", VIEWS)
def test_the_filters_are_the_same_in_each_view(client, head, path):
    today = local_today()
    ActionFactory(created_by=head, title="Fête du lagon", kind="event", starts_on=today)
    ActionFactory(created_by=head, title="Affiche du tri", kind="support", starts_on=today)
    client.force_login(head)
    page = client.get(path, {"kind": "event", "start": today, "end": today}).content.decode()
    assert "Fête du lagon" in page
    assert "Affiche du tri" not in page
    assert f"/actions/tableau/?kind=event&amp;start={today}" in page


@pytest.mark.parametrize("path", VIEWS)
def test_what_is_kept_to_the_cabinet_never_shows_to_others(client, head, secretary_general, stranger, path):
    ActionFactory(
        created_by=head,
        title="Projet discret",
        starts_on=local_today(),
        is_confidential=True,
        state="planned",
    )
    for person, seen in ((head, True), (secretary_general, False), (stranger, False)):
        client.force_login(person)
        assert ("Projet discret" in client.get(path).content.decode()) is seen
        assert ("Projet discret" in b"".join(client.get("/actions/export.csv")).decode()) is seen


def filtered(client, head, **asked) -> set[str]:
    client.force_login(head)
    return {action.title for action in client.get("/actions/", asked).context["page"].items}


def test_each_filter_narrows_by_what_it_says(client, head, assistant):
    today = local_today()
    late = ActionFactory(created_by=head, title="tardive", lead=assistant, zone="Plum", priority=1)
    TaskFactory(action=late, created_by=head, due_on=today - timedelta(days=3))
    ActionFactory(created_by=head, title="mienne", lead=head, starts_on=None, description="lagon")
    ActionFactory(created_by=head, title="finie", lead=head, state="done")
    assert filtered(client, head) == {"tardive", "mienne"}
    assert filtered(client, head, state="toutes") == {"tardive", "mienne", "finie"}
    assert filtered(client, head, state="done") == {"finie"}
    assert filtered(client, head, late="on") == {"tardive"}
    assert filtered(client, head, mine="on") == {"mienne"}
    assert filtered(client, head, gap="day") == {"mienne"}
    assert filtered(client, head, zone="plum") == {"tardive"}
    assert filtered(client, head, q="lagon") == {"mienne"}
    assert filtered(client, head, priority="1") == {"tardive"}
    assert filtered(client, head, lead=assistant.pk) == {"tardive"}


def test_bad_filters_are_said_and_left_out(client, head):
    ActionFactory(created_by=head, title="là")
    client.force_login(head)
    page = client.get("/actions/", {"kind": "x", "start": "2026-12-10", "end": "2026-12-01", "lead": "abc"})
    assert page.status_code == 200
    assert "Cette date vient avant la première." in page.content.decode()
    assert client.get("/actions/mois/", {"mois": "2026-99"}).status_code == 200
    assert client.get("/actions/frise/", {"mois": "0000-00"}).status_code == 200


def test_the_total_is_that_of_the_filtered_actions(client, head):
    ActionFactory(created_by=head, foreseen_cost=150_000)
    ActionFactory(created_by=head, foreseen_cost=50_000)
    ActionFactory(created_by=head, foreseen_cost=1_000_000, state="done")
    client.force_login(head)
    assert client.get("/actions/").context["total"] == 200_000


def test_a_column_is_bounded_and_leads_to_the_whole_list(client, head, monkeypatch):
    monkeypatch.setattr(listing, "COLUMN_LENGTH", 2)
    for n in range(4):
        ActionFactory(created_by=head, starts_on=FIRST + timedelta(days=n))
    column = listing.board(Action.objects.all(), [ActionState.IDEA, ActionState.DONE], FIRST)[0]
    assert [action.starts_on.day for action in column.actions] == [1, 2]
    assert column.is_cut
    client.force_login(head)
    assert "/actions/?state=idea" in client.get("/actions/tableau/").content.decode()


def test_the_month_begins_on_monday_and_names_holidays_bridges_and_what_is_more(head, monkeypatch):
    monkeypatch.setattr(listing, "DAY_LENGTH", 2)
    ClosedDay.objects.create(label="Pont de Noël", starts_on=date(2026, 12, 24), ends_on=date(2026, 12, 24))
    for _ in range(5):
        ActionFactory(created_by=head, starts_on=date(2026, 12, 12))
    ActionFactory(
        created_by=head, title="deux jours", starts_on=date(2026, 12, 19), ends_on=date(2026, 12, 20)
    )
    long = ActionFactory(created_by=head, starts_on=date(2026, 11, 1), ends_on=date(2027, 1, 5))
    shown = listing.month(Action.objects.all(), FIRST)
    days = {day.date.day: day for day in shown.days}
    assert shown.weeks[0][0].date == date(2026, 11, 30)
    assert all(len(week) == 7 for week in shown.weeks)
    assert days[25].holiday
    assert days[24].is_closed
    assert (len(days[12].actions), days[12].more) == (2, 3)
    assert [day for day in days if "deux jours" in [a.title for a in days[day].actions]] == [19, 20]
    assert shown.long == [long]


def test_the_timeline_holds_what_began_before_and_says_when_there_is_more(head, monkeypatch):
    monkeypatch.setattr(listing, "TIMELINE_LENGTH", 2)
    running = ActionFactory(created_by=head, starts_on=date(2026, 10, 1), ends_on=date(2026, 12, 2))
    over = ActionFactory(created_by=head, starts_on=date(2026, 10, 1), ends_on=date(2026, 11, 2))
    inside = ActionFactory(created_by=head, starts_on=date(2026, 12, 20))
    assert listing.timeline(Action.objects.all(), FIRST, date(2026, 12, 31)) == ([running, inside], False)
    ActionFactory(created_by=head, starts_on=date(2026, 12, 21))
    found, is_cut = listing.timeline(Action.objects.all(), FIRST, date(2026, 12, 31))
    assert is_cut
    assert over not in found


def test_several_actions_are_given_to_one_person(client, head, assistant):
    chosen = [ActionFactory(created_by=head, lead=head) for _ in range(2)]
    other = ActionFactory(created_by=head, lead=head)
    client.force_login(head)
    data = {"action": [action.pk for action in chosen], "way": "lead", "lead": assistant.pk}
    client.post("/actions/plusieurs/", data)
    assert set(Action.objects.filter(lead=assistant)) == set(chosen)
    client.post(
        "/actions/plusieurs/",
        {"everything": "on", "filters": "kind=support", "way": "priority", "priority": 1},
    )
    assert Action.objects.filter(priority=1).count() == 3
    answer = client.post("/actions/plusieurs/", {"way": "lead", "lead": assistant.pk}, follow=True)
    assert "Cochez d’abord des actions." in answer.content.decode()
    other.refresh_from_db()
    assert other.lead == head


def test_several_tasks_are_finished_and_what_waits_is_told(client, head):
    before = TaskFactory(created_by=head)
    waiting = TaskFactory(action=before.action, created_by=head, after=[before])
    free = TaskFactory(created_by=head)
    client.force_login(head)
    answer = client.post("/taches/plusieurs/", {"task": [waiting.pk, free.pk], "way": "finish"}, follow=True)
    waiting.refresh_from_db()
    free.refresh_from_db()
    assert (free.state, waiting.state) == (TaskState.DONE, TaskState.TO_DO)
    assert "Cette tâche attend" in answer.content.decode()


def test_tasks_are_mine_late_or_nobodys(client, head, assistant):
    today = local_today()
    TaskFactory(title="mienne", created_by=head, owner=head, due_on=today + timedelta(days=3))
    TaskFactory(title="tardive", created_by=head, owner=assistant, due_on=today - timedelta(days=3))
    TaskFactory(title="orpheline", created_by=head, owner=None, due_on=today + timedelta(days=30))
    client.force_login(head)

    def titles(**asked) -> set[str]:
        return {task.title for task in client.get("/taches/", asked).context["page"].items}

    assert titles() == {"mienne", "tardive", "orpheline"}
    assert titles(mine="on") == {"mienne"}
    assert titles(late="on") == {"tardive"}
    assert titles(unassigned="on") == {"orpheline"}
    assert titles(owner=assistant.pk) == {"tardive"}
