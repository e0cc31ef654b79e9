"""What every room's tests may ask for: a real SMTP server, a real Chromium, and fast settings."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page

from dev import browser as chromium_of_this_machine
from tests.pages import Watcher
from tests.smtp import SmtpServer

pytest_plugins = [
    "tests.people.fixtures",
    "tests.plugins.undefined_variables",
    "tests.plugins.production",
]


def pytest_configure(config: pytest.Config) -> None:
    """Each xdist worker has its database (pytest-django), its Redis database and its media folder."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    redis_url = f"{django_settings.REDIS_URL.rpartition('/')[0]}/{int(worker) % 16}"
    os.environ["REDIS_URL"] = redis_url  # for the processes that a test starts
    django_settings.REDIS_URL = django_settings.CELERY_BROKER_URL = redis_url
    config.media_folder = tempfile.TemporaryDirectory(prefix="comms-media-")
    os.environ["MEDIA_ROOT"] = config.media_folder.name
    django_settings.MEDIA_ROOT = Path(config.media_folder.name)
    # argon2 takes 50 ms by design; a test of the real choice asks for it
    django_settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *django_settings.PASSWORD_HASHERS,
    ]


def pytest_unconfigure(config: pytest.Config) -> None:
    config.media_folder.cleanup()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that goes through the browser is marked so; without a browser it says why it is skipped."""
    has_browser = chromium_of_this_machine.chromium()
    for item in items:
        if "launch_browser" in getattr(item, "fixturenames", ()):  # every page comes from it
            item.add_marker(pytest.mark.browser)
            if not has_browser:
                item.add_marker(pytest.mark.skip(reason=chromium_of_this_machine.MISSING))


@pytest.fixture
def smtp_server(settings) -> Iterator[SmtpServer]:
    """A real SMTP server, with the settings pointing at it. See tests/smtp.py for how it misbehaves."""
    server = SmtpServer()
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.host, server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    yield server
    server.stop()


# --- browser -------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    return browser_type_launch_args | {"executable_path": chromium_of_this_machine.chromium()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return browser_context_args | {"locale": "fr-FR", "timezone_id": "Pacific/Noumea"}


@pytest.fixture
def live(live_server, settings):
    """The application over HTTP (`live.url`), with what it writes committed for real."""
    settings.BASE_URL = live_server.url
    return live_server


@pytest.fixture
def new_page(live, new_context):
    """`new_page(user, width)`: a page of the live site in a context of its own, `user` logged in or nobody.

    At the end of the test, a script error, a breach of the CSP or a request to another host fails it.
    """
    watcher = Watcher(live.url)

    def make(user=None, width: int = 1280) -> Page:
        height = 900 if width > 600 else 740
        context: BrowserContext = new_context(
            base_url=live.url, viewport={"width": width, "height": height}, has_touch=width <= 600
        )
        if user is not None:
            sign_in(context, user, live.url)
        page = context.new_page()
        watcher.watch(page)
        return page

    yield make
    assert not watcher.faults, "\n".join(watcher.faults)


@pytest.fixture
def desktop(new_page) -> Page:
    """A page of 1280 px, nobody logged in."""
    return new_page()


@pytest.fixture
def phone(new_page) -> Page:
    """A page of 360 px, nobody logged in."""
    return new_page(width=360)


def sign_in(context: BrowserContext, user, url: str) -> None:
    """Log the browser in without the form: the session is made here and given as a cookie."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])
