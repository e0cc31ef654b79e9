"""Something went wrong: said in French, calmly, without a traceback and without asking the database."""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.test import Client
from django.urls import include, path

from tests.pages import assert_valid_html


def raising(error: Exception):
    def view(request):
        raise error

    view.login_required = False
    return view


urlpatterns = [
    path("crash/", raising(RuntimeError("secret detail"))),
    path("refused/", raising(PermissionDenied("Réservé à l’unité."))),
    path("strange/", raising(SuspiciousOperation("secret detail"))),
    path("presse/gone/", raising(Http404())),
    path("gone/", raising(Http404("secret detail"))),
    path("", include("comms.urls")),
]
handler400 = "comms.errors.bad_request"
handler403 = "comms.errors.permission_denied"
handler404 = "comms.errors.page_not_found"
handler500 = "comms.errors.server_error"


@pytest.fixture
def calm_client(settings) -> Client:
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = False
    return Client(raise_request_exception=False)


PAGES = [
    ("/crash/", 500, "Quelque chose n’a pas marché"),
    ("/refused/", 403, "Réservé à l’unité."),
    ("/strange/", 400, "Demande illisible"),
    ("/gone/", 404, "Cette page n’existe pas"),
]


@pytest.mark.parametrize(("url", "status", "words"), PAGES)
def test_an_error_is_a_page_in_french_that_needs_no_database(calm_client, url, status, words):
    """Without the `db` fixture, a query would fail the test."""
    page = calm_client.get(url)
    text = page.content.decode()
    assert page.status_code == status
    assert words in text
    assert "secret detail" not in text
    assert "Traceback" not in text
    assert_valid_html(text)


@pytest.mark.parametrize("url", [url for url, _status, _words in PAGES])
def test_an_error_is_as_guarded_as_any_page(calm_client, url):
    page = calm_client.get(url)
    assert "unsafe-inline" not in page["Content-Security-Policy"]
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["X-Frame-Options"] == "DENY"


def test_a_form_without_its_token_says_that_nothing_was_saved(db):
    page = Client(enforce_csrf_checks=True).post("/compte/connexion/", {"username": "a@example.org"})
    assert page.status_code == 403
    assert "Rien n’a été enregistré" in page.content.decode()
    assert_valid_html(page.content.decode())


def test_an_address_of_the_newsroom_leads_back_to_the_newsroom(calm_client, db):
    assert 'href="/presse/"' in calm_client.get("/presse/gone/").content.decode()


def test_an_address_that_never_was_asks_nobody_to_log_in(client, db):
    assert client.get("/nulle-part/").status_code == 404
