"""Nothing embargoed in a page, a feed, a search, a picture's address or a cache (promises 3 and 17).

Each release here carries its own marker word. The sweep asks every public address, those that a stranger
may guess included, and looks for the markers of what isn't public.
"""

import io
import re
import time
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from press.actions.publication import public_address, publish_on_site
from press.models import Release
from press.newsroom import urls as newsroom_urls
from press.newsroom.files import VARIANTS, web_name
from tests.press.newsroom import published as make
from tests.press.newsroom.published import page_of

pytestmark = pytest.mark.django_db

#: Every name of the newsroom's addresses must be swept: a new one fails the test until it is added here.
SWEPT = {
    "home", "release", "kit", "file", "picture", "rss", "atom", "theme_rss", "theme_atom", "sitemap",
    "authenticity",
}  # fmt: skip
#: Pages of one person, opened by a signed address; they show no release.
OF_ONE_PERSON = {"unsubscribe", "preferences"}


def body_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response.headers["Content-Type"] == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"\n".join(
                [*map(str.encode, archive.namelist()), *map(archive.read, archive.namelist())]
            )
    return content.decode(errors="replace")


def addresses_of(release: Release) -> list[str]:
    """All that somebody who knows everything of a release could ask the newsroom for."""
    slugs = {release.public_slug or f"{release.number:03d}-{release.title.lower()}"}
    if release.effective_version:
        slugs.add(public_address(release))
    paths = [f"/presse/{release.year}/{slug}/{end}" for slug in slugs for end in ("", "kit.zip")]
    contents = [version.content for version in release.versions.all()] + [release.approvable_content()]
    for content in contents:
        paths += [f"/presse/?q={content['title']}", f"/presse/?theme={content['theme_slug']}"]
        paths += [f"/presse/themes/{content['theme_slug'] or 'x'}/{feed}.xml" for feed in ("rss", "atom")]
    for item in release.current_content.attachments:
        start, name = f"/presse/fichiers/{item.sha256}", web_name(item)
        paths += [f"{start}/{name}", *(f"{start}/{variant}/{name}" for variant in VARIANTS)]
    for version in release.versions.all():
        paths += [f"/presse/authentique/?empreinte={version.digest[:n]}" for n in (12, 64)]
    paths.append(f"/presse/authentique/?empreinte={release.reference}")
    return paths


def everything_public(client: Client, releases) -> dict[str, str]:
    """Address → what it answers, for the newsroom as a whole and for each of these releases."""
    paths = ["/presse/", "/presse/?page=2", "/presse/rss.xml", "/presse/atom.xml", "/presse/sitemap.xml",
             "/presse/authentique/", "/robots.txt", "/presse/rien/"]  # fmt: skip
    paths += [f"/presse/?annee={year}" for year in (2025, 2026, timezone.localdate().year)]
    for release in releases:
        paths += addresses_of(release)
    answers = {path: body_of(client.get(path)) for path in paths}
    for release in releases:
        pasted = {"texte": f"{release.reference}\n\n{release.title}\n\n{release.chapo}\n\nUne phrase à moi."}
        answers[f"POST {release.pk}"] = body_of(client.post("/presse/authentique/", pasted))
    return answers


def leaks(answers: dict[str, str], marker: str) -> list[str]:
    """Where the marker comes out, but for the question itself, repeated in its field."""
    found = []
    for path, body in answers.items():
        body = re.sub(r"<textarea.*?</textarea>", "", body, flags=re.DOTALL)
        if asked := path.partition("?q=")[2]:
            for echo in (f'value="{asked}"', f"« {asked} »", f"q={asked}"):
                body = body.replace(echo, "")
        if marker in body:
            found.append(path)
    return found


def test_every_address_of_the_newsroom_is_swept():
    names = {pattern.name for pattern in newsroom_urls.urlpatterns if pattern.name}
    assert names == SWEPT | OF_ONE_PERSON
    assert get_resolver().reverse_dict  # the patterns above are those of the site


