"""The rail: each person sees where they may go, with what waits there, and nothing is counted twice."""

import pytest
from django.urls import reverse

from comms.counts import Count
from comms.journal.actions import record
from desk.rail import ACCOUNT, CREATIONS, GROUPS, SHORTCUTS
from tests.pages import assert_valid_html
from tests.people import factories as people
from tests.press.newsroom.published import draft, somebody, submitted

ROLES = ["assistant", "head", "cabinet", "secretary_general", "department_contact", "elected", "stranger"]
LINKS = [*(link for _title, links in GROUPS for link in links), *CREATIONS, *ACCOUNT]


def rail_of(client, user):
    client.force_login(user)
    return client.get("/notifications/").context["rail"]


def labels(rail) -> list[str]:
    return [entry.label for group in rail.groups for entry in group.entries]


def test_the_assistant_has_no_administration(client, assistant):
    rail = rail_of(client, assistant)
    assert "Administration" not in labels(rail)
    assert "Communiqués" in labels(rail)
    assert "Communiqué" in [entry.label for entry in rail.creations]


def test_the_head_has_the_administration(client, head):
    assert "Administration" in labels(rail_of(client, head))


def test_a_stranger_creates_nothing(client, stranger):
    rail = rail_of(client, stranger)
    assert rail.creations == []
    assert {"Ma journée", "À valider", "Calendrier", "Communiqués"} <= set(labels(rail))
    assert {"Point cabinet", "Contacts", "Administration"}.isdisjoint(labels(rail))


@pytest.mark.parametrize("role", ROLES)
def test_every_entry_that_is_shown_opens(client, db, settings, tmp_path, role):
    settings.DEMO, settings.DEMO_MAILBOX_DIR = True, tmp_path
    rail = rail_of(client, getattr(people, role)())
    entries = [entry for group in rail.groups for entry in group.entries]
    for entry in [*entries, *rail.creations, *rail.account]:
        assert client.get(entry.url).status_code == 200, entry.label


def test_what_waits_is_counted(client, db):
    submitted()
    rail = rail_of(client, somebody("head"))
    [entry] = [entry for group in rail.groups for entry in group.entries if entry.label == "À valider"]
    assert entry.count == Count(1)
    assert rail_of(client, somebody("cabinet")).groups[0].entries[1].count == Count(0)


def test_the_entry_of_the_page_is_the_current_one(client, assistant):
    client.force_login(assistant)
    page = client.get(reverse("press:releases"))
    assert_valid_html(page)
    current = [e.label for group in page.context["rail"].groups for e in group.entries if e.is_current]
    assert current == ["Communiqués"]


def test_the_home_entry_is_current_on_home_alone(client, assistant):
    client.force_login(assistant)
    [first] = client.get("/").context["rail"].groups[0].entries[:1]
    assert first.is_current


def test_the_shortcuts_of_a_phone_are_entries_of_the_rail(client, head):
    rail = rail_of(client, head)
    assert [entry.url for entry in rail.shortcuts] == [reverse(name) for name in SHORTCUTS]


def test_each_entry_has_its_icon_and_its_page():
    for link in LINKS:
        assert reverse(link.url_name)
        assert link.icon


def test_the_bell_counts_what_was_not_read(client, assistant):
    rail = rail_of(client, assistant)
    assert rail.unread == Count(0)
    record(actor=None, verb="a relu", target=draft(), tell=[assistant])
    assert rail_of(client, assistant).unread == Count(1)


def test_a_page_for_everybody_counts_nothing(client, db, django_assert_num_queries):
    """The public pages don't show the rail: it is never read there."""
    with django_assert_num_queries(1):  # the town's settings
        client.get("/compte/connexion/")
