"""In and out: one answer for all failures, sessions that end, no way to somebody else's site."""

import pytest
from django.contrib.auth.hashers import identify_hasher
from django.test import Client
from django.urls import reverse

from comms.people.models import User
from tests.people.factories import PASSWORD, UserFactory, stranger

pytestmark = pytest.mark.django_db

LOGIN = "/compte/connexion/"
INEXACT = "L’adresse ou le mot de passe est inexact."


def log_in(client, email, password=PASSWORD, next_url="", **extra):
    return client.post(LOGIN, {"username": email, "password": password, "next": next_url}, **extra)


def is_in(client) -> bool:
    return client.get(reverse("profile")).status_code == 200


def test_the_right_password_opens_my_day(client, assistant):
    answer = log_in(client, assistant.email)
    assert answer.status_code == 302
    assert answer.url == reverse("desk:my_day")
    assert is_in(client)


def test_the_address_may_be_typed_with_capitals_and_spaces(client, assistant):
    log_in(client, f"  {assistant.email.upper()} ")
    assert is_in(client)


def test_an_accent_typed_in_two_characters_is_the_same_password(client):
    user = UserFactory()
    user.set_password("café banian kaori")
    user.save()
    log_in(client, user.email, "cafe\u0301 banian kaori")
    assert is_in(client)


def test_a_wrong_password_an_unknown_address_and_a_closed_account_get_one_answer(client, assistant):
    closed, invited = stranger(is_active=False), stranger()
    invited.set_unusable_password()
    invited.save()
    pages = {
        log_in(client, email, password).content.decode().replace(email, "")
        for email, password in [
            (assistant.email, "pas le bon mot de passe"),
            ("personne@example.org", PASSWORD),
            (closed.email, PASSWORD),
            (invited.email, PASSWORD),
        ]
    }
    without_tokens = {page.split("csrfmiddlewaretoken")[0] for page in pages}
    assert len(without_tokens) == 1
    assert all(INEXACT in page for page in pages)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        r"\\evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\thttps://evil.example",
        "/relations-presse/\r\nSet-Cookie: a=b",
    ],
)
def test_next_never_leads_to_another_site(client, assistant, elsewhere):
    answer = log_in(client, assistant.email, next_url=elsewhere)
    assert answer.status_code == 302
    assert answer.url.startswith("/")
    assert not answer.url.startswith(("//", "/\\"))
    assert "\n" not in answer.url


def test_next_leads_back_to_the_page_that_asked(client, assistant):
    asked = client.get(reverse("absences"))
    assert asked.url == f"{LOGIN}?next={reverse('absences')}"
    assert log_in(client, assistant.email, next_url=reverse("absences")).url == reverse("absences")


def test_a_new_session_key_is_made_at_the_login(client, assistant):
    client.get(LOGIN)
    session = client.session
    session["left_by"] = "somebody else"
    session.save()
    before = client.cookies["sessionid"].value if "sessionid" in client.cookies else session.session_key
    log_in(client, assistant.email)
    assert client.cookies["sessionid"].value != before


def test_a_person_who_is_in_does_not_see_the_login_page(client, assistant):
    client.force_login(assistant)
    assert client.get(LOGIN).status_code == 302


def test_logging_out_is_a_post(client, assistant):
    client.force_login(assistant)
    assert client.get(reverse("logout")).status_code == 405
    assert is_in(client)
    answer = client.post(reverse("logout"))
    assert answer.url == LOGIN
    assert not is_in(client)


def test_a_logout_without_the_token_is_refused(assistant):
    client = Client(enforce_csrf_checks=True)
    client.force_login(assistant)
    assert client.post(reverse("logout")).status_code == 403
    assert is_in(client)


# --- sessions end ----------------------------------------------------------------------------------


def test_a_closed_account_is_out_at_its_next_request(client, assistant):
    client.force_login(assistant)
    assert is_in(client)
    User.objects.filter(pk=assistant.pk).update(is_active=False)
    assert not is_in(client)


def test_a_closed_account_is_out_of_the_admin_too(client, head):
    client.force_login(head)
    assert client.get("/administration/").status_code == 200
    User.objects.filter(pk=head.pk).update(is_active=False)
    assert client.get("/administration/").status_code == 302


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(client, assistant):
    elsewhere = Client()
    elsewhere.force_login(assistant)
    client.force_login(assistant)
    new = "latérite cagou bénitier"
    answer = client.post(
        reverse("password_change"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )
    assert answer.url == reverse("profile")
    assert is_in(client)
    assert not is_in(elsewhere)


def test_passwords_are_kept_by_argon2(settings, assistant):
    settings.PASSWORD_HASHERS = [name for name in settings.PASSWORD_HASHERS if "MD5" not in name]
    assistant.set_password(PASSWORD)
    assert identify_hasher(assistant.password).algorithm == "argon2"
    assert assistant.check_password(PASSWORD)


def test_two_letters_that_upper_case_alike_are_two_accounts(client, db):
    UserFactory(email="admin@example.org")
    log_in(client, "admın@example.org")
    assert not is_in(client)
