"""One login for the whole house; who may not enter the admin is told so, once."""

import pytest
from django.urls import reverse

from comms.people.models import Role
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db

ADMIN = "/administration/"


def test_a_visitor_goes_to_the_house_s_login_and_comes_back(client):
    assert client.get(ADMIN, follow=True).redirect_chain[-1] == (f"/compte/connexion/?next={ADMIN}", 302)
    asked = client.get("/administration/login/?next=/administration/people/user/")
    assert asked.url == "/compte/connexion/?next=/administration/people/user/"
    assert client.post("/administration/login/", {"username": "x", "password": "y"}).status_code == 302


@pytest.mark.parametrize("path", [ADMIN, "/administration/login/", "/administration/people/user/"])
@pytest.mark.parametrize("role", ["assistant", "secretary_general", "elected", "stranger"])
def test_who_may_not_enter_reads_why_instead_of_a_login_page(client, request, role, path):
    client.force_login(request.getfixturevalue(role))
    answer = client.get(path)
    assert answer.status_code == 403
    assert "L’administration est réservée" in answer.content.decode()


def test_entry_is_not_a_right_to_anything(client):
    client.force_login(UserFactory(is_staff=True, roles=[Role.ELECTED]))
    assert client.get(ADMIN).status_code == 200
    assert client.get("/administration/people/user/").status_code == 403


def test_a_role_without_entry_stays_outside(client):
    client.force_login(UserFactory(is_staff=False, roles=[Role.CABINET]))
    assert client.get(ADMIN).status_code == 403


def test_the_admin_s_own_password_and_login_pages_are_the_house_s(client, head):
    client.force_login(head)
    assert client.get("/administration/password_change/").url == reverse("password_change")
    assert client.get("/administration/login/").url == ADMIN
    assert client.post("/administration/logout/").url == reverse("login")


@pytest.mark.parametrize("gone", ["auth/group", "axes/accessattempt"])
def test_what_has_no_use_here_is_not_in_the_admin(client, superuser, gone):
    client.force_login(superuser)
    assert client.get(f"{ADMIN}{gone}/").status_code == 404
