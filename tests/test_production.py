"""In production: what is missing stops the start with one line, and every answer is guarded."""

import re
import subprocess

import pytest

from tests.plugins.production import COMPLETE, start


def assert_stops_with_one_line(done: subprocess.CompletedProcess, name: str) -> None:
    assert done.returncode == 1
    assert done.stdout == ""
    [line] = done.stderr.strip().splitlines()
    assert line.startswith("Comms ne démarre pas")
    assert name in line


@pytest.mark.parametrize("missing", COMPLETE)
def test_a_missing_secret_or_address_stops_the_start_with_one_line(missing):
    environment = {name: value for name, value in COMPLETE.items() if name != missing}
    assert_stops_with_one_line(start("manage.py", "check", **environment), missing)
    assert_stops_with_one_line(start("manage.py", "check", **environment, **{missing: " "}), missing)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS"])
def test_the_demonstration_needs_them_too(missing):
    environment = {name: value for name, value in COMPLETE.items() if name != missing}
    assert_stops_with_one_line(start("manage.py", "check", DEMO="1", **environment), missing)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PROXY_COUNT", "one"),
        ("TIME_ZONE", "Pacifique/Nouméa"),
        ("DATABASE_URL", "sqlite:///db.sqlite3"),
        ("DATABASE_URL", "postgres://comms:p%zzz@[::1/comms"),
        ("EMAIL_URL", "carrier-pigeon://roof"),
        ("SECRET_KEY", "insecure-development-key"),
    ],
)
def test_an_unreadable_value_stops_the_start_and_is_not_repeated(name, value):
    done = start("manage.py", "check", **COMPLETE | {name: value})
    assert_stops_with_one_line(done, name)
    assert value not in done.stderr


@pytest.mark.parametrize(
    "program",
    [
        ("-m", "celery", "-A", "comms", "worker"),
        ("-m", "celery", "-A", "comms", "beat"),
        ("-c", "import comms.wsgi"),
    ],
    ids=["worker", "beat", "web"],
)
def test_every_process_says_so(program):
    done = start(*program, **{name: value for name, value in COMPLETE.items() if name != "SECRET_KEY"})
    assert done.returncode != 0
    assert "Comms ne démarre pas" in done.stderr
    assert "SECRET_KEY" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_complete_production_passes_django_s_own_check_in_silence():
    done = start("manage.py", "check", "--deploy", "--fail-level", "DEBUG", **COMPLETE)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "no issues (0 silenced)" in done.stdout


# --- what every answer carries, in production ------------------------------------------------------------

ASK = """
import sys, django
from django.conf import settings
django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
for line in sys.argv[1:]:
    host, scheme, path = line.split()
    answer = client.get(path, HTTP_HOST=host, secure=scheme == "https")
    cookies = ",".join(client.cookies)
    print(answer.status_code, path, dict(answer.headers), cookies, sep="|")
"""
OWN, FOREIGN = "communication.example.org", "evil.example"


@pytest.fixture(scope="module")
def answers(collected_var) -> dict[tuple[str, str, str], list[str]]:
    """A production process without its database answers these; {(host, scheme, path): [status, path, …]}."""
    asked = [
        (OWN, "https", "/nulle-part/"),
        (OWN, "https", "/compte/connexion/"),  # 503: the database doesn't answer
        (OWN, "https", "/administration/"),
        (OWN, "http", "/compte/connexion/"),  # to https
        (FOREIGN, "https", "/compte/connexion/"),  # 400
        (FOREIGN, "http", "/compte/connexion/"),
    ]
    done = start("-c", ASK, *map(" ".join, asked), **COMPLETE, VAR_DIR=collected_var)
    lines = [line.split("|") for line in done.stdout.splitlines() if re.match(r"\d{3}\|", line)]
    assert len(lines) == len(asked), done.stderr
    return dict(zip(asked, lines, strict=True))


def test_every_answer_is_guarded_errors_and_redirects_included(answers):
    for (_host, scheme, _path), (_status, _, headers, _cookies) in answers.items():
        assert "default-src 'self'" in headers
        assert "frame-ancestors 'none'" in headers
        assert "unsafe-" not in headers
        assert "'X-Content-Type-Options': 'nosniff'" in headers
        assert "'X-Frame-Options': 'DENY'" in headers
        assert "'Referrer-Policy': 'same-origin'" in headers
        if scheme == "https":
            assert "'Strict-Transport-Security': 'max-age=31536000; includeSubDomains; preload'" in headers


def test_plain_http_goes_to_our_own_address_whatever_host_was_named(answers):
    for host in (OWN, FOREIGN):
        status, _, headers, _cookies = answers[host, "http", "/compte/connexion/"]
        assert status == "301"
        assert f"'Location': 'https://{OWN}/compte/connexion/'" in headers


def test_a_foreign_host_is_refused(answers):
    assert answers[FOREIGN, "https", "/compte/connexion/"][0] == "400"


def test_without_its_database_the_house_says_so_and_when_to_try_again(answers):
    status, _, headers, _cookies = answers[OWN, "https", "/compte/connexion/"]
    assert status == "503"
    assert "'Retry-After': '30'" in headers


def test_links_in_mails_follow_the_allowed_host_unless_told_otherwise():
    show = "from django.conf import settings; print(settings.BASE_URL, settings.DEFAULT_FROM_EMAIL)"
    ask = ("-c", show)
    assert start(*ask, **COMPLETE).stdout.split() == [
        "https://communication.example.org",
        "communication@communication.example.org",
    ]
    told = start(*ask, **COMPLETE, BASE_URL="https://com.example.org/", DEFAULT_FROM_EMAIL="com@example.org")
    assert told.stdout.split() == ["https://com.example.org", "com@example.org"]


def test_cookies_are_for_this_host_over_https_only():
    show = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        "s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE)"
    )
    done = start("-c", show, **COMPLETE)
    assert done.stdout.split() == ["__Host-session", "__Host-csrf", "True", "True", "True", "True", "Lax"]
