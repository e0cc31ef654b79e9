"""The directory in a real browser: axe finds nothing, and a file goes the whole way at 1280 and 360 px."""

from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from press.actions.import_work import work_on
from press.demo.contacts import load_demo_contacts
from press.models import Contact, ContactList, ImportRun, Media
from tests.pages import assert_accessible
from tests.people import factories as people
from tests.press.factories import imported, table

SAMPLE = Path(__file__).parent / "data" / "contacts-presse.csv"


def addresses(head) -> list[str]:
    one, other = Contact.objects.present()[:2]
    opposed = Contact.objects.opted_out().first()
    run = ImportRun.objects.get(state="ready")
    faulty, twin = (run.rows.filter(state=state).first().number for state in ("faulty", "duplicate"))
    report = imported(head, table("Houp;Léa;Radio Corail;Radio;Voix;lea@example.org;;"))
    by_rule, by_hand = ContactList.objects.filter(way="rule").first(), ContactList.objects.get(way="hand")
    media = Media.objects.first()
    named = ("contacts", "contact_create", "duplicates", "medias", "media_create", "lists", "list_create",
             "imports",
             "import_create")  # fmt: skip
    return [
        *(reverse(f"press:{name}") for name in named),
        *(reverse(f"press:{name}", args=[one.pk]) for name in (
            "contact", "contact_edit", "contact_stop", "contact_resume", "contact_erase", "contact_held")),
        opposed.get_absolute_url(),
        reverse("press:contact_merge", args=[one.pk, other.pk]),
        media.get_absolute_url(), reverse("press:media_edit", args=[media.pk]),
        by_rule.get_absolute_url(), by_hand.get_absolute_url(), reverse("press:list_edit", args=[by_rule.pk]),
        reverse("press:list_delete", args=[by_hand.pk]),
        run.get_absolute_url(), reverse("press:import_row", args=[run.pk, faulty]),
        reverse("press:import_row", args=[run.pk, twin]), report.get_absolute_url(),
    ]  # fmt: skip


@pytest.mark.parametrize("width", [1280, 360])
def test_every_page_is_accessible(new_page, width):
    head = people.head()
    load_demo_contacts(head)
    page = new_page(head, width)
    for address in addresses(head):
        page.goto(address)
        assert_accessible(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_towns_file_goes_the_whole_way(new_page, width):
    page = new_page(people.assistant(), width)
    page.goto(reverse("press:import_create"))
    page.get_by_label("Fichier CSV ou XLSX").set_input_files(SAMPLE)
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("235 lignes")).to_be_visible()
    page.get_by_label("Origine des coordonnées").fill("carnet de la cellule")
    page.get_by_role("button", name="Analyser les lignes").click()
    expect(page.get_by_text("Vous pouvez quitter cette page")).to_be_visible()
    run = ImportRun.objects.get()
    work_on(run_id=run.pk)
    expect(page.get_by_text("214 nouvelles")).to_be_visible(timeout=10_000)  # the page saw it by itself
    page.get_by_role("link", name="4 en défaut").click()
    page.get_by_role("link", name="14", exact=True).click()
    expect(page.get_by_label("Courriel")).to_have_value("yann.niaouli12@nc.example.org")
    page.get_by_role("button", name="Corriger et analyser de nouveau").click()
    work_on(run_id=run.pk)
    expect(page.get_by_text("3 lignes en défaut").first).to_be_visible(timeout=10_000)
    page.get_by_role("button", name="Importer 231 lignes").click()
    expect(page.get_by_text("Cochez cette case, ou corrigez").first).to_be_visible()
    page.get_by_label("Laisser de côté les 3 lignes en défaut").check()
    page.get_by_role("button", name="Importer 231 lignes").click()
    work_on(run_id=run.pk)
    expect(page.get_by_text("Fiche créée").first).to_be_visible(timeout=10_000)
    assert Contact.objects.count() == 227


def test_a_line_is_added_to_a_card_without_leaving_the_page(new_page):
    page = new_page(people.assistant())
    page.goto(reverse("press:contact_create"))
    page.get_by_label("Nom", exact=False).last.wait_for()
    page.locator("#id_last_name").fill("Gaïac")
    page.locator("#id_addresses-0-address").fill("a@example.org")
    page.get_by_role("button", name="Ajouter un courriel").click()
    page.locator("#id_addresses-1-address").fill("b@example.org")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name="Gaïac")).to_be_visible()
    assert Contact.objects.get().addresses.count() == 2


def test_all_the_boxes_of_a_page_are_ticked_by_one(new_page):
    head = people.head()
    load_demo_contacts(head)
    page = new_page(head)
    page.goto(reverse("press:contacts"))
    page.get_by_label("Cocher toute la page").check()
    assert page.locator('input[name="contact"]:checked').count() == 25
