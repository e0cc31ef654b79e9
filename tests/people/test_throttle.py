"""Logins are throttled per account and per address, and the answer never tells whether an account exists."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from axes.models import AccessAttempt
from django.db import connection
from django.test import Client

from tests.people.factories import PASSWORD, UserFactory
from tests.people.test_login import LOGIN, is_in, log_in

pytestmark = pytest.mark.django_db

NINE_O_CLOCK = datetime(2026, 9, 22, 22, 0, tzinfo=UTC)  # in Nouméa, on the 23rd


def fail(client, email, times, **extra):
    for _ in range(times):
        answer = log_in(client, email, "pas le bon mot de passe", **extra)
    return answer


def test_the_fifth_failure_locks_even_the_right_password_out(client, assistant):
    assert fail(client, assistant.email, 4).status_code == 200
    assert fail(client, assistant.email, 1).status_code == 429
    assert log_in(client, assistant.email).status_code == 429
    assert not is_in(client)


def test_the_page_says_in_french_when_to_try_again(client, assistant):
    with time_machine.travel(NINE_O_CLOCK, tick=False):
        answer = fail(client, assistant.email, 5)
    page = answer.content.decode()
    assert "Réessayez à partir de 9\u00a0h\u00a015" in page
    assert "dans 15 minutes" in page
    assert answer["Retry-After"] == "900"
    assert "no-store" in answer["Cache-Control"]


def test_the_page_keeps_its_word_though_one_goes_on_trying(client, assistant):
    with time_machine.travel(NINE_O_CLOCK, tick=False) as clock:
        fail(client, assistant.email, 5)
        clock.shift(timedelta(minutes=10))
        assert "dans 5 minutes" in fail(client, assistant.email, 3).content.decode()
        clock.shift(timedelta(minutes=5, seconds=1))
        log_in(client, assistant.email)
        assert is_in(client)


def test_an_account_that_does_not_exist_is_locked_alike(client, assistant):
    known = fail(client, assistant.email, 5)
    unknown = fail(Client(), "personne@example.org", 5)
    assert unknown.status_code == known.status_code == 429
    assert unknown.content == known.content


def test_capitals_and_spaces_do_not_make_another_counter(client, assistant):
    for typed in (assistant.email, assistant.email.upper(), f" {assistant.email}", assistant.email.title()):
        fail(client, typed, 1)
    assert fail(client, assistant.email, 1).status_code == 429


def test_a_colleague_behind_the_same_address_is_not_locked_out(client, assistant, head):
    fail(client, assistant.email, 5)
    colleague = Client()
    log_in(colleague, head.email)
    assert is_in(colleague)


def test_an_account_is_locked_after_fifteen_failures_wherever_they_come_from(client, assistant):
    for network in range(4):
        answer = fail(client, assistant.email, 4, REMOTE_ADDR=f"203.0.113.{network}")
    assert answer.status_code == 429
    assert log_in(client, assistant.email, REMOTE_ADDR="198.51.100.1").status_code == 429


def test_an_address_is_locked_after_thirty_failures_whatever_the_account(client, assistant):
    for n in range(30):
        answer = fail(client, f"personne{n}@example.org", 1)
    assert answer.status_code == 429
    assert log_in(client, assistant.email).status_code == 429
    assert log_in(client, assistant.email, REMOTE_ADDR="198.51.100.1").status_code == 302


def test_forged_addresses_do_not_help_behind_a_proxy(client, assistant, settings):
    settings.PROXY_COUNT = 1
    for n in range(5):
        answer = fail(client, assistant.email, 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}, 203.0.113.7")
    assert answer.status_code == 429


def test_forged_addresses_do_not_help_without_a_proxy(client, assistant):
    for n in range(5):
        answer = fail(client, assistant.email, 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")
    assert answer.status_code == 429


def test_two_clients_behind_one_proxy_are_told_apart(client, assistant, settings):
    settings.PROXY_COUNT = 1
    fail(client, assistant.email, 5, HTTP_X_FORWARDED_FOR="203.0.113.7")
    assert log_in(client, assistant.email, HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == 302


def test_a_login_forgets_the_account_s_failures_but_not_what_the_address_did_to_others(client, assistant):
    fail(client, assistant.email, 3)
    fail(client, "autre@example.org", 4)
    log_in(client, assistant.email)
    assert set(AccessAttempt.objects.values_list("username", flat=True)) == {"autre@example.org"}
    assert fail(Client(), "autre@example.org", 1).status_code == 429


def test_no_password_is_kept_with_the_failures(client, assistant):
    log_in(client, assistant.email, "un mot de passe presque juste")
    kept = AccessAttempt.objects.values_list("get_data", "post_data", "path_info")
    assert "presque juste" not in str(list(kept))


def test_a_client_without_an_address_is_counted_too(client, assistant):
    assert fail(client, assistant.email, 5, REMOTE_ADDR="").status_code == 429


@pytest.mark.django_db(transaction=True)
def test_failures_at_the_same_moment_are_all_counted():
    user, together = UserFactory(), Barrier(8)

    def try_once(_):
        try:
            together.wait()
            return log_in(Client(), user.email, "pas le bon mot de passe").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(try_once, range(8)))
    assert log_in(Client(), user.email, PASSWORD).status_code == 429


def test_the_login_page_itself_stays_open_during_a_lock(client, assistant):
    fail(client, assistant.email, 5)
    assert client.get(LOGIN).status_code == 200
