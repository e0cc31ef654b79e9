"""The dossier of an action: its requests, tasks, releases and hours, for who may see them."""

import pytest

from campaigns.planning.models import ActionState
from desk.models import DossierRelease
from tests.budget.factories import committed
from tests.campaigns.planning.factories import ActionFactory, TaskFactory
from tests.contractors.missions.factories import awarded
from tests.pages import assert_valid_html
from tests.press.newsroom.published import draft


@pytest.fixture
def action(assistant):
    return ActionFactory(title="Fête du lagon", created_by=assistant, state=ActionState.APPROVED)


def read(client, user, action) -> str:
    client.force_login(user)
    page = client.get(f"/dossiers/{action.pk}/")
    assert_valid_html(page)
    return page.content.decode()


def test_an_empty_dossier_promises_nothing(client, assistant, action):
    text = read(client, assistant, action)
    assert "Le dossier est vide" in text
    assert "part-missions" not in text


def test_it_holds_tasks_and_the_releases_put_there(client, assistant, action):
    TaskFactory(title="Imprimer l’affiche", action=action)
    release = draft("La fête approche")
    client.force_login(assistant)
    answer = client.post(f"/dossiers/{action.pk}/communiques/", {"release": release.pk})
    assert answer.status_code == 302
    text = read(client, assistant, action)
    assert "Imprimer l’affiche" in text
    assert "La fête approche" in text
    link = DossierRelease.objects.get()
    client.post(f"/dossiers/{action.pk}/communiques/{link.pk}/retirer/")
    assert not DossierRelease.objects.exists()


def test_it_holds_the_missions_and_the_money_of_the_action(client, assistant, elected, action):
    given = awarded(title="Film de la fête", action=action)
    spent = committed(amount=40_000, subject=action).document_reference
    text = read(client, assistant, action)
    assert given.reference in text and spent in text
    assert "40\u202f000\u00a0F\u00a0CFP" in text
    seen_by_elected = read(client, elected, action)
    assert given.reference not in seen_by_elected and spent not in seen_by_elected


def test_twice_the_same_release_is_refused_in_french(client, assistant, action):
    release = draft("La fête approche")
    client.force_login(assistant)
    client.post(f"/dossiers/{action.pk}/communiques/", {"release": release.pk})
    answer = client.post(f"/dossiers/{action.pk}/communiques/", {"release": release.pk})
    assert answer.status_code == 200
    assert DossierRelease.objects.count() == 1


def test_a_draft_is_not_shown_by_the_dossier_of_a_decided_action(client, assistant, elected, action):
    DossierRelease.objects.create(action=action, release=draft("La fête approche"), added_by=assistant)
    assert "La fête approche" not in read(client, elected, action)


def test_who_may_not_see_the_action_has_no_dossier(client, elected, secretary_general, action):
    type(action).objects.update(is_confidential=True)
    for user in (elected, secretary_general):
        client.force_login(user)
        assert client.get(f"/dossiers/{action.pk}/").status_code == 404


def test_only_the_unit_puts_releases_there(client, elected, action):
    client.force_login(elected)
    assert client.post(f"/dossiers/{action.pk}/communiques/", {"release": 1}).status_code == 403


def test_thirty_rows_cost_as_many_queries_as_one(client, assistant, action, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(60) as captured:
            read(client, assistant, action)
        return len(captured)

    TaskFactory(action=action)
    queries()
    before = queries()
    TaskFactory.create_batch(30, action=action)
    assert queries() == before
