import pytest

from press.checks.links import fault_of, links_in
from tests.press.newsroom import published as releases

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known_site(settings):
    settings.BASE_URL = "https://comms.example.org"


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("https://www.mont-dore.nc/culture?x=1#haut", ""),
        ("http://example.org", ""),
        ("www.mont-dore.nc", ""),
        ("mailto:communication@example.org", ""),
        ("mailto:communication@example.org?subject=Bonjour", ""),
        ("mailto:communication@", "ce courriel est mal écrit"),
        ("tel:+687437000", ""),
        ("tel:43 70 00", ""),
        ("tel:mairie", "ce numéro de téléphone est mal écrit"),
        ("https://https://example.org", "« http » y est deux fois"),
        ("http:/http://example.org", "« http » y est deux fois"),
        ("https://exemple", "cette adresse est mal écrite"),
        ("https:// example.org", "cette adresse est mal écrite"),
        ("/relations-presse/", "cette adresse est mal écrite"),
        ("", "cette adresse est mal écrite"),
        ("https://comms.example.org/nulle-part/", "cette page n’existe pas dans l’espace presse"),
        (
            "https://comms.example.org/relations-presse/communiques/",
            "cette page demande de se connecter : le public ne peut pas la lire",
        ),
        ("https://comms.example.org/presse/", ""),
        ("https://comms.example.organisation.nc/presse/rien/", ""),
    ],
)
def test_a_link_is_read_and_never_called(address, fault):
    assert fault_of(address) == fault


def test_a_link_to_one_of_our_releases_works_while_it_is_public():
    release = releases.published()
    address = f"https://comms.example.org{releases.page_of(release)}"
    assert fault_of(address) == ""
    releases.withdrawn(release)
    assert fault_of(address) == "ce communiqué n’est pas public"


def test_links_are_found_in_the_html_and_in_the_words_once_each():
    html = '<p><a href="https://a.nc">ici</a> ou <a href="mailto:x@a.nc">écrire</a></p>'
    assert links_in(html, "Voir https://a.nc, puis www.b.nc.") == [
        "https://a.nc",
        "mailto:x@a.nc",
        "www.b.nc",
    ]
