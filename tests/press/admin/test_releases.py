"""Releases in the admin: the same rules as on the staff's pages."""

import pytest

from comms.approvals.models import Approval
from press.actions.releases import save_text
from press.models import Release, ReleaseState, Theme
from tests.press import mailed
from tests.press.newsroom import published as releases
from tests.press.views.test_release_pages import as_, typed

pytestmark = pytest.mark.django_db

ADMIN = "/administration/press/release/"


def change(release: Release) -> str:
    return f"{ADMIN}{release.pk}/change/"


def test_an_edit_in_the_admin_makes_a_version_that_is_not_approved(head):
    release = releases.approved()
    as_(head).post(change(release), typed(release, title="Depuis l’administration"))
    release.refresh_from_db()
    assert release.title == "Depuis l’administration"
    assert release.state == ReleaseState.DRAFT
    assert release.effective_version is None
    assert release.updated_by == head
    assert Approval.objects.about(release).get().state == Approval.State.VOIDED


def test_a_release_created_in_the_admin_has_its_number(head):
    as_(head).post(f"{ADMIN}add/", typed())
    release = Release.objects.get()
    assert (release.number, release.created_by) == (1, head)


def test_a_stale_edit_in_the_admin_is_refused_with_the_input_kept(head, assistant):
    release = releases.draft()
    mine = typed(release, title="De Marc")
    save_text(release=release, actor=assistant, seen_revision=1, changes={"title": "De Léa"})
    answer = as_(head).post(change(release), mine)
    assert answer.status_code == 200
    assert "a enregistré ce communiqué pendant que vous écriviez" in answer.content.decode()
    assert "De Marc" in answer.content.decode()
    release.refresh_from_db()
    assert release.title == "De Léa"


@pytest.mark.parametrize("make", [releases.published, releases.withdrawn])
def test_what_is_out_is_read_only_there(make, head):
    release = make(releases.published()) if make is releases.withdrawn else make()
    client = as_(head)
    assert "Enregistrer" not in client.get(change(release)).content.decode()
    assert client.post(change(release), typed(release, title="Autre")).status_code == 403
    release.refresh_from_db()
    assert release.title == "Fermeture nocturne à Boulari"


def test_nobody_deletes_a_release(head, superuser):
    release = releases.draft()
    for user in (head, superuser):
        as_(user).post(f"{ADMIN}{release.pk}/delete/", {"post": "yes"})
    assert as_(head).get(f"{ADMIN}{release.pk}/delete/").status_code == 403


def test_forged_fields_change_nothing(head):
    release = releases.draft()
    as_(head).post(change(release), typed(release, state="sent", number="99", sent_at_0="2026-01-01"))
    release.refresh_from_db()
    assert (release.state, release.number, release.sent_at) == (ReleaseState.DRAFT, 1, None)


def test_lists_and_search_answer(head):
    mailed.launch(releases.approved("École de Boulari"))
    releases.draft("Pont de Plum", body="<p>Un pont.</p>")
    client = as_(head)
    answer = client.get(f"{ADMIN}?q=ecole")
    assert [release.title for release in answer.context["cl"].result_list] == ["École de Boulari"]
    assert client.get("/administration/press/dispatch/").status_code == 200


def test_the_list_costs_the_same_queries_for_one_and_for_thirty(head, django_assert_max_num_queries):
    client, counts = as_(head), []
    for total in (1, 30):
        while Release.objects.count() < total:
            releases.draft(f"R{Release.objects.count()}", theme=releases.theme())
        with django_assert_max_num_queries(40) as captured:
            client.get(ADMIN)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_address_of_a_theme_is_given_once(head):
    client = as_(head)
    client.post(
        "/administration/press/theme/add/",
        {"name": "Travaux", "slug": "travaux", "position": 0, "is_active": "on"},
    )
    theme = Theme.objects.get()
    client.post(
        f"/administration/press/theme/{theme.pk}/change/",
        {"name": "Chantiers", "slug": "autre", "position": 0, "is_active": "on"},
    )
    theme.refresh_from_db()
    assert (theme.name, theme.slug) == ("Chantiers", "travaux")
