"""Every page that can be reached by following links, with the demonstration's data: valid HTML, and a GET
(or a HEAD) that writes nothing. New pages are found by themselves: one address of each kind is looked at.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client, TestCase, override_settings
from django.test.utils import CaptureQueriesContext

from comms.people.models import Role, User
from tests.pages import assert_valid_html

WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|SELECT .* FOR (NO KEY )?UPDATE)", re.I | re.S)
MOST = 250


class _Links(HTMLParser):
    """What a browser asks for by GET: links, frames, pictures, and the pieces that htmx fetches."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src", "hx-get") and value]


def kind_of(address: str) -> str:
    """What two rows of a list have in common: numbers, digests and the slug of a public page are left out."""
    path = re.sub(r"\b[0-9a-f]{16,}\b|\d+", "n", urlsplit(address).path)
    return re.sub(r"(?<=/presse/n/)[^/]+", "x", path)


def reachable(client: Client, start: str):
    """(address, answer, queries) for one address of each kind, as they are found."""
    waiting, known = [start], set()
    while waiting and len(known) < MOST:
        address = waiting.pop(0)
        if kind_of(address) in known or address.startswith("/static/"):
            continue
        known.add(kind_of(address))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(address)
        yield address, answer, queries
        if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            links = _Links()
            links.feed(answer.content.decode())
            for link in links.found:
                where = urljoin(address, link)
                if not urlsplit(where).netloc and urlsplit(where).scheme == "":
                    waiting.append(where.partition("#")[0])


@pytest.mark.django_db
@override_settings(DEMO=True)
class EveryPageTest(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        call_command("seed_demo", verbosity=0)

    def visit(self, user: User | None, start: str, at_least: int) -> None:
        client = Client()
        if user:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        faults, seen = [], 0
        for address, answer, queries in reachable(client, start):
            seen += 1
            if answer.status_code >= 400:
                faults.append(f"{address} : {answer.status_code}")
            faults += [f"{address} writes: {q['sql'][:120]}" for q in queries if WRITES.match(q["sql"])]
            if answer.status_code == 200 and "text/html" in answer.headers["Content-Type"]:
                try:
                    assert_valid_html(answer)
                except AssertionError as error:
                    faults.append(f"{address} : {error}")
        assert not faults, "\n".join(faults)
        assert seen >= at_least, f"only {seen} pages were found"

    def holding(self, role: Role) -> User:
        return User.objects.holding(role).first()

    def test_the_assistant_s(self) -> None:
        self.visit(self.holding(Role.ASSISTANT), "/", 40)

    def test_the_head_s_with_the_admin(self) -> None:
        self.visit(self.holding(Role.HEAD), "/", 80)

    def test_the_cabinet_s(self) -> None:
        self.visit(self.holding(Role.CABINET), "/", 60)

    def test_an_elected_person_s(self) -> None:
        self.visit(self.holding(Role.ELECTED), "/", 10)

    def test_the_newsroom_s(self) -> None:
        self.visit(None, "/presse/", 10)
