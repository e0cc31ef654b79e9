"""Links of a body: how they are written, and whether those to our own newsroom lead somewhere.

Nothing is fetched: a link to elsewhere is read, never called.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, URLValidator
from django.urls import Resolver404, resolve

from comms.formats import phone_normalise
from press.models import Release

_BARE = re.compile(r"(?:https?://|www\.)[^\s<>«»\"”)]+")
_valid_url = URLValidator(schemes=["http", "https"])
_valid_email = EmailValidator()


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.append(dict(attrs).get("href") or "")


def links_in(html: str, text: str) -> list[str]:
    """The addresses of the body's links, and those written out in the text; each once."""
    parser = _Links()
    parser.feed(html)
    parser.close()
    bare = [address.rstrip(".,;:!?") for address in _BARE.findall(text)]
    return list(dict.fromkeys(parser.found + bare))


def fault_of(address: str) -> str:
    """What is wrong with this link, in French; empty when nothing is."""
    scheme, _, rest = address.partition(":")
    if scheme == "mailto":
        return _fault_of_email(rest.partition("?")[0])
    if scheme == "tel":
        return _fault_of_phone(rest)
    if address.startswith("www."):
        address = f"https://{address}"
    if re.match(r"https?:/*https?:/*", address):
        return "« http » y est deux fois"
    try:
        _valid_url(address)
    except ValidationError:
        return "cette adresse est mal écrite"
    if f"{address}/".startswith(f"{settings.BASE_URL}/"):
        return _fault_of_ours(urlsplit(address).path or "/")
    return ""


def _fault_of_email(address: str) -> str:
    try:
        _valid_email(address)
    except ValidationError:
        return "ce courriel est mal écrit"
    return ""


def _fault_of_phone(number: str) -> str:
    try:
        phone_normalise(number)
    except ValueError:
        return "ce numéro de téléphone est mal écrit"
    return ""


def _fault_of_ours(path: str) -> str:
    """A page of this application: it exists, and the public may read it."""
    try:
        match = resolve(path)
    except Resolver404:
        return "cette page n’existe pas dans l’espace presse"
    if match.app_name != "newsroom":
        return "cette page demande de se connecter : le public ne peut pas la lire"
    slug = match.kwargs.get("slug")
    if slug and not Release.objects.published().filter(public_slug=slug).exists():
        return "ce communiqué n’est pas public"
    return ""
