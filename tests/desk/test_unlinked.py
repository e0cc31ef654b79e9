"""Actions without an objective: ticked and linked in one go by who plans."""

import pytest

from campaigns.strategy.models import Objective
from tests.campaigns.planning.factories import ActionFactory
from tests.campaigns.strategy.factories import a_plan_in_force
from tests.people import factories as people

URL = "/strategie/actions-sans-objectif/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_head(client, head):
    client.force_login(head)
    return client


@pytest.fixture
def objective(assistant, head, cabinet):
    a_plan_in_force(assistant, head, cabinet)
    return Objective.objects.in_force().first()


@pytest.fixture
def unlinked(assistant):
    return [ActionFactory(created_by=assistant, title=f"Action {rank}") for rank in range(3)]


def test_the_ticked_ones_are_linked_and_leave_the_page(as_head, objective, unlinked):
    first, second, third = unlinked
    answer = as_head.post(URL, {"action": [first.pk, second.pk], "objective": objective.pk}, follow=True)
    assert "2 actions sont reliées" in answer.content.decode()
    assert set(objective.actions.all()) == {first, second}
    assert [action.pk for action in answer.context["page"].items] == [third.pk]


@pytest.mark.parametrize(
    ("ticked", "chosen", "said"),
    [(False, True, "Cochez d’abord des actions."), (True, False, "Choisissez d’abord l’objectif")],
)
def test_what_is_missing_is_said_and_nothing_is_linked(as_head, objective, unlinked, ticked, chosen, said):
    data = {"action": unlinked[0].pk} if ticked else {}
    data["objective"] = objective.pk if chosen else ""
    assert said in as_head.post(URL, data, follow=True).content.decode()
    assert not objective.actions.exists()


def test_who_only_reads_has_neither_boxes_nor_the_right(client, unlinked):
    client.force_login(people.secretary_general())
    assert 'name="action"' not in client.get(URL).content.decode()
    assert client.post(URL, {"action": unlinked[0].pk}).status_code == 403
