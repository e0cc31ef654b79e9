"""The newsroom in a real browser: axe, 1280 and 360 px, light and dark, without JavaScript."""

import pytest

from press import links
from press.models import Contact, ContactAddress, Rubric
from tests.pages import assert_accessible
from tests.press.newsroom import published as make
from tests.press.newsroom.published import page_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def addresses(live) -> dict[str, str]:
    theme = make.theme()
    quote = {"quote": "Nous avons choisi la nuit.", "quote_author": "la direction des services techniques"}
    release = make.published("Fermeture nocturne : une semaine", theme=theme, files=True, **quote)
    make.published("Concert à Plum", theme=make.theme("Culture", "culture"), files=True, days_ago=400)
    corrected = make.corrected(make.published("Navettes", days_ago=2))
    gone = make.withdrawn(make.published("Coupure d’eau", days_ago=3))
    Rubric.objects.create(name="Culture")
    contact = Contact.objects.create(last_name="Niaouli")
    ContactAddress.objects.create(contact=contact, address="redaction@example.org", is_preferred=True)
    return {
        "front": "/presse/",
        "search": "/presse/?q=travaux&theme=travaux",
        "nothing found": "/presse/?q=licorne",
        "release": page_of(release),
        "corrected": page_of(corrected),
        "withdrawn": page_of(gone),
        "absent": "/presse/rien/",
        "authentic": f"/presse/authentique/?empreinte={release.reference}",
        "not a number": "/presse/authentique/?empreinte=bonjour",
        "unsubscribe": links.unsubscribe_url("redaction@example.org").removeprefix(live.url),
        "preferences": links.preferences_url("redaction@example.org").removeprefix(live.url),
        "broken link": "/presse/desinscription/rien/",
    }


@pytest.mark.parametrize("width", [1280, 360])
def test_no_page_has_an_accessibility_fault_or_is_too_wide(new_page, addresses, width):
    page = new_page(width=width)
    for path in addresses.values():
        page.goto(path)
        assert_accessible(page)


def test_no_page_has_an_accessibility_fault_in_the_dark(new_page, addresses):
    page = new_page()
    page.emulate_media(color_scheme="dark")
    for path in addresses.values():
        page.goto(path)
        assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
        assert_accessible(page)


def test_an_empty_newsroom_has_no_fault(desktop, phone):
    for page in (desktop, phone):
        page.goto("/presse/")
        assert_accessible(page)


def test_a_reader_finds_a_release_and_takes_its_kit_without_javascript(live, new_context, addresses):
    context = new_context(
        base_url=live.url, java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    page.goto("/presse/")
    page.get_by_label("Rechercher un communiqué").fill("FERMETURES")
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("link", name="Fermeture nocturne").click()
    assert page.locator("h1").inner_text().startswith("Fermeture nocturne")
    assert page.get_by_label("Partager cette page").input_value() == page.url
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger le kit").click()
    assert download.value.suggested_filename.endswith(".zip")
    assert context.cookies() == []


def test_pasting_a_message_compares_it_without_javascript(live, new_context, addresses):
    page = new_context(base_url=live.url, java_script_enabled=False).new_page()
    page.goto("/presse/authentique/")
    page.get_by_label("Texte reçu").fill("CP 2026-001\n\nLe maire démissionne. La mairie ferme demain matin.")
    page.get_by_role("button", name="Comparer").click()
    assert page.get_by_role("status").inner_text()


def test_a_pictures_own_sizes_are_used_by_the_browser(desktop, addresses):
    """The page reserves the place, so nothing jumps, and a phone loads the small one."""
    desktop.goto(addresses["release"])
    image = desktop.locator(".release-figure img").first
    image.wait_for()
    desktop.wait_for_function("document.querySelector('.release-figure img').complete")
    assert image.evaluate("node => node.naturalWidth") > 0


def test_a_release_prints_without_the_house_around_it(desktop, addresses):
    desktop.goto(addresses["release"])
    desktop.emulate_media(media="print")
    for hidden in (".public-head", ".public-foot", ".back", ".neighbours", ".share"):
        assert not desktop.locator(hidden).first.is_visible(), hidden
    assert desktop.locator("h1").is_visible()
    assert desktop.locator(".digest").is_visible()
