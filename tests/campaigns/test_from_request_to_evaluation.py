"""In a real Chromium: asked late on a phone of 360 px, sorted by keyboard, planned, J0 moved by two weeks
once its preview was seen, the tasks done, the action evaluated.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from campaigns.planning.models import Action, ActionState, Task, TaskState
from campaigns.requests.models import CommunicationRequest, RequestState
from comms.calendar.working_days import local_today
from tests.campaigns.requests import factories
from tests.pages import assert_accessible
from tests.people.factories import head as new_head

pytestmark = pytest.mark.django_db(transaction=True)


def ask_late(phone: Page) -> CommunicationRequest:
    phone.goto("/demandes/catalogue/")
    phone.get_by_role("link", name="Affiche de rue").click()
    assert_accessible(phone)
    phone.get_by_label("En quelques mots").fill("Fermeture du pont")
    phone.get_by_label("Qu’est-ce qui doit changer").fill("Que chacun passe par Yahoué.")
    phone.get_by_label("Pour qui").fill("Les automobilistes")
    phone.get_by_label("Pour quel jour").fill((local_today() + timedelta(days=3)).isoformat())
    expect(phone.locator("#delai")).to_contain_text("trop tôt")
    phone.get_by_role("button", name="Vérifier").click()
    assert_accessible(phone)
    phone.get_by_label("Pourquoi cette date").fill("Le pont a été fermé ce matin.")
    phone.get_by_role("button", name="Envoyer la demande").click()
    expect(phone.locator(".sent-reference")).to_have_text(f"D {local_today().year}-001")
    assert_accessible(phone)
    return CommunicationRequest.objects.get()


def accept_by_keyboard(desk: Page) -> Action:
    desk.goto("/demandes/trier/")
    assert_accessible(desk)
    desk.locator("h1").click()
    desk.keyboard.press("a")
    expect(desk.locator("#id_accepter-level_1")).to_be_focused()
    desk.get_by_role("button", name="Accepter", exact=True).press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Trier")
    return Action.objects.get()


def move_by_two_weeks(desk: Page, action: Action) -> None:
    day = action.starts_on
    later = day + timedelta(days=14)
    desk.get_by_role("link", name="Déplacer J0").first.click()
    desk.get_by_label("Nouveau J0").fill(later.isoformat())
    desk.get_by_role("button", name="Voir ce qui bougerait").click()
    expect(desk.get_by_role("heading", name="Ce qui bouge")).to_be_visible()
    assert_accessible(desk)
    action.refresh_from_db()
    assert action.starts_on == day, "nothing moves before it was shown"
    desk.get_by_role("button", name="Déplacer J0").click()
    expect(desk.get_by_text("J0 est déplacé")).to_be_visible()
    action.refresh_from_db()
    assert action.starts_on == later


def finish(desk: Page, task: Task) -> None:
    desk.goto(task.get_absolute_url())
    desk.get_by_role("button", name="C’est fait").click()
    expect(desk.get_by_role("button", name="C’est fait")).to_have_count(0)
    task.refresh_from_db()
    assert task.state == TaskState.DONE


def evaluate(desk: Page, action: Action) -> None:
    desk.goto(action.get_absolute_url())
    desk.get_by_role("button", name="Noter comme réalisée").click()
    desk.get_by_role("link", name="Écrire le bilan").click()
    assert_accessible(desk)
    desk.get_by_label("Personnes touchées").fill("1200")
    desk.get_by_label("Coût réel").fill("85000")
    desk.get_by_label("Ce qu’on garde").fill("Les panneaux au rond-point.")
    desk.get_by_role("button", name="Enregistrer").click()
    expect(desk.get_by_text("Les panneaux au rond-point.")).to_be_visible()


def test_from_a_late_request_on_a_phone_to_the_evaluation(new_page):
    contact, head = factories.contact(), new_head()
    kind = factories.kind_with_plan(name="Affiche de rue")
    phone, desk = new_page(contact, width=360), new_page(head)

    asked = ask_late(phone)
    action = accept_by_keyboard(desk)
    asked.refresh_from_db()
    assert asked.state == RequestState.ACCEPTED
    assert action.state == ActionState.PLANNED
    assert action.tasks.count() == kind.plan_template.steps.count()
    phone.goto(asked.get_absolute_url())
    expect(phone.get_by_role("heading", name="Le calendrier")).to_be_visible()
    assert_accessible(phone)

    desk.goto(action.get_absolute_url())
    move_by_two_weeks(desk, action)
    for task in action.tasks.order_by("due_on"):
        finish(desk, task)
    evaluate(desk, action)
    action.refresh_from_db()
    assert action.state == ActionState.EVALUATED
    assert (action.evaluation.reach, action.evaluation.real_cost) == (1200, 85_000)
