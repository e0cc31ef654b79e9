"""The signed links of a mail: « ne plus recevoir » in one click, and what one prefers to receive."""

from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comms.journal.models import Entry
from comms.outbox.actions import is_opted_out
from press import links
from press.actions.contacts import stop_contacting
from press.models import OPT_OUT_SCOPE, Contact, ContactAddress, Rubric

pytestmark = pytest.mark.django_db

ADDRESS = "redaction@lagon.example.org"


@pytest.fixture
def browser():
    """A client that refuses what a mail programme can't give: no cookie, no CSRF token."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def contact():
    person = Contact.objects.create(last_name="Niaouli", first_name="Léa")
    ContactAddress.objects.create(contact=person, address=ADDRESS, is_preferred=True)
    return person


def path(url: str) -> str:
    return urlsplit(url).path


def unsubscribe(address: str = ADDRESS) -> str:
    return path(links.unsubscribe_url(address))


def preferences(address: str = ADDRESS) -> str:
    return path(links.preferences_url(address))


def opposed(address: str = ADDRESS) -> bool:
    return is_opted_out(address=address, scope=OPT_OUT_SCOPE)


# --- ne plus recevoir ------------------------------------------------------------------------------
def test_a_get_a_head_and_a_scanner_that_follows_links_change_nothing(browser, contact):
    with CaptureQueriesContext(connection) as queries:
        for ask in (browser.get, browser.head):
            assert ask(unsubscribe()).status_code == 200
    assert {query["sql"].split()[0] for query in queries.captured_queries} <= {"SELECT"}
    assert not opposed()


def test_a_mail_programme_unsubscribes_in_one_click_without_cookie(browser, contact):
    """RFC 8058: a POST of List-Unsubscribe=One-Click, answered without a redirection."""
    response = browser.post(
        unsubscribe(), "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 200
    assert not response.cookies
    assert opposed()
    contact.refresh_from_db()
    assert contact.do_not_contact_since is not None
    assert contact.is_opted_out


def test_a_person_unsubscribes_with_the_button_of_the_page(browser, contact):
    page = browser.get(unsubscribe()).content.decode()
    assert 'method="post"' in page
    assert "csrfmiddlewaretoken" not in page
    answer = browser.post(unsubscribe(), {"List-Unsubscribe": "One-Click"}).content.decode()
    assert "C’est fait" in answer
    assert "Une erreur ?" in answer
    assert opposed()


def test_asking_twice_keeps_the_first_date(browser, contact):
    browser.post(unsubscribe())
    contact.refresh_from_db()
    first = contact.do_not_contact_since
    assert browser.post(unsubscribe()).status_code == 200
    contact.refresh_from_db()
    assert contact.do_not_contact_since == first
    assert Entry.objects.about(contact).count() == 1


def test_one_address_opposed_opposes_the_person(browser, contact):
    other = "lea@lagon.example.org"
    ContactAddress.objects.create(contact=contact, address=other)
    browser.post(unsubscribe(other))
    assert opposed()
    assert opposed(other)
    assert not Contact.objects.reachable().filter(pk=contact.pk).exists()


def test_the_link_still_works_once_the_card_is_gone(browser, contact):
    """Erased, merged or never there: the address itself is opposed."""
    contact.addresses.all().delete()
    assert browser.post(unsubscribe()).status_code == 200
    assert opposed()


def test_after_a_merge_the_kept_card_is_the_one_that_stops(browser, contact):
    kept = Contact.objects.create(last_name="Niaouli")
    contact.addresses.update(contact=kept)
    Contact.objects.filter(pk=contact.pk).update(merged_into=kept)
    browser.post(unsubscribe())
    kept.refresh_from_db()
    assert kept.do_not_contact_since is not None


def test_the_address_is_not_shown_whole_to_whom_the_mail_was_forwarded(browser, contact):
    for page in (unsubscribe(), preferences()):
        words = browser.get(page).content.decode().partition("<main")[2]
        assert ADDRESS not in words
        assert "r••••••••@lagon.example.org" in words


# --- tokens ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("link", [unsubscribe, preferences])
def test_a_link_cut_or_changed_opens_nothing_and_says_what_to_do(browser, contact, link):
    whole = link()
    changed = whole[:-2] + ("B" if whole[-2] == "A" else "A") + "/"
    for broken in (f"{whole[:-4]}/", whole.replace(":", "x:", 1), changed):
        response = browser.post(broken)
        assert response.status_code == 404, broken
        assert "Ce lien est incomplet" in response.content.decode()
    assert not opposed()


def test_a_token_opens_only_what_it_was_made_for(browser, contact):
    token = unsubscribe().split("/")[-2]
    assert browser.get(f"/presse/preferences/{token}/").status_code == 404
    forged = signing.Signer(salt="autre").sign_object(ADDRESS)
    assert browser.post(f"/presse/desinscription/{forged}/").status_code == 404
    assert not opposed()


def test_a_link_outlives_the_change_of_the_secret_key(browser, contact, settings):
    old = unsubscribe()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of fifty characters, chosen at random…"
    assert browser.get(old).status_code == 200


@pytest.mark.parametrize("link", [unsubscribe, preferences])
def test_a_signed_page_is_kept_by_nobody(browser, contact, link):
    response = browser.get(link())
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def test_links_are_absolute_and_ascii(settings):
    for url in (links.unsubscribe_url("zoé@été.nc"), links.preferences_url("a+b@example.org")):
        assert url.startswith("https://presse.example.org/presse/")
        assert url.isascii()
        assert " " not in url


# --- préférences -----------------------------------------------------------------------------------
def test_a_journalist_chooses_rubrics_and_a_form(browser, contact):
    culture, sport = Rubric.objects.create(name="Culture"), Rubric.objects.create(name="Sport")
    contact.rubrics.set([sport])
    page = browser.get(preferences()).content.decode()
    assert "Culture" in page
    response = browser.post(preferences(), {"rubrics": [culture.pk], "preferred_format": "links"})
    assert response.status_code == 302
    assert "C’est enregistré" in browser.get(response["Location"]).content.decode()
    contact.refresh_from_db()
    assert list(contact.rubrics.all()) == [culture]
    assert contact.preferred_format == "links"
    entry = Entry.objects.about(contact).get()
    assert entry.actor is None


def test_preferences_change_nothing_else(browser, contact):
    """Mass assignment: only the two fields of the form are read."""
    browser.post(
        preferences(),
        {
            "preferred_format": "text",
            "last_name": "Autre",
            "is_active": "",
            "do_not_contact_since": "",
            "id": 99,
        },
    )
    contact.refresh_from_db()
    assert (contact.preferred_format, contact.last_name, contact.is_active) == ("text", "Niaouli", True)


def test_a_get_of_the_preferences_changes_nothing(browser, contact):
    browser.get(f"{preferences()}?preferred_format=text&enregistre=1")
    contact.refresh_from_db()
    assert contact.preferred_format == "full"


def test_a_choice_that_does_not_exist_is_explained(browser, contact):
    page = browser.post(preferences(), {"preferred_format": "fax", "rubrics": ["999"]}).content.decode()
    assert "error-summary" in page


def test_preferences_never_revive_an_opposition(browser, contact):
    stop_contacting(contact=contact, source="Téléphone")
    page = browser.get(preferences()).content.decode()
    assert "Vous avez demandé à ne plus rien recevoir" in page
    browser.post(preferences(), {"preferred_format": "full"})
    contact.refresh_from_db()
    assert contact.is_opted_out


def test_an_address_without_a_card_is_told_so(browser):
    page = browser.get(preferences("autre@example.org")).content.decode()
    assert "Nous n’avons pas de fiche" in page
    assert browser.post(preferences("autre@example.org"), {"preferred_format": "full"}).status_code == 200
