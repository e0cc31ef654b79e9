"""The crisis in a real browser: at a desk and on a phone."""

import pytest

from tests.outbox.factories import mailing
from tests.periods.factories import QuickEntryFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_crisis_on_and_off_on_a_phone_and_a_desk(new_page, head, cabinet, assistant):
    """Opened at a desk, logged in two touches on a phone, everything paused and resumed, closed."""
    sent = mailing(2, created_by=head)
    QuickEntryFactory()
    desk = new_page(head)
    desk.goto("/crise/")
    desk.get_by_role("link", name="Ouvrir le mode crise").click()
    desk.get_by_label("Phénomène").fill("Exercice")
    desk.get_by_label("Alerte 1").check()
    desk.get_by_role("button", name="Ouvrir").click()
    phone = new_page(assistant, width=360)
    phone.goto("/")
    phone.get_by_role("link", name="Journal et messages").tap()
    phone.get_by_role("button", name="Rumeur repérée sur les réseaux").tap()
    phone.get_by_text("Noté au journal.").wait_for()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    desk.get_by_role("button", name="Tout mettre en pause").click()
    desk.get_by_role("button", name="Tout reprendre").wait_for()
    sent.refresh_from_db()
    assert not sent.is_active
    desk.get_by_role("button", name="Tout reprendre").click()
    desk.get_by_role("button", name="Tout mettre en pause").wait_for()
    sent.refresh_from_db()
    assert sent.is_active
    desk.get_by_role("link", name="Fermer", exact=True).click()
    desk.get_by_role("button", name="Fermer le mode crise").click()
    desk.get_by_text("Le mode crise est clos.").wait_for()
    phone.reload()
    assert phone.locator(".banner-crisis").count() == 0
