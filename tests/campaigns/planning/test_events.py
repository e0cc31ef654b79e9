"""The sheet of an event: prepared, unrolled on a phone, ticked by several people."""

from datetime import date

import pytest

from campaigns.planning.actions.events import open_sheet, tick, write_line
from campaigns.planning.errors import NotNow
from campaigns.planning.models import CheckItem, EventPerson, EventSheet, RunLine, UsualCheck
from tests.campaigns.planning.factories import ActionFactory
from tests.pages import assert_accessible, assert_valid_html


@pytest.fixture
def sheet(head) -> EventSheet:
    UsualCheck.objects.get_or_create(label="Sonorisation")
    return open_sheet(action=ActionFactory(created_by=head, kind="event"), actor=head)


def test_a_new_sheet_begins_with_the_usual_things_once(sheet, head):
    again = open_sheet(action=sheet.action, actor=head)
    assert again == sheet
    assert sheet.checks.filter(label="Sonorisation").count() == 1


def test_only_an_event_has_a_sheet(client, head):
    support = ActionFactory(created_by=head, kind="support")
    with pytest.raises(NotNow):
        open_sheet(action=support, actor=head)
    client.force_login(head)
    page = client.post(f"/actions/{support.pk}/evenement/ouvrir/", follow=True)
    assert "Seul un événement a une fiche" in page.content.decode()


def test_the_run_of_the_day_is_written_in_the_order_of_hours(client, head, sheet):
    client.force_login(head)
    url = f"/actions/{sheet.pk}/evenement/deroule/ajouter/"
    for hour in ("10:00", "07:30"):
        client.post(url, {"on": "2026-12-11", "starts_at": hour, "what": f"À {hour}"})
    assert [line.what for line in sheet.run.all()] == ["À 07:30", "À 10:00"]
    wrong = {"on": "2026-12-11", "starts_at": "10:00", "ends_at": "09:00", "what": "Discours"}
    assert "finit avant de commencer" in client.post(url, wrong).content.decode()


def test_a_line_is_ticked_once_whoever_does_it(sheet, head, assistant):
    line = sheet.checks.get(label="Sonorisation")
    assert tick(line=line, actor=head, done=True)
    assert not tick(line=line, actor=assistant, done=True)
    line.refresh_from_db()
    assert line.done_by == head
    assert tick(line=line, actor=assistant, done=False)


def test_lines_of_another_sheet_are_out_of_reach(client, head, sheet):
    other = open_sheet(action=ActionFactory(created_by=head, kind="event"), actor=head)
    line = other.checks.first()
    client.force_login(head)
    for step in ("", "retirer/", "cocher/"):
        assert client.post(f"/actions/{sheet.pk}/evenement/materiel/{line.pk}/{step}").status_code == 404
    assert client.get(f"/actions/{sheet.pk}/evenement/autre/ajouter/").status_code == 404


def test_the_pages_are_valid_and_say_whom_to_call(client, head, sheet):
    write_line(
        line=EventPerson(), sheet=sheet, actor=head, side="contact", name="Gardien", phone="+687437000"
    )
    client.force_login(head)
    for path in ("", "feuille-de-route/", "modifier/", "deroule/ajouter/", "personnes/ajouter/"):
        assert_valid_html(client.get(f"/actions/{sheet.pk}/evenement/{path}"))
    assert 'href="tel:+687437000"' in client.get(f"/actions/{sheet.pk}/evenement/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_on_site_one_ticks_with_a_thumb(new_page, live, head):
    action = ActionFactory(created_by=head, kind="event", number=9002)
    sheet = open_sheet(action=action, actor=head)
    write_line(
        line=RunLine(), sheet=sheet, actor=head, on=date(2026, 12, 11), starts_at="07:30", what="Montage"
    )
    write_line(line=CheckItem(), sheet=sheet, actor=head, label="Micro")
    page = new_page(head, 360)
    page.goto(f"{live.url}/actions/{action.pk}/evenement/feuille-de-route/")
    assert_accessible(page)
    page.get_by_role("button", name="Fait : Micro").tap()
    page.locator(".is-done", has_text="Micro").wait_for()
    assert sheet.checks.get(label="Micro").done_by == head
