"""What every page must be: valid HTML, without an accessibility fault, without a foreign request."""

from collections import Counter
from urllib.parse import urlsplit

import html5lib
from axe_playwright_python.sync_playwright import Axe
from django.http import HttpResponse
from html5lib.constants import E as PARSE_ERRORS
from playwright.sync_api import Page


def assert_valid_html(page: HttpResponse | str) -> None:
    """The HTML parser's strict reading finds nothing to repair, and no id stands twice."""
    if isinstance(page, HttpResponse):
        assert page.status_code < 400, f"status {page.status_code}"
        page = page.content.decode()
    elif hasattr(page, "streaming_content"):
        page = b"".join(page.streaming_content).decode()
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document = parser.parse(page)
    lines = page.splitlines()
    faults = []
    for (line, _column), code, details in parser.errors:
        text = lines[min(line, len(lines)) - 1].strip()[:160]
        faults.append(f"line {line}: {PARSE_ERRORS.get(code, code) % (details or {})}\n    {text}")
    ids = Counter(element.get("id") for element in document.iter() if element.get("id"))
    faults += [f"id « {name} » stands {count} times" for name, count in ids.items() if count > 1]
    assert not faults, "not valid HTML:\n" + "\n".join(faults)


def assert_accessible(page: Page) -> None:
    """axe finds nothing, and nothing sticks out to the right of the window."""
    page.wait_for_load_state()  # a click comes back when the next page begins, maybe before its first element
    found = Axe().run(page).response["violations"]
    faults = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}\n"
        + "\n".join(f"    {node['html'][:200]}" for node in fault["nodes"][:5])
        for fault in found
    ]
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow > 0:
        faults.append(f"the page is {overflow} px wider than the window")
    assert not faults, f"{page.url} isn't accessible:\n" + "\n".join(faults)


class Watcher:
    """Collects what no page of ours may do: a script error, a breach of the CSP, a call elsewhere."""

    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc
        self.faults: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("console", self._on_console)
        page.on("request", self._on_request)

    def _on_console(self, message) -> None:
        # without an address it comes from axe, which tries styles of its own on the page
        if "Content Security Policy" in message.text and message.location["url"]:
            self.faults.append(f"CSP: {message.text}")

    def _on_request(self, request) -> None:
        where = urlsplit(request.url)
        if where.scheme in ("http", "https", "ws", "wss") and where.netloc != self.host:
            self.faults.append(f"request to another host: {request.url}")
