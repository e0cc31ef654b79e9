"""RSS, Atom and the sitemap, read by a feed reader and an XML parser."""

from xml.etree import ElementTree

import feedparser
import pytest

from press.models import Release
from press.newsroom.views.feeds import IN_FEED
from tests.press.newsroom import published as make
from tests.press.newsroom.published import page_of

pytestmark = pytest.mark.django_db

FEEDS = ("/presse/rss.xml", "/presse/atom.xml")


def read(client, path: str):
    feed = feedparser.parse(client.get(path).content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


@pytest.mark.parametrize(("path", "version"), [(FEEDS[0], "rss20"), (FEEDS[1], "atom10")])
def test_a_feed_is_what_it_says_and_names_itself(client, path, version):
    make.published("Voirie")
    feed = read(client, path)
    assert feed.version == version
    assert feed.feed.title.endswith("espace presse")
    assert feed.feed.language == "fr" or version == "atom10"
    selves = [link.href for link in feed.feed.links if link.rel == "self"]
    assert selves == [f"https://presse.example.org{path}"]


@pytest.mark.parametrize("path", FEEDS)
def test_an_entry_has_its_words_its_address_its_picture_and_its_moment(client, path):
    release = make.published("Voirie & « nuit » <1>", files=True, theme=make.theme(), days_ago=2)
    entry = read(client, path).entries[0]
    assert entry.title.replace("&lt;", "<").replace("&amp;", "&") == "Voirie & « nuit » <1>"
    assert entry.link == entry.id == f"https://presse.example.org{page_of(release)}"
    assert "Une semaine de travaux." in entry.summary
    assert "Une déviation passe par la rue des Écoles." in entry.content[0].value
    assert 'src="https://presse.example.org/presse/fichiers/' in entry.content[0].value
    assert [tag.term for tag in entry.tags] == ["Travaux"]
    assert entry.enclosures[0].type == "image/jpeg"
    assert int(entry.enclosures[0].length) == release.public_content.pictures[0].size
    assert entry.published_parsed[:6] == release.published_on_site_at.utctimetuple()[:6]


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_gives_the_newest_first_and_no_more_than_it_should(client, path, monkeypatch):
    monkeypatch.setattr("press.newsroom.views.feeds.IN_FEED", 2)
    for n in range(3):
        make.published(f"Travaux {n}", days_ago=3 - n)
    assert [entry.title for entry in read(client, path).entries] == ["Travaux 2", "Travaux 1"]
    assert IN_FEED >= 20


@pytest.mark.parametrize("path", FEEDS)
def test_an_empty_feed_is_a_feed(client, path):
    assert read(client, path).entries == []


@pytest.mark.parametrize("end", ["rss", "atom"])
def test_a_theme_has_its_own_feed(client, end):
    make.published("Voirie", theme=make.theme())
    make.published("Concert", theme=make.theme("Culture", "culture"))
    feed = read(client, f"/presse/themes/culture/{end}.xml")
    assert [entry.title for entry in feed.entries] == ["Concert"]
    assert feed.feed.title.endswith("Culture")
    assert client.get(f"/presse/themes/rien/{end}.xml").status_code == 404


@pytest.mark.parametrize("path", FEEDS)
def test_a_correction_is_told_and_keeps_its_identity(client, path):
    release = make.published("Voirie", days_ago=1)
    before = read(client, path).entries[0]
    make.corrected(release, chapo="Deux semaines de travaux.")
    after = read(client, path).entries[0]
    assert before.id == after.id
    assert "Communiqué rectifié." in after.content[0].value
    if path == "/presse/atom.xml":
        assert after.updated_parsed > before.updated_parsed


@pytest.mark.parametrize("path", [*FEEDS, "/presse/sitemap.xml"])
def test_characters_that_xml_cannot_say_do_not_break_it(client, path):
    release = make.draft("Voirie")
    Release.objects.filter(pk=release.pk).update(
        title="Voirie \x0b\x1f nuit 🌴", chapo="A\x08B\ufffe", body="<p>C\x0cD \u202eE</p>"
    )
    release.refresh_from_db()
    release = make.pass_circuit(make.submit(release))
    make.publish_on_site(release=release, actor=make.somebody("head"))
    ElementTree.fromstring(client.get(path).content)


def test_the_sitemap_lists_each_public_page_with_its_last_change(client):
    release = make.corrected(make.published("Voirie", days_ago=3))
    make.draft("Secret")
    tree = ElementTree.fromstring(client.get("/presse/sitemap.xml").content)
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    urls = [node.text for node in tree.iterfind("s:url/s:loc", space)]
    assert urls == ["https://presse.example.org/presse/", f"https://presse.example.org{page_of(release)}"]
    changed = tree.find("s:url/s:lastmod", space).text
    assert changed[:10] == release.corrected_at.astimezone(make.NOUMEA).isoformat()[:10]


@pytest.mark.parametrize("path", [*FEEDS, "/presse/sitemap.xml", "/robots.txt"])
def test_addresses_come_from_the_settings_never_from_the_request(client, path, settings):
    settings.ALLOWED_HOSTS = ["*"]
    make.published("Voirie", files=True)
    assert b"evil.example" not in client.get(path, headers={"host": "evil.example"}).content
