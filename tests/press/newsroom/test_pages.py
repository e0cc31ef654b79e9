"""What the public reads: the front page, its search and pages, a release, what replaces one that is gone."""

from datetime import datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import html5lib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from press.models import Release, Theme
from press.newsroom.views.releases import PER_PAGE
from tests.pages import assert_valid_html
from tests.press.newsroom import published as make
from tests.press.newsroom.published import page_of

pytestmark = pytest.mark.django_db


def document(response):
    return html5lib.parse(response.content.decode(), namespaceHTMLElements=False)


def link(response, rel: str) -> str:
    found = [node.get("href") for node in document(response).iter("link") if node.get("rel") == rel]
    return found[0] if found else ""


def meta(response) -> dict[str, str]:
    nodes = document(response).iter("meta")
    return {node.get("property") or node.get("name"): node.get("content") for node in nodes}


def titles(response) -> list[str]:
    cards = [node for node in document(response).iter("article") if "release-card" in node.get("class", "")]
    return ["".join(card.find(".//h3").itertext()) for card in cards]


def every_page(release: Release) -> list[str]:
    return [
        "/presse/", "/presse/?q=travaux", "/presse/?theme=travaux", "/presse/?annee=2026", page_of(release),
        "/presse/authentique/", f"/presse/authentique/?empreinte={release.reference}",
        "/presse/authentique/?empreinte=rien", "/presse/rss.xml", "/presse/atom.xml", "/presse/sitemap.xml",
        "/presse/rien/", "/robots.txt", f"{page_of(release)}kit.zip", "/presse/2026/999-rien/",
    ]  # fmt: skip


# --- what holds for every page ---------------------------------------------------------------------
def test_no_page_sets_a_cookie_or_calls_another_host(client):
    release = make.published(theme=make.theme(), files=True, quote="Oui.", quote_author="la direction")
    for path in every_page(release):
        response = client.get(path)
        assert "Set-Cookie" not in response.headers, path
        assert not response.cookies, path
        if response["Content-Type"].startswith("text/html"):
            for tag, attribute in (("script", "src"), ("link", "href"), ("img", "src"), ("form", "action")):
                for node in document(response).iter(tag):
                    address = node.get(attribute) or ""
                    assert urlsplit(address).netloc in ("", "presse.example.org"), (path, address)


def test_every_page_keeps_the_strict_policy_and_holds_no_inline_code(client):
    release = make.published(theme=make.theme(), files=True)
    for path in every_page(release):
        response = client.get(path)
        assert "script-src 'self'" in response["Content-Security-Policy"], path
        assert "unsafe" not in response["Content-Security-Policy"], path
        assert response["X-Content-Type-Options"] == "nosniff", path
        if response["Content-Type"].startswith("text/html"):
            for node in document(response).iter():
                assert node.tag != "style", path
                assert node.tag != "script" or node.get("src"), path
                assert not [name for name in node.attrib if name == "style" or name.startswith("on")], path


def test_a_get_writes_nothing(client):
    release = make.published(theme=make.theme(), files=True)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        for path in every_page(release):
            response = client.get(path)
            _ = b"".join(response)
    assert {query["sql"].split()[0] for query in queries.captured_queries} == {"SELECT"}


