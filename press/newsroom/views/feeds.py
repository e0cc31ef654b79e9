"""RSS, Atom and the sitemap: only what is published, with absolute addresses of this very installation.

Built with Django's feed writers directly; its `Feed` view takes the host from the request.
"""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed
from django.utils.xmlutils import SimplerXMLGenerator

from comms.town.models import TownSettings
from press.links import absolute
from press.newsroom import shelf
from press.newsroom.public import public_page
from press.newsroom.shown import ShownRelease

IN_FEED = 30
IN_SITEMAP = 50_000  # the protocol's own limit
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


class FullRss(Rss201rev2Feed):
    """With the whole text beside the summary: a newsroom reads it without leaving its reader."""

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), "xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["content"])


class FullAtom(Atom1Feed):
    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


@public_page
def rss(request: HttpRequest, theme: str = "") -> HttpResponse:
    return _feed(FullRss, request.path, theme)


@public_page
def atom(request: HttpRequest, theme: str = "") -> HttpResponse:
    return _feed(FullAtom, request.path, theme)


def _feed(writer: type[SyndicationFeed], path: str, theme_slug: str) -> HttpResponse:
    town, releases, home = TownSettings.current(), shelf.newest_first(), reverse("newsroom:home")
    title = f"{town.short_name or town.name} : espace presse"
    if theme_slug:
        theme = get_object_or_404(shelf.themes(), slug=theme_slug)
        releases, title = shelf.about(releases, theme.slug), f"{title}, {theme.name}"
        home = f"{home}?theme={theme.slug}"
    feed = writer(
        title=title,
        link=absolute(home),
        feed_url=absolute(path),
        description=f"Les communiqués de presse publiés par {town.short_name or town.name}.",
        language="fr",
        author_name=town.short_name or town.name,
        feed_guid=absolute(path),
    )
    for release in releases[:IN_FEED]:
        feed.add_item(**_item(ShownRelease(release)))
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _item(shown: ShownRelease) -> dict[str, Any]:
    content = shown.content
    html = render_to_string("press/newsroom/feed_item.html", {"shown": shown})
    return {
        "title": _in_xml(content.title),
        "link": shown.absolute_url,
        "description": _in_xml(shown.description),
        "content": _in_xml(html),
        "unique_id": shown.absolute_url,
        "unique_id_is_permalink": True,
        "pubdate": shown.since,
        "updateddate": shown.changed_at,
        "categories": [content.theme] if content.theme else [],
        "enclosures": [_enclosure(shown)] if shown.picture else [],
    }


def _enclosure(shown: ShownRelease) -> Enclosure:
    """The picture in full quality: its weight is known without opening it."""
    item = shown.picture.item
    return Enclosure(absolute(shown.picture.url), str(item.size), item.mime)


def _in_xml(text: str) -> str:
    """Without the control characters that a text pasted from a PDF may hold and XML has no way to say."""
    return _NOT_IN_XML.sub("", text)


@public_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """Each published release with the day it last changed."""
    releases = shelf.newest_first()[:IN_SITEMAP]
    context = {"home": absolute(reverse("newsroom:home")), "releases": map(ShownRelease, releases)}
    return render(request, "press/newsroom/sitemap.xml", context, content_type="application/xml")


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Only the newsroom is for search engines; the signed pages of one person never are."""
    context = {"home": reverse("newsroom:home"), "sitemap": absolute(reverse("newsroom:sitemap"))}
    return render(request, "press/newsroom/robots.txt", context, content_type="text/plain; charset=utf-8")
