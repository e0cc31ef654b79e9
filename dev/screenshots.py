"""`python3 -m dev screenshots [ADDRESS…]`: pictures of the running demonstration's pages, to look at.

From the home page of each person (default: the assistant, the head of communication and a visitor), links
are followed, one page for each kind of address, and pictures taken at 1280 and 360 px, light and dark,
into var/screenshots/PERSON/.
"""

import json
import os
import re
import shutil
import sys
from collections import deque
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from dev import browser
from dev.folders import Lock
from dev.processes import Trouble
from dev.run import ENVIRONMENT, LOCK, VAR

PEOPLE = ["assistant@example.org", "head@example.org", "visitor"]
LOOKS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]
MOST = 120


def main(people: list[str]) -> None:
    if not ENVIRONMENT.exists() or Lock(LOCK).take():
        raise Trouble("La démonstration ne tourne pas : lancez d'abord make run dans un autre terminal.")
    if not browser.chromium():
        raise Trouble(browser.MISSING)
    os.environ.update(json.loads(ENVIRONMENT.read_text()) | {"DJANGO_ALLOW_ASYNC_UNSAFE": "true"})
    django.setup()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.chromium())
        for person in people or PEOPLE:
            picture(chromium, person)
        chromium.close()


def picture(chromium: Browser, person: str) -> None:
    folder = VAR / "screenshots" / person.partition("@")[0]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    cookie = session_cookie(person)
    pages = {look: open_page(chromium, cookie, *look) for look in LOOKS}
    first = pages[LOOKS[0]]
    starts = ["/presse/"] if cookie is None else ["/", "/administration/", "/presse/"]
    waiting, seen = deque(starts), {kind_of(path) for path in starts}
    while waiting and len(seen) < MOST:
        path = waiting.popleft()
        answer = first.goto(path)
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        print(f"{person}: {answer.status} {path}", flush=True)
        shoot(pages, path, folder)
        for link in first.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            where = urlsplit(link)
            if where.netloc == urlsplit(first.url).netloc and (kind := kind_of(where.path)) not in seen | {
                None
            }:
                seen.add(kind)
                waiting.append(where.path)
    for page in pages.values():
        page.context.close()
    print(f"→ {folder}", flush=True)


def kind_of(path: str) -> str | None:
    """The view's name: a list of a hundred releases leads to one picture of a release."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def session_cookie(person: str) -> dict | None:
    if person == "visitor":
        return None
    client = Client()
    user = get_user_model().objects.get(email=person)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    morsel = client.cookies["sessionid"]
    return {"name": morsel.key, "value": morsel.value, "url": os.environ["BASE_URL"]}


def open_page(chromium: Browser, cookie: dict | None, width: int, scheme: str) -> Page:
    context: BrowserContext = chromium.new_context(
        base_url=os.environ["BASE_URL"],
        viewport={"width": width, "height": 900 if width > 600 else 740},
        color_scheme=scheme,
        locale="fr-FR",
        timezone_id="Pacific/Noumea",
    )
    if cookie:
        context.add_cookies([cookie])
    return context.new_page()


def shoot(pages: dict[tuple[int, str], Page], path: str, folder: Path) -> None:
    name = re.sub(r"\W+", "-", path).strip("-") or "accueil"
    for (width, scheme), page in pages.items():
        page.goto(path)
        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Trouble as trouble:
        sys.exit(f"✗ {trouble}")
