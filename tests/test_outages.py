"""A real web server, while PostgreSQL restarts and Redis is gone: calm words, then work goes on."""

import subprocess
import sys
import time
from contextlib import closing
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import psycopg2
import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import connection

from comms.outbox.models import OutgoingMail
from dev.processes import free_port
from tests import workers
from tests.people.factories import PASSWORD, UserFactory
from tests.plugins.production import COMPLETE, bare

pytestmark = pytest.mark.django_db(transaction=True)

NOBODY_LISTENS = "redis://127.0.0.1:9/0"
NEW = "latérite cagou bénitier"


class NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


class Visitor:
    """A browser without a page: keeps its cookies, follows nothing."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies), NoRedirect)

    def get(self, path: str) -> tuple[int, str]:
        return self._open(Request(self.base + path))

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        self.get(path)  # for the token
        token = next(cookie.value for cookie in self.cookies if cookie.name == "csrftoken")
        body = urlencode(fields | {"csrfmiddlewaretoken": token}).encode()
        return self._open(Request(self.base + path, body))

    def _open(self, request: Request) -> tuple[int, str]:
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as answer:
            return answer.status, answer.read().decode()


@pytest.fixture
def visitor(collected_var) -> Visitor:
    """Of a gunicorn with one process on the tests' database, which keeps its connection between requests."""
    port = free_port()
    environment = COMPLETE | {
        "DATABASE_URL": workers.environment()["DATABASE_URL"],
        "REDIS_URL": NOBODY_LISTENS,
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "0",
        "VAR_DIR": collected_var,
    }
    command = ["-m", "gunicorn", "comms.wsgi", "--bind", f"127.0.0.1:{port}", "--log-level", "warning"]
    server = subprocess.Popen([sys.executable, *command], cwd=settings.BASE_DIR, env=bare(**environment))
    try:
        yield ready(Visitor(f"http://127.0.0.1:{port}"))
    finally:
        server.terminate()
        server.wait(20)


def ready(visitor: Visitor) -> Visitor:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            assert visitor.get("/compte/connexion/")[0] == 200
        except OSError:
            time.sleep(0.2)
        else:
            return visitor
    pytest.fail("the server didn't start")


def let_in(allowed: bool) -> None:
    """Open or shut the tests' database to new connections (ours stays), from the database next to it."""
    connection.ensure_connection()
    beside = psycopg2.connect(**connection.get_connection_params() | {"dbname": "postgres"})
    beside.autocommit = True
    with closing(beside), beside.cursor() as cursor:
        cursor.execute(f'ALTER DATABASE "{connection.settings_dict["NAME"]}" ALLOW_CONNECTIONS {allowed}')


def cut_connections() -> int:
    """As a restart of PostgreSQL does to the server's connections; ours stays. How many were cut."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def test_after_a_restart_of_postgresql_the_next_request_is_answered(visitor):
    for _ in range(5):
        assert visitor.get("/compte/connexion/")[0] == 200
        assert cut_connections() >= 1
        assert visitor.get("/compte/connexion/")[0] == 200


def test_while_postgresql_is_away_the_page_is_calm_and_work_goes_on_when_it_returns(visitor):
    let_in(False)
    try:
        cut_connections()
        status, page = visitor.get("/compte/connexion/")
        assert status == 503
        assert "La base de données ne répond pas" in page
        assert "Traceback" not in page
        assert visitor.get("/nulle-part/")[0] == 404
    finally:
        let_in(True)
    assert visitor.get("/compte/connexion/")[0] == 200


def test_without_redis_what_a_click_does_is_saved_its_mail_included(visitor):
    user = UserFactory(password=make_password(PASSWORD, hasher="argon2"))
    assert visitor.post("/compte/connexion/", username=user.email, password=PASSWORD)[0] == 302
    began = time.monotonic()
    status, _ = visitor.post(
        "/compte/mot-de-passe/", old_password=PASSWORD, new_password1=NEW, new_password2=NEW
    )
    assert status == 302
    assert time.monotonic() - began < 15  # kombu alone would try again for minutes
    user.refresh_from_db()
    assert check_password(NEW, user.password)
    [mail] = OutgoingMail.objects.all()
    assert mail.address == user.email
