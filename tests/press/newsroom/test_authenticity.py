"""« Ce communiqué est-il authentique ? »: current, superseded, withdrawn, unknown; and word for word."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from press.actions.releases import save_text
from press.links import authenticity_url
from press.models import Release
from press.newsroom import authenticity
from tests.press.mailed import launch
from tests.press.newsroom import published as make
from tests.press.newsroom.published import page_of

pytestmark = pytest.mark.django_db

YES = "Oui, ce communiqué est authentique"
SUPERSEDED = "Oui, mais il a été rectifié depuis"
WITHDRAWN = "Il vient de nous, mais il a été retiré"
UNKNOWN = "Nous n’avons pas de communiqué public de ce nom"


def ask(client, what: str) -> str:
    return client.get("/presse/authentique/", {"empreinte": what}).content.decode().replace("\xa0", " ")


def paste(client, text: str) -> str:
    return client.post("/presse/authentique/", {"texte": text}).content.decode().replace("\xa0", " ")


def mailed(release: Release) -> Release:
    """Sent to journalists and not put on the site; the engine has begun."""
    launch(release).mailings.update(started_at=Now())
    return release


def text_of(release: Release) -> str:
    content = release.public_content
    return "\n\n".join((content.reference, content.title, content.chapo, content.body_text))


# --- by digest or number ---------------------------------------------------------------------------
def test_a_digest_whole_short_spaced_or_in_capitals_is_recognised(client):
    release = make.published("Voirie")
    digest = release.effective_version.digest
    for text in (
        digest,
        digest[:12],
        f" {digest[:20]}… ",
        digest[:16].upper(),
        f"{digest[:6]} {digest[6:14]}",
    ):
        page = ask(client, text)
        assert YES in page, text
        assert page_of(release) in page
        assert "Voirie" in page


def test_a_number_is_recognised_as_people_write_it(client):
    release = make.published("Voirie")
    number = f"{release.year}-{release.number:03d}"
    for text in (
        f"CP {number}",
        number,
        f"cp{number}",
        f"CP n° {number}",
        f"{release.year}-{release.number}",
    ):
        assert YES in ask(client, text), text


def test_the_link_in_our_mails_opens_on_the_answer(client):
    release = make.published("Voirie")
    url = authenticity_url(release.effective_version.digest)
    assert url.startswith("https://presse.example.org/presse/authentique/?empreinte=")
    assert YES in client.get(url.removeprefix("https://presse.example.org")).content.decode()


def test_a_replaced_version_leads_to_the_one_in_effect(client):
    release = make.published("Voirie")
    old = release.effective_version.digest
    release = make.corrected(release, chapo="Deux semaines.")
    page = ask(client, old)
    assert SUPERSEDED in page
    assert page_of(release) in page
    assert "La date est le 8, non le 7." in page
    assert YES in ask(client, release.effective_version.digest)


def test_a_version_approved_and_replaced_before_the_publication_was_never_public(client):
    release = make.approved("Voirie")
    first = release.effective_version.digest
    save_text(
        release=release,
        actor=make.somebody("assistant"),
        seen_revision=release.revision,
        changes={"chapo": "Autrement dit."},
    )
    release.refresh_from_db()
    release = make.pass_circuit(make.submit(release))
    make.publish_on_site(release=release, actor=make.somebody("head"))
    assert UNKNOWN in ask(client, first)
    assert YES in ask(client, release.effective_version.digest)


def test_the_draft_of_a_correction_is_unknown(client):
    release = make.correction_proposed(make.published("Voirie"), title="Secret")
    page = ask(client, release.latest_version.digest)
    assert UNKNOWN in page
    assert "Secret" not in page


def test_a_withdrawn_release_says_when_and_why(client):
    release = make.withdrawn(make.published("Voirie"), reason="La rue n’est pas la bonne.")
    for text in (release.reference, release.effective_version.digest):
        page = ask(client, text)
        assert WITHDRAWN in page
        assert "La rue n’est pas la bonne." in page


def test_an_embargoed_release_is_as_unknown_as_one_that_never_was(client):
    release = make.published("Secret", embargo_at=timezone.now() + timedelta(hours=1))
    digest = release.effective_version.digest
    invented = ("0" * 12, "0" * 64, "CP 2019-099")
    for text, other in zip((digest[:12], digest, release.reference), invented, strict=True):
        assert ask(client, text).replace(text, "") == ask(client, other).replace(other, "")


def test_unknown_does_not_cry_forgery(client):
    """A journalist who got it under embargo asks too."""
    assert "Ce n’est pas forcément un faux" in ask(client, "CP 2026-999")


@pytest.mark.parametrize(
    "text", ["", "bonjour", "3f9a", "zzzzzzzzzzzz", "2026", "a" * 200, "\x00", "%", "' or 1=1"]
)
def test_what_is_no_digest_and_no_number_is_explained(client, text):
    page = ask(client, text)
    assert "error-summary" in page
    assert UNKNOWN not in page


# --- mailed, not on the site -----------------------------------------------------------------------
def test_what_was_only_mailed_is_known_by_its_digest_and_not_by_its_number(client):
    release = mailed(make.approved("Voirie"))
    page = ask(client, release.effective_version.digest)
    assert YES in page
    assert "envoyé à la presse" in page
    assert "Voirie" in page
    assert "/presse/2026/" not in page
    assert UNKNOWN in ask(client, release.reference)


def test_what_was_mailed_under_embargo_is_unknown_until_its_hour(client):
    release = mailed(make.approved("Secret", embargo_at=timezone.now() + timedelta(hours=1)))
    assert UNKNOWN in ask(client, release.effective_version.digest)
    Release.objects.filter(pk=release.pk).update(embargo_at=None)
    assert UNKNOWN in ask(client, release.effective_version.digest), "the approved text still says embargo"


def test_what_was_mailed_and_corrected_leads_on(client):
    release = mailed(make.approved("Voirie"))
    first = release.effective_version.digest
    release = make.corrected(release, chapo="Deux semaines.")
    assert SUPERSEDED in ask(client, first)
    assert YES in ask(client, release.effective_version.digest)


def test_a_version_mailed_under_embargo_and_replaced_before_its_hour_is_known_afterwards(client):
    release = make.approved("Voirie", embargo_at=timezone.now() + timedelta(hours=1))
    make.publish_on_site(release=release, actor=make.somebody("head"))
    first = mailed(release).effective_version.digest
    release = make.corrected(release, chapo="Deux semaines.", embargo_at=None)
    assert UNKNOWN in ask(client, first), "still an hour to go"
    Release.objects.filter(pk=release.pk).update(published_on_site_at=Now())
    assert SUPERSEDED in ask(client, first)


# --- by its text -----------------------------------------------------------------------------------
def test_the_very_text_is_confirmed(client):
    release = make.published("Voirie")
    assert "Oui, ce texte est le nôtre" in paste(client, f"Bonjour,\n\n{text_of(release)}\n\nCordialement")


def test_a_text_without_number_is_found_by_its_title(client):
    release = make.published("Rénovation de l’éclairage public")
    received = text_of(release).replace(release.reference, "")
    assert "Oui, ce texte est le nôtre" in paste(client, received.replace("É", "E"))


def test_a_changed_text_with_a_true_number_is_unmasked(client):
    release = make.published("Voirie")
    page = paste(client, text_of(release).replace("20 h", "22 h"))
    assert "Attention, ce texte diffère du nôtre" in page
    assert "La circulation est interrompue de 20 h à 4 h." in page
    assert "La circulation est interrompue de 22 h à 4 h." in page


def test_a_forged_text_under_a_true_number_is_unmasked(client):
    release = make.published("Voirie")
    page = paste(
        client, f"{release.reference}\n\nLe maire démissionne ce soir. La mairie ferme demain matin."
    )
    assert "Non, ce texte n’est pas le nôtre" in page


def test_a_replaced_text_differs_from_the_one_in_effect(client):
    release = make.published("Voirie")
    received = text_of(release)
    make.corrected(release, chapo="Deux semaines.")
    page = paste(client, received)
    assert "a été rectifié" in page
    assert "Une semaine de travaux." in page


def test_the_text_of_an_embargoed_release_is_unknown(client):
    release = make.published("Secret de Plum", embargo_at=timezone.now() + timedelta(hours=1))
    assert UNKNOWN in paste(client, text_of(release))


def test_a_text_too_long_or_empty_is_explained_and_nothing_is_kept(client):
    assert "Collez le texte que vous avez reçu." in paste(client, "")
    assert "trop long" in paste(client, "a" * 70_000)


def test_pasting_needs_no_cookie_and_writes_nothing():
    release = make.published("Voirie")
    text = text_of(release)
    client = Client(enforce_csrf_checks=True)
    with CaptureQueriesContext(connection) as queries:
        response = client.post("/presse/authentique/", {"texte": text})
    assert response.status_code == 200
    assert not response.cookies
    assert {query["sql"].split()[0] for query in queries.captured_queries} == {"SELECT"}
    assert response["Cache-Control"] == "no-store"


def test_a_page_of_figures_looks_up_a_few_only(client, monkeypatch):
    asked = []
    monkeypatch.setattr(
        authenticity, "about_digest", lambda digest: asked.append(digest) or authenticity.UNKNOWN
    )
    paste(client, " ".join(f"{n:012x}" for n in range(100)))
    assert len(asked) == authenticity.MAX_CLUES
