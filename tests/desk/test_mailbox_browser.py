"""« Boîte d'essai » in a real browser: the mail as received, in a frame that runs nothing."""

from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from tests.desk.test_mailbox import keep, png
from tests.pages import assert_accessible
from tests.people import factories as people


@pytest.fixture
def name(live, settings, tmp_path) -> str:
    settings.DEMO, settings.DEMO_MAILBOX_DIR = True, tmp_path
    mail = EmailMessage()
    mail["Subject"], mail["To"], mail["From"] = "Travaux à Plum", "lea@example.org", "com@example.org"
    mail.set_content("Bonjour Léa,\nla route est fermée.\n")
    mail.add_alternative(
        '<!DOCTYPE html><html lang="fr"><head><title>Travaux</title></head><body>'
        '<p style="color: rgb(1, 2, 3)">La route est fermée. <img src="cid:plan@x" alt="Le plan"></p>'
        '<p><a href="https://example.org/">Le site</a></p></body></html>',
        subtype="html",
    )
    mail.get_payload()[1].add_related(png(), "image", "png", cid="<plan@x>")
    return keep(tmp_path, mail)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_mail_is_shown_as_its_reader_sees_it(new_page, name, width):
    page = new_page(people.head(), width=width)
    page.goto("/boite-d-essai/")
    assert_accessible(page)
    page.get_by_role("link", name="Travaux à Plum").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_text("La route est fermée.")).to_have_css("color", "rgb(1, 2, 3)")
    assert frame.get_by_alt_text("Le plan").evaluate("picture => picture.naturalWidth") == 2
    expect(page.get_by_text("Bonjour Léa,")).to_be_visible()
    assert_accessible(page)


def test_a_link_of_the_mail_opens_beside(new_page, name):
    page = new_page(people.head())
    page.context.route("https://example.org/**", lambda route: route.abort())
    page.goto(f"/boite-d-essai/{name}/")
    link = page.frame_locator("iframe").get_by_role("link", name="Le site")
    with page.context.expect_page() as opened:
        link.click()
    assert opened.value != page
    expect(page.get_by_role("heading", level=1)).to_have_text("Travaux à Plum")
