"""Pictures of every kind of page, to be looked at: `python -m dev.screenshots [ADDRESS] [FOLDER]`.

Logs into the running demonstration (make run) as several demo people, follows the links that stand on the
pages, one page of each kind (/presse/2026/a/ and /presse/2026/b/ are one), and takes each at 1280 and
360 px, light and dark: FOLDER/PERSON/PAGE-WIDTH-THEME.png. Says which pages fail or stick out to the right.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dev import browser
from dev.bootstrap import ROOT

PASSWORD = "lagon-banian-niaouli"
PEOPLE = {
    "assistant": "assistant@example.org",
    "head": "head@example.org",
    "elected": "elected@example.org",
    "public": "",
}
START = {"public": ["/presse/", "/compte/connexion/", "/compte/mot-de-passe/oublie/"]}
SIZES = ((1280, 900), (360, 740))
THEMES = ("light", "dark")
#: Leaves the page, gives a file, or would go round for ever.
NOT_PAGES = re.compile(r"deconnexion|logout|\.\w{2,4}$|export|/source/|/html/|jsi18n|/fichiers/|/ville/logo")
MOST = 80


def kind_of(address: str) -> str:
    """The address without what tells one row from another; filters and pages of a list aren't kinds."""
    path = re.sub(r"\d{8}T[\d.]+-\w+|\b[0-9a-f]{16,}\b|\d+", "n", urlsplit(address).path)
    return re.sub(r"(?<=/presse/n/)[^/]+", "x", path)


def pages(page: Page, base: str, start: list[str]) -> Iterator[str]:
    """Addresses of this site that stand on its pages, one of each kind, as they are found."""
    waiting, known = [urljoin(base, path) for path in start], set()
    while waiting and len(known) < MOST:
        address = waiting.pop(0)
        if kind_of(address) in known:
            continue
        known.add(kind_of(address))
        answer = page.goto(address)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        if answer.status >= 400:
            print(f"  {answer.status} {address}")
        yield address
        for link in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            here = urlsplit(link).netloc == urlsplit(base).netloc
            if here and not NOT_PAGES.search(urlsplit(link).path):
                waiting.append(link.partition("#")[0])


def log_in(context: BrowserContext, base: str, address: str) -> None:
    page = context.new_page()
    page.goto(urljoin(base, "/compte/connexion/"))
    page.locator("[name=username]").fill(address)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button").first.click()
    page.wait_for_url(lambda url: "connexion" not in url)
    page.close()


def name_of(address: str) -> str:
    return kind_of(address).strip("/").replace("/", "_") or "accueil"


def photograph(page: Page, address: str, folder: Path, theme: str) -> None:
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        page.wait_for_load_state("networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wide > 0:
            print(f"  {wide} px de trop à {width} px : {address}")
        page.screenshot(path=folder / f"{name_of(address)}-{width}-{theme}.png", full_page=True)


def visit(chromium: Browser, base: str, person: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    found: list[str] = []
    for theme in THEMES:
        context = chromium.new_context(color_scheme=theme, locale="fr-FR", timezone_id="Pacific/Noumea")
        if PEOPLE[person]:
            log_in(context, base, PEOPLE[person])
        page = context.new_page()
        found = found or list(pages(page, base, START.get(person, ["/"])))
        for address in found:
            photograph(page, address, folder, theme)
        context.close()
    print(f"{person} : {len(found)} pages dans {folder}")


def main(base: str = "http://127.0.0.1:8000", folder: str = "") -> None:
    target = Path(folder) if folder else ROOT / "var" / "screenshots"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.chromium())
        for person in PEOPLE:
            visit(chromium, base, person, target / person)
        chromium.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
