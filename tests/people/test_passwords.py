"""A forgotten password, a first one, another one: by signed links, telling nobody who has an account."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from comms.people import actions, mails, tasks
from comms.people.models import PasswordResetRequest, User
from tests.people.factories import PASSWORD, UserFactory
from tests.people.test_login import is_in, log_in
from tests.people.test_throttle import fail

pytestmark = pytest.mark.django_db

ASK = "/compte/mot-de-passe/oublie/"
NEW = "latérite cagou bénitier"


def ask_for(email, **extra):
    return Client().post(ASK, {"email": email}, **extra)


def answer_requests() -> None:
    actions.answer_password_requests(at=timezone.now())


def link_in(message) -> str:
    return re.search(r"https?://\S+?(/compte/\S+)", message.body).group(1)


def choose(client, link, password=NEW, again=None):
    """Follow the link (to the form without the token) and post a password there."""
    form = client.get(link)
    return client.post(form.url, {"new_password1": password, "new_password2": again or password})


@pytest.fixture
def reset_link(assistant):
    mails.password_reset(assistant)
    return link_in(mail.outbox.pop())


@pytest.fixture
def invited(db, head):
    user = UserFactory(first_name="Nine", password="")
    user.set_unusable_password()
    user.save()
    mails.invitation(user, head)
    return user, link_in(mail.outbox.pop())


# --- forgotten --------------------------------------------------------------------------------------


def test_the_whole_way_from_forgotten_to_logged_in(client, assistant):
    assert ask_for(assistant.email.upper()).url == reverse("password_reset_done")
    tasks.answer_password_requests()
    [message] = mail.outbox
    assert message.to == [assistant.email]
    assert message.subject == "Choisir un nouveau mot de passe"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    answer = choose(client, link_in(message))
    assert answer.url == reverse("login")
    log_in(client, assistant.email, NEW)
    assert is_in(client)


def test_the_answer_and_the_work_are_the_same_whether_the_account_exists(
    assistant, django_assert_num_queries
):
    closed = UserFactory(is_active=False)
    answers = []
    for email in (assistant.email, "personne@example.org", closed.email):
        with django_assert_num_queries(4):  # savepoint, how many before, the demand, release
            answers.append(ask_for(email))
    assert len({(answer.status_code, answer.url) for answer in answers}) == 1
    assert not mail.outbox, "the mail is written later, by a task"
    answer_requests()
    assert [message.to for message in mail.outbox] == [[assistant.email]]


def test_a_demand_is_answered_once(assistant):
    ask_for(assistant.email)
    answer_requests()
    answer_requests()
    assert len(mail.outbox) == 1


def test_one_account_gets_three_mails_an_hour_at_most(assistant):
    for n in range(6):
        ask_for(assistant.email, REMOTE_ADDR=f"203.0.113.{n}")
    answer_requests()
    assert len(mail.outbox) == 3
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        ask_for(assistant.email)
        answer_requests()
    assert len(mail.outbox) == 4


def test_one_address_may_ask_twenty_times_an_hour(assistant):
    for n in range(20):
        assert ask_for(f"personne{n}@example.org").status_code == 302
    answer = ask_for(assistant.email)
    assert answer.status_code == 429
    assert "Trop de demandes" in answer.content.decode()
    assert ask_for(assistant.email, REMOTE_ADDR="203.0.113.7").status_code == 302


def test_demands_are_forgotten_after_a_day(assistant):
    ask_for(assistant.email)
    answer_requests()
    actions.answer_password_requests(at=timezone.now() + timedelta(days=1, minutes=1))
    assert not PasswordResetRequest.objects.exists()


def test_the_link_is_built_on_our_address_not_on_the_one_the_client_names(assistant, settings):
    settings.BASE_URL = "https://communication.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    ask_for(assistant.email, HTTP_HOST="evil.example")
    answer_requests()
    assert "evil.example" not in mail.outbox[0].body
    assert "https://communication.example.org/compte/" in mail.outbox[0].body


def test_following_the_link_changes_nothing_and_hides_the_token(client, assistant, reset_link):
    for _ in range(3):  # a mail scanner, a preview, the person
        form = Client().get(reset_link)
        assert form.status_code == 302
        assert form.url.endswith("/choisir/")
    assert User.objects.get(pk=assistant.pk).check_password(PASSWORD)
    assert choose(client, reset_link).status_code == 302


def test_the_link_serves_once(client, reset_link):
    choose(client, reset_link)
    again = Client().get(reset_link)
    assert again.status_code == 200
    assert "Ce lien ne sert plus" in again.content.decode()


def test_the_link_dies_after_four_hours(assistant):
    with time_machine.travel(datetime(2026, 9, 22, 22, 0, tzinfo=UTC), tick=False) as clock:
        mails.password_reset(assistant)
        link = link_in(mail.outbox[0])
        clock.shift(timedelta(hours=3, minutes=59))
        assert Client().get(link).status_code == 302
        clock.shift(timedelta(minutes=2))
        assert "Ce lien ne sert plus" in Client().get(link).content.decode()


@pytest.mark.parametrize("change", [{"email": "autre@example.org"}, {"is_active": False}])
def test_a_changed_address_or_a_closed_account_voids_the_link(assistant, reset_link, change):
    User.objects.filter(pk=assistant.pk).update(**change)
    assert "Ce lien ne sert plus" in Client().get(reset_link).content.decode()


@pytest.mark.parametrize("uid", ["MQ", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk", "AA", "%00", "é", "-"])
def test_a_made_up_link_is_a_calm_page(uid):
    page = Client().get(f"/compte/mot-de-passe/nouveau/{uid}/abc-def/")
    assert page.status_code in (200, 404)


def test_choosing_lifts_a_lock_ends_other_sessions_and_tells_the_person(client, assistant):
    elsewhere = Client()
    elsewhere.force_login(assistant)
    fail(Client(), assistant.email, 5)
    mails.password_reset(assistant)
    choose(client, link_in(mail.outbox.pop()))
    assert not is_in(elsewhere)
    assert [message.subject for message in mail.outbox] == ["Votre mot de passe a changé"]
    log_in(client, assistant.email, NEW)
    assert is_in(client)


# --- what a password must be -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("quatorze signes", "quatorze signez", "ne correspondent pas"),
        ("quatorze signe", None, "au minimum 15 caractères"),
        ("yfdbufnjh10305070", None, "trop courant"),
        ("1234567890123456", None, "se répète"),
        ("motdepassemotdepasse", None, "se répète"),
        ("aaaaaaaaaaaaaaab", None, "se répète"),
        ("x" * 257, None, "au plus 256 caractères"),
        ("niaouli\x00banian kaori", None, "caractère nul"),
    ],
)
def test_a_refused_password_says_why_in_french(client, reset_link, password, again, said):
    answer = choose(client, reset_link, password, again)
    assert answer.status_code == 200
    assert said in answer.content.decode()


def test_a_password_close_to_one_s_own_address_is_refused(client, db):
    user = UserFactory(email="lea.niaouli.communication@example.org")
    mails.password_reset(user)
    answer = choose(client, link_in(mail.outbox[0]), "lea.niaouli.communication")
    assert "trop semblable" in answer.content.decode()


@pytest.mark.parametrize(
    "password",
    ["quinze caractères", "739105582640917", "🐚🌺🐢🌴🦜🐬🐚🌺🐬🦜🐢🌴🦎🥥🐚", "كلمة سر طويلة جدا"],
)
def test_fifteen_characters_of_any_kind_are_enough(client, reset_link, password):
    assert choose(client, reset_link, password).status_code == 302


def test_changing_asks_for_the_present_password(client, assistant):
    client.force_login(assistant)
    answer = client.post(
        reverse("password_change"), {"old_password": "inexact", "new_password1": NEW, "new_password2": NEW}
    )
    assert answer.status_code == 200
    assert User.objects.get(pk=assistant.pk).check_password(PASSWORD)


# --- the first one ------------------------------------------------------------------------------------


def test_an_invited_person_chooses_a_first_password(client, invited):
    user, link = invited
    form = client.get(link, follow=True)
    assert "Bienvenue, Nine" in form.content.decode()
    choose(client, link)
    log_in(client, user.email, NEW)
    assert is_in(client)


def test_an_invitation_holds_a_week_and_serves_once(client, head):
    with time_machine.travel(datetime(2026, 9, 22, 22, 0, tzinfo=UTC), tick=False) as clock:
        user = UserFactory(password="!")
        mails.invitation(user, head)
        link = link_in(mail.outbox[0])
        clock.shift(timedelta(days=6, hours=23))
        assert Client().get(link).status_code == 302
        clock.shift(timedelta(hours=2))
        assert "plus d’une semaine" in Client().get(link).content.decode()
    with time_machine.travel(datetime(2026, 9, 23, 22, 0, tzinfo=UTC), tick=False):
        choose(client, link)
        assert "a déjà servi" in Client().get(link).content.decode()


def test_an_invitation_is_void_once_a_password_was_chosen_otherwise(invited):
    user, link = invited
    actions.choose_password(user=user, password=NEW)
    assert "a déjà servi" in Client().get(link).content.decode()


def test_a_reset_link_is_no_invitation_and_the_reverse(assistant, reset_link, invited):
    as_invitation = reset_link.replace("mot-de-passe/nouveau", "invitation")
    assert "a déjà servi" in Client().get(as_invitation).content.decode()
    as_reset = invited[1].replace("invitation", "mot-de-passe/nouveau")
    # a week-long token must not pass where four hours are promised
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        assert "Ce lien ne sert plus" in Client().get(as_reset).content.decode()