def secret_releases(tomorrow) -> dict[str, Release]:
    """One in each state that the public must not see; the key is the word that would betray it."""
    theme = make.theme("Thème muet", "theme-muet")
    each = {"theme": theme, "files": True}
    approved = make.approved("Zirconvalide", **each)
    on_site_later = make.published("Zirconembargo", embargo_at=tomorrow, **each)
    postponed = make.published("Zirconreporte", **each)
    Release.objects.filter(pk=postponed.pk).update(embargo_at=tomorrow)
    scheduled = make.approved("Zirconplustard", **each)
    publish_on_site(release=scheduled, actor=make.somebody("head"), not_before=tomorrow)
    never_public = make.published("Zirconretire", embargo_at=tomorrow, **each)
    make.withdrawn(never_public, reason="Zirconretire avant l’heure")
    return {
        "Zirconbrouillon": make.draft("Zirconbrouillon", **each),
        "Zirconsoumis": make.submitted("Zirconsoumis", **each),
        "Zirconvalide": approved,
        "Zirconembargo": on_site_later,
        "Zirconreporte": Release.objects.get(pk=postponed.pk),
        "Zirconplustard": Release.objects.get(pk=scheduled.pk),
        "Zirconretire": never_public,
    }


def test_no_public_address_tells_a_word_of_what_is_not_public(client):
    make.published("Topazepublic", theme=make.theme(), files=True)
    secrets = secret_releases(timezone.now() + timedelta(days=1))
    answers = everything_public(client, Release.objects.all())
    assert len(leaks(answers, "Topazepublic")) > 12, "the sweep itself must find what is public"
    assert {marker: leaks(answers, marker) for marker in secrets} == {marker: [] for marker in secrets}
    assert leaks(answers, "theme-muet") == [], "a theme without a public release isn't named"
    assert leaks(answers, "Thème muet") == []


def test_the_draft_of_a_correction_stays_inside(client):
    release = make.published("Topaze", files=True)
    make.correction_proposed(release, title="Zircontitre", chapo="Zirconchapo", note="Zirconnote")
    answers = everything_public(client, [release])
    assert [leaks(answers, word) for word in ("Zircontitre", "Zirconchapo", "Zirconnote")] == [[], [], []]
    assert "Aucun communiqué ne correspond" in answers["/presse/?q=Zircontitre"]


def test_a_picture_added_for_a_correction_is_not_served_before_it_is_approved(client):
    release = make.published("Topaze")
    make.add_picture(
        release=release, actor=make.somebody("assistant"), file=io.BytesIO(make.jpeg(colour="red")),
        name="zircon.jpg", alt="Zircon", credit="Ville",
    )  # fmt: skip
    item = Release.objects.get(pk=release.pk).current_content.pictures[0]
    assert client.get(f"/presse/fichiers/{item.sha256}/{web_name(item)}").status_code == 404


def test_an_embargoed_release_answers_like_one_that_does_not_exist(client):
    tomorrow = timezone.now() + timedelta(days=1)
    release = make.published("Zircon", embargo_at=tomorrow, files=True)
    item = release.public_content.pictures[0]
    for real, invented in (
        (page_of(release), f"/presse/{release.year}/999-rien/"),
        (f"/presse/{release.year}/{release.public_slug}/kit.zip", f"/presse/{release.year}/999-rien/kit.zip"),
        (f"/presse/fichiers/{item.sha256}/{web_name(item)}", f"/presse/fichiers/{'0' * 64}/photo.jpg"),
        (f"/presse/authentique/?empreinte={release.reference}", "/presse/authentique/?empreinte=CP 2019-999"),
    ):
        hidden, absent = client.get(real), client.get(invented)
        words = (real.rpartition("=")[2], invented.rpartition("=")[2])
        assert hidden.status_code == absent.status_code
        assert hidden.content.replace(words[0].encode(), b"") == absent.content.replace(
            words[1].encode(), b""
        )
        assert dict(hidden.headers) | {"Content-Length": ""} == dict(absent.headers) | {"Content-Length": ""}


