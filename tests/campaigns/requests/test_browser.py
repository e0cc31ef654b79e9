"""In a real Chromium of 360 px: asked late on a phone, sorted by keyboard, an action with its plan."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from campaigns.planning.models import Action
from campaigns.requests.models import CommunicationRequest, RequestState
from comms.calendar.working_days import local_today
from tests.campaigns.requests import factories
from tests.pages import assert_accessible
from tests.people.factories import head as new_head

pytestmark = pytest.mark.django_db(transaction=True)


def test_asked_late_on_a_phone_sorted_by_keyboard(new_page):
    contact, head = factories.contact(), new_head()
    kind = factories.kind_with_plan(name="Affiche de rue")
    phone = new_page(contact, width=360)
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

    desk = new_page(head)
    desk.goto("/demandes/trier/")
    assert_accessible(desk)
    desk.locator("h1").click()
    desk.keyboard.press("a")
    expect(desk.locator("#id_accepter-level_1")).to_be_focused()
    desk.get_by_role("button", name="Accepter", exact=True).press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Trier")
    asked = CommunicationRequest.objects.get()
    assert asked.state == RequestState.ACCEPTED
    assert Action.objects.get().tasks.count() == kind.plan_template.steps.count()

    phone.goto(asked.get_absolute_url())
    expect(phone.get_by_role("heading", name="Le calendrier")).to_be_visible()
    assert_accessible(phone)


def test_j_and_k_walk_through_the_pile(new_page):
    first, second = factories.sent(title="Première"), factories.sent(title="Deuxième")
    page = new_page(new_head())
    page.goto(f"/demandes/{first.pk}/tri/")
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1)).to_have_text(second.title)
    page.wait_for_load_state()
    page.keyboard.press("k")
    expect(page.get_by_role("heading", level=1)).to_have_text(first.title)
    page.wait_for_load_state()
    page.keyboard.press("r")
    expect(page.locator("#id_refuser-reason")).to_be_focused()
    page.keyboard.type("ja")  # letters are words now
    expect(page.locator("#id_refuser-reason")).to_have_value("ja")
