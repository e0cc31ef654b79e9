"""Releases in a real Chromium: writing, being told of the other, checking, on a laptop and on a phone."""

import pytest
from playwright.sync_api import expect

from press.actions.releases import save_text
from press.models import EditingPresence, Release
from tests.pages import assert_accessible
from tests.press import mailed
from tests.press.newsroom import published as releases

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/relations-presse/communiques/"


def editor(page):
    """The editor itself: until it stands, the textarea that it replaces has the same name."""
    return page.locator(".prose-frame").get_by_role("textbox", name="Corps du texte")


def test_a_text_is_written_formatted_and_saved(new_page):
    page = new_page(releases.somebody("assistant"))
    page.goto(f"{LIST}nouveau/")
    page.get_by_label("Titre").fill("Le marché rouvre")
    editor(page).click()
    page.keyboard.type("Le marché")
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Gras").click()
    expect(page.get_by_role("button", name="Gras")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Lien", exact=True).click()
    page.get_by_label("Adresse du lien").fill("www.mont-dore.nc")
    page.get_by_role("button", name="Mettre le lien").click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Le marché rouvre")
    body = Release.objects.get().body
    assert "<strong>Le marché</strong>" in body
    assert 'href="https://www.mont-dore.nc"' in body


def test_the_toolbar_works_by_keyboard(new_page):
    page = new_page(releases.somebody("assistant"))
    page.goto(f"{LIST}nouveau/")
    editor(page).click()
    page.keyboard.type("Venir")
    page.get_by_role("button", name="Intertitre", exact=True).focus()
    page.keyboard.press("Enter")
    expect(editor(page).locator("h2")).to_have_text("Venir")


def test_two_editors_know_of_each_other_and_the_second_compares(new_page):
    release = releases.draft(chapo="Au départ.")
    lea, marc = releases.somebody("assistant"), releases.somebody("head")
    first, second = new_page(marc), new_page(lea)
    first.goto(f"{LIST}{release.pk}/modifier/")
    expect(first.locator("#presence")).to_be_attached()
    second.goto(f"{LIST}{release.pk}/modifier/")
    expect(second.get_by_text("modifie ce texte")).to_contain_text(str(marc))
    save_text(release=release, actor=marc, seen_revision=1, changes={"chapo": "Le texte de Marc."})
    second.get_by_label("Chapô").fill("Le texte de Léa.")
    second.get_by_role("button", name="Enregistrer").click()
    expect(second.get_by_text("Ce que votre texte changerait")).to_be_visible()
    assert_accessible(second)
    second.get_by_role("button", name="Enregistrer").click()
    expect(second.get_by_text("Texte enregistré")).to_be_visible()
    assert Release.objects.get().chapo == "Le texte de Léa."


def test_words_left_without_saving_wait_for_their_author(new_page):
    release = releases.draft()
    page = new_page(releases.somebody("assistant"))
    with page.expect_response("**/presence/"):  # said once on opening, before anything is written
        page.goto(f"{LIST}{release.pk}/modifier/")
    page.get_by_label("Chapô").fill("Presque fini")
    with page.expect_response("**/presence/"):
        page.evaluate("htmx.trigger('#presence', 'load')")
    assert EditingPresence.objects.get().unsaved["chapo"] == "Presque fini"
    page.on("dialog", lambda dialog: dialog.accept())  # the guard asks before leaving
    page.goto(f"{LIST}{release.pk}/modifier/")
    page.get_by_role("link", name="Reprendre ce texte").click()
    expect(page.get_by_label("Chapô")).to_have_value("Presque fini")


def test_a_page_that_was_only_read_is_left_without_a_question(new_page):
    release = releases.draft()
    page = new_page(releases.somebody("assistant"))
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.goto(f"{LIST}{release.pk}/modifier/")
    expect(editor(page)).to_be_visible()
    page.goto(LIST)
    assert not asked


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_has_an_accessibility_fault(new_page, width):
    draft = releases.draft("Brouillon", files=True, quote="Oui.", quote_author="La direction")
    approved, public = releases.approved("Validée"), releases.published("Publique", files=True)
    press = mailed.press_list(3)
    sent = mailed.launch(releases.approved("Partie"), press)
    page = new_page(releases.somebody("head"), width)
    for address in (
        LIST,
        f"{LIST}nouveau/",
        f"{LIST}coller/",
        f"{LIST}{draft.pk}/",
        f"{LIST}{draft.pk}/modifier/",
        f"{LIST}{draft.pk}/pieces/",
        f"{LIST}{draft.pk}/accord/",
        f"{LIST}{public.pk}/",
        f"{LIST}{public.pk}/rectifier/",
        f"{LIST}{public.pk}/retirer/",
        f"{LIST}{public.pk}/imprimer/",
        f"{LIST}{approved.pk}/envoi/?lists={press.pk}",
        sent.get_absolute_url(),
        f"{sent.get_absolute_url()}annuler/",
        f"{sent.get_absolute_url()}imprimer/",
    ):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert_accessible(page)