def test_who_is_logged_in_costs_no_session_and_gets_no_page_of_one_s_own(client, head):
    release = make.published()
    client.force_login(head)
    for path in ("/presse/", page_of(release), "/presse/rss.xml", "/robots.txt"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(path)
        assert not [query["sql"] for query in queries if "django_session" in query["sql"]], path
        assert not response.has_header("Vary"), path


def test_nobody_needs_to_log_in_and_nothing_can_be_posted_to_a_page(client):
    release = make.published()
    for path in every_page(release):
        assert client.get(path).status_code in (200, 404), path
    for path in ("/presse/", page_of(release), "/presse/rss.xml"):
        assert client.post(path).status_code == 405, path


@pytest.mark.parametrize("how_many", [0, 1, 3])
def test_every_page_is_valid_html(client, how_many):
    for n in range(how_many):
        make.published(f"Travaux {n} : « été » & <hiver>", theme=make.theme(), files=True, days_ago=n)
    release = Release.objects.first()
    for path in every_page(release) if release else ("/presse/", "/presse/?q=rien", "/presse/authentique/"):
        response = client.get(path)
        if response.status_code == 200 and response["Content-Type"].startswith("text/html"):
            assert_valid_html(response)


def test_a_list_costs_the_same_with_one_and_with_twelve_releases(client, django_assert_num_queries):
    client.get("/presse/")  # content types
    costs = []
    for wanted in (1, PER_PAGE):
        while Release.objects.count() < wanted:
            make.published(f"Travaux {Release.objects.count()}", theme=make.theme())
        for path in ("/presse/", "/presse/rss.xml", "/presse/sitemap.xml", "/presse/?q=travaux"):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            costs.append((path, len(queries)))
    assert costs[:4] == costs[4:]
    assert max(cost for _, cost in costs) <= 6


# --- the front page --------------------------------------------------------------------------------
def test_the_newest_stands_first_and_large(client):
    make.published("Ancien", days_ago=3)
    make.published("Récent", days_ago=1)
    response = client.get("/presse/")
    assert titles(response) == ["Récent", "Ancien"]
    assert response.content.decode().count("is-lead") == 1


def test_an_empty_newsroom_says_so_and_offers_to_write(client):
    page = client.get("/presse/").content.decode()
    assert "Les communiqués paraîtront ici" in page
    assert "mailto:" in page
    assert 'type="search"' not in page


def test_search_ignores_accents_case_and_plurals(client):
    make.published("Rénovation de l’éclairage public")
    make.published("Fête de Prony")
    for asked in ("eclairage", "ÉCLAIRAGES", "renovation eclairage"):
        assert titles(client.get("/presse/", {"q": asked})) == ["Rénovation de l’éclairage public"], asked


def test_search_reads_the_text_the_quote_and_the_place(client):
    make.published("Un", body="<p>Les roussettes de Plum.</p>")
    make.published(
        "Deux", quote="Nous avons choisi la nuit.", quote_author="la direction des services techniques"
    )
    make.published("Trois", zone="Vallon-Dore")
    for asked, title in (("roussette", "Un"), ("choisi nuit", "Deux"), ("Vallon-Dore", "Trois")):
        assert titles(client.get("/presse/", {"q": asked})) == [title], asked


def test_of_two_equal_hits_the_newer_stands_first(client):
    make.published("Conseil de Plum")
    make.published("Conseil de Prony", days_ago=30)
    assert titles(client.get("/presse/?q=conseil")) == ["Conseil de Plum", "Conseil de Prony"]


def test_search_finds_a_release_by_its_number(client):
    release = make.published("Fermeture nocturne")
    make.published("Autre")
    for asked in (
        release.reference,
        f"{release.year}-{release.number}",
        f"cp {release.year}-{release.number:03d}",
    ):
        assert titles(client.get("/presse/", {"q": asked})) == ["Fermeture nocturne"], asked


@pytest.mark.parametrize(
    "asked", ["'", '"', "a & | ! <->", "(((", "x:*", "%", "\\", "«", "é" * 120, "\x00", "-", "🌴"]
)
def test_no_search_breaks_the_page(client, asked):
    make.published()
    assert client.get("/presse/", {"q": asked}).status_code == 200


def test_a_search_without_result_says_so_and_offers_the_way_back(client):
    make.published()
    page = client.get("/presse/?q=licorne").content.decode()
    assert "Aucun communiqué ne correspond" in page
    assert "Voir tous les communiqués" in page


def test_themes_and_years_that_hold_nothing_are_not_offered(client):
    Theme.objects.create(name="Sport", slug="sport")
    make.published("Voirie", theme=make.theme())
    make.published("Concert", theme=make.theme("Culture", "culture"))
    page = client.get("/presse/").content.decode()
    assert "theme=culture" in page
    assert "theme=sport" not in page
    assert titles(client.get("/presse/?theme=culture")) == ["Concert"]


def test_the_theme_is_the_approved_one_whatever_the_row_says_now(client):
    release = make.published("Voirie", theme=make.theme())
    make.correction_proposed(release, theme=make.theme("Secret", "secret"))
    assert titles(client.get("/presse/?theme=travaux")) == ["Voirie"]
    assert "secret" not in client.get("/presse/").content.decode().lower()


def test_a_year_is_the_one_of_noumea(client):
    """1 January at 7 h in Nouméa is still 31 December in Greenwich."""
    release = make.published("Vœux")
    moment = datetime(2026, 1, 1, 7, tzinfo=ZoneInfo("Pacific/Noumea"))
    Release.objects.filter(pk=release.pk).update(published_on_site_at=moment)
    assert titles(client.get("/presse/?annee=2026")) == ["Vœux"]
    assert titles(client.get("/presse/?annee=2025")) == titles(
        client.get("/presse/")
    )  # not offered: no filter


def test_unreadable_filters_are_left_out(client):
    make.published("Voirie")
    for query in ("?theme=rien", "?annee=abc", "?page=0", "?page=abc", "?page=99", "?annee=99999999999"):
        assert titles(client.get(f"/presse/{query}")) == ["Voirie"], query


def test_pages_follow_each_other_and_say_their_one_address(client):
    for n in range(PER_PAGE + 2):
        make.published(f"Travaux {n}", days_ago=n, theme=make.theme())
    first = client.get("/presse/?page=1&utm_source=x")
    assert link(first, "canonical") == "https://presse.example.org/presse/"
    assert link(first, "prev") == ""
    second = client.get(link(first, "next"))
    assert titles(second) == [f"Travaux {PER_PAGE}", f"Travaux {PER_PAGE + 1}"]
    assert link(second, "canonical") == "https://presse.example.org/presse/?page=2"
    assert link(second, "prev") == "/presse/"
    filtered = client.get("/presse/?page=2&q=travaux&theme=travaux&gclid=1")
    assert parse_qs(urlsplit(link(filtered, "canonical")).query) == {
        "q": ["travaux"], "theme": ["travaux"], "page": ["2"],
    }  # fmt: skip
    assert meta(filtered)["robots"] == "noindex"


# --- one release -----------------------------------------------------------------------------------
def test_a_release_shows_all_that_was_approved(client, assistant):
    release = make.published(
        "Fermeture nocturne",
        theme=make.theme(),
        files=True,
        quote="Nous avons choisi la nuit",
        quote_author="la direction des services techniques",
        zone="Boulari",
        boilerplate="Le Mont-Dore, 25 303 habitants.",
    )
    page = client.get(page_of(release)).content.decode().replace("\xa0", " ")
    for words in (
        release.reference, "Une semaine de travaux.", "Une déviation passe par la rue des Écoles.",
        "« Nous avons choisi la nuit »", "la direction des services techniques", "Boulari", "Travaux",
        "25 303 habitants", "© <span", "Ville du Mont-Dore", "Le chantier, rue des Deux Baies.",
        "Cellule communication", release.effective_version.digest, "kit.zip", "plan.pdf",
    ):  # fmt: skip
        assert words in page, words


def test_a_picture_says_its_size_offers_smaller_ones_and_describes_itself(client):
    release = make.published(files=True)
    image = next(node for node in document(client.get(page_of(release))).iter("img") if node.get("srcset"))
    assert (image.get("width"), image.get("height")) == ("1200", "800")
    assert image.get("alt").endswith("un chantier de nuit")
    widths = [part.split()[1] for part in image.get("srcset").split(", ")]
    assert widths == ["480w", "1200w"]


def test_shared_links_and_search_engines_get_absolute_addresses(client):
    release = make.published("Fermeture nocturne", files=True)
    response = client.get(page_of(release))
    found = meta(response)
    assert found["og:title"] == "Fermeture nocturne"
    assert found["og:type"] == "article"
    assert found["og:url"] == link(response, "canonical") == f"https://presse.example.org{page_of(release)}"
    assert found["og:image"].startswith("https://presse.example.org/presse/fichiers/")
    assert found["og:image:alt"]
    assert found["twitter:card"] == "summary_large_image"
    assert client.get(urlsplit(found["og:image"]).path).status_code == 200


def test_a_release_leads_to_the_one_before_and_the_one_after(client):
    old, middle, new = (make.published(f"Travaux {n}", days_ago=3 - n) for n in range(3))
    page = client.get(page_of(middle)).content.decode()
    assert f'href="{page_of(new)}" rel="prev"' in page
    assert f'href="{page_of(old)}" rel="next"' in page
    assert 'rel="next"' not in client.get(page_of(old)).content.decode()


def test_what_is_shown_is_the_approved_version_even_when_the_row_was_changed_by_sql(client):
    release = make.published("Fermeture nocturne")
    Release.objects.filter(pk=release.pk).update(title="Détourné", chapo="Détourné", body="<p>Détourné</p>")
    assert "Détourné" not in client.get(page_of(release)).content.decode()
    assert "Détourné" not in client.get("/presse/").content.decode()


def test_a_script_that_reached_the_version_stays_harmless(client):
    release = make.draft("Titre <script>alert(1)</script>")
    Release.objects.filter(pk=release.pk).update(body="<p onclick='x()'>Oui<script>alert(2)</script></p>")
    release.refresh_from_db()
    release = make.pass_circuit(make.submit(release))
    make.publish_on_site(release=release, actor=make.somebody("head"))
    for path in (page_of(release), "/presse/"):
        page = client.get(path).content.decode()
        assert "<script>" not in page
        assert "onclick" not in page


def test_a_correction_shows_its_dated_note_and_the_new_words_once_approved(client):
    release = make.corrected(make.published(), chapo="Deux semaines de travaux.")
    page = client.get(page_of(release)).content.decode()
    assert "Communiqué rectifié" in page
    assert "La date est le 8, non le 7." in page
    assert "Deux semaines de travaux." in page
    assert "Une semaine de travaux." not in page
    assert "Rectifié" in client.get("/presse/").content.decode()


def test_a_correction_does_not_move_the_address(client):
    release = make.published("Fermeture nocturne")
    before = page_of(release)
    assert page_of(make.corrected(release, title="Fermeture de nuit")) == before
    assert "Fermeture de nuit" in client.get(before).content.decode()


def test_a_withdrawn_release_says_it_is_gone_and_why_without_its_words(client):
    release = make.withdrawn(
        make.published("Fermeture nocturne", files=True), reason="La rue n’est pas la bonne."
    )
    response = client.get(page_of(release))
    page = response.content.decode()
    assert response.status_code == 410
    assert "La rue n’est pas la bonne." in page
    assert release.reference in page
    assert "Fermeture nocturne" not in page
    assert client.get(f"{page_of(release)}kit.zip").status_code == 404
    assert "Fermeture nocturne" not in client.get("/presse/").content.decode()


# --- addresses that lead nowhere ---------------------------------------------------------------------
def test_an_address_without_its_slash_finds_its_page(client):
    release = make.published()
    response = client.get(page_of(release).rstrip("/"))
    assert (response.status_code, response["Location"]) == (301, page_of(release))


def test_below_the_newsroom_what_does_not_exist_has_the_newsrooms_page(client):
    answers = {client.get(path).content for path in ("/presse/rien/", "/presse/a/b/c/", "/presse/2026/x/")}
    assert len(answers) == 1, "the same bytes"
    assert "Cette page n’existe pas" in answers.pop().decode()


def test_one_release_has_one_address(client):
    release = make.published()
    for path in (
        f"/presse/{release.year + 1}/{release.public_slug}/",
        f"/presse/0{release.year}/{release.public_slug}/",
    ):
        assert client.get(path).status_code == 404, path


def test_search_engines_are_told_where_to_read(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Sitemap: https://presse.example.org/presse/sitemap.xml" in lines
    assert "Disallow: /" in lines
    assert "Disallow: /presse/desinscription/" in lines