@pytest.mark.django_db(transaction=True)
def test_a_release_appears_at_the_second_of_its_embargo_by_the_databases_clock(client):
    release = make.approved("Zirconinstant", files=True)
    end = make.database_now() + timedelta(seconds=1.2)
    publish_on_site(release=release, actor=make.somebody("head"), not_before=end)
    release.refresh_from_db()
    page = page_of(release)
    paths = [page, "/presse/", "/presse/rss.xml", "/presse/sitemap.xml", "/presse/?q=Zirconinstant"]
    item = release.public_content.pictures[0]
    picture = f"/presse/fichiers/{item.sha256}/{web_name(item)}"
    before = {path: client.get(path) for path in paths}
    absent = client.get(picture).status_code
    assert make.database_now() < end, "too slow a machine for this test"
    assert before[paths[0]].status_code == absent == 404
    assert not [path for path in paths[1:4] if "zirconinstant" in before[path].content.decode().lower()]
    assert "Aucun communiqué ne correspond" in before[paths[4]].content.decode()

    while make.database_now() < end:
        time.sleep(0.05)
    after = {
        path: client.get(path, headers={"If-None-Match": before[path].headers.get("ETag", "")})
        for path in paths
    }
    assert [response.status_code for response in after.values()] == [200] * 5, "an old ETag never hides it"
    assert all("zirconinstant" in response.content.decode().lower() for response in after.values())
    assert client.get(picture).status_code == 200


def test_the_hosts_own_clock_decides_nothing(client, monkeypatch):
    """A web server an hour ahead shows nothing early."""
    release = make.published("Zircon", embargo_at=timezone.now() + timedelta(minutes=30))
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=1))
    assert client.get(page_of(release)).status_code == 404
    assert "Zircon" not in client.get("/presse/").content.decode()


def test_a_withdrawal_from_a_fast_host_does_not_betray_an_embargo(client, monkeypatch):
    release = make.published("Zircon", embargo_at=timezone.now() + timedelta(minutes=30))
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() + timedelta(hours=1))
    make.withdrawn(release)
    assert client.get(page_of(release)).status_code == 404


# --- caches --------------------------------------------------------------------------------------
def test_what_is_public_is_cached_a_minute_at_most_and_what_is_absent_never(client):
    release = make.published("Topaze", files=True)
    item = release.public_content.pictures[0]
    page = page_of(release)
    file = f"/presse/fichiers/{item.sha256}/{web_name(item)}"
    present = [page, file, "/presse/", "/presse/rss.xml", "/presse/sitemap.xml"]
    for path in present:
        response = client.get(path)
        assert response.headers["Cache-Control"] == "public, max-age=60, must-revalidate", path
        assert not response.has_header("Last-Modified"), f"{path}: a withdrawal would hide behind it"
        assert response.headers.get("Vary", "") == "", f"{path}: the same for everybody"
        again = client.get(path, headers={"If-None-Match": response.headers["ETag"]})
        assert (again.status_code, b"".join(again)) == (304, b"")
    make.withdrawn(release)
    for path in (page, file, "/presse/2026/rien/"):
        response = client.get(path)
        assert response.status_code in (404, 410)
        assert response.headers["Cache-Control"] == "no-store"


def test_an_etag_opens_nothing_that_is_not_public_any_more(client):
    release = make.published("Topaze", files=True)
    item = release.public_content.pictures[0]
    path = f"/presse/fichiers/{item.sha256}/{web_name(item)}"
    etag = client.get(path).headers["ETag"]
    make.withdrawn(release)
    assert client.get(path, headers={"If-None-Match": etag}).status_code == 404
    assert client.get(path, headers={"If-None-Match": "*"}).status_code == 404


def test_a_list_changes_its_etag_when_an_embargo_ends(client):
    make.published("Topaze")
    later = make.published("Zircon", embargo_at=timezone.now() + timedelta(hours=1))
    before = {path: client.get(path).headers["ETag"] for path in ("/presse/", "/presse/rss.xml")}
    hour = timedelta(hours=2)
    Release.objects.filter(pk=later.pk).update(
        embargo_at=F("embargo_at") - hour, published_on_site_at=F("published_on_site_at") - hour
    )
    for path, etag in before.items():
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_a_session_changes_nothing_and_gains_nothing(client, head):
    """Who is logged in reads the same bytes, so a shared cache can't hand out a staff's page."""
    make.published("Topaze")
    make.draft("Zircon")
    stranger = client.get("/presse/")
    client.force_login(head)
    assert client.get("/presse/").content == stranger.content


def test_the_database_is_the_one_that_says_what_time_it_is():
    """The filter compares with the server's clock, not with a value that Python sent."""
    sql = str(Release.objects.published().query)
    assert sql.count("STATEMENT_TIMESTAMP()") == 2
    assert connection.vendor == "postgresql"
