"""In a real Chromium: the pile of requests sorted by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.campaigns.requests import factories
from tests.people.factories import head as new_head

pytestmark = pytest.mark.django_db(transaction=True)


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
