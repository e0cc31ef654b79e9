"""A card moves by drag or by button, by the action's rules; what can't be is explained."""

import pytest

from campaigns.planning.models import ActionState
from tests.campaigns.planning.factories import ActionFactory


def moved(client, action, to: str, **data) -> str:
    answer = client.post(
        f"/actions/tableau/{action.pk}/", {"to": to, "filters": "kind=support", **data}, follow=True
    )
    action.refresh_from_db()
    return answer.content.decode()


def test_a_card_moves_and_the_filters_stay(client, head):
    action = ActionFactory(created_by=head, state="planned")
    client.force_login(head)
    page = moved(client, action, "under_way")
    assert action.state == ActionState.UNDER_WAY
    assert "En cours" in page
    assert 'name="filters" value="kind=support"' in page


@pytest.mark.parametrize(("state", "to"), [("idea", "done"), ("done", "evaluated"), ("proposed", "approved")])
def test_a_move_that_isnt_one_is_explained_and_nothing_moves(client, head, state, to):
    action = ActionFactory(created_by=head, state=state)
    client.force_login(head)
    assert "n’a pas bougé" in moved(client, action, to)
    assert action.state == state


def test_putting_off_asks_why(client, head):
    action = ActionFactory(created_by=head, state="planned")
    client.force_login(head)
    assert "Pourquoi ce changement" in moved(client, action, "postponed")
    assert action.state == ActionState.PLANNED
    moved(client, action, "postponed", reason="Alerte météo")
    assert (action.state, action.state_reason) == (ActionState.POSTPONED, "Alerte météo")


def test_the_assistant_doesnt_decide_by_dragging(client, assistant):
    action = ActionFactory(created_by=assistant, state="planned")
    client.force_login(assistant)
    assert "n’a pas bougé" in moved(client, action, "cancelled", reason="Trop cher")
    assert action.state == ActionState.PLANNED


def test_others_move_nothing(client, head, secretary_general, stranger):
    action = ActionFactory(created_by=head, state="planned")
    for person, status in ((secretary_general, 403), (stranger, 404)):
        client.force_login(person)
        assert client.post(f"/actions/tableau/{action.pk}/", {"to": "under_way"}).status_code == status


def test_an_unknown_state_is_refused(client, head):
    action = ActionFactory(created_by=head)
    client.force_login(head)
    assert "Choisissez l’état" in moved(client, action, "nowhere")


@pytest.mark.django_db(transaction=True)
def test_the_board_works_by_button_and_by_drag(new_page, live, head):
    action = ActionFactory(created_by=head, title="Fête du lagon", state="planned", number=9001)
    page = new_page(head, 2000)  # all columns on the screen
    page.goto(f"{live.url}/actions/tableau/")
    card = page.locator("[data-card]", has_text="Fête du lagon")
    card.locator("select").select_option("under_way")
    card.get_by_role("button", name="Déplacer").click()
    page.get_by_text("est maintenant à l’état « En cours »").wait_for()
    card = page.locator("[data-card]", has_text="Fête du lagon")
    target = page.locator('[data-board-column="done"]')
    card.drag_to(target, source_position={"x": 6, "y": 6}, target_position={"x": 30, "y": 20})
    page.get_by_text("est maintenant à l’état « Réalisée »").wait_for()
    action.refresh_from_db()
    assert action.state == ActionState.DONE
