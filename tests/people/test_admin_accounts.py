"""Accounts in the admin: opened with an invitation, closed rather than deleted, never raised from below."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse

from comms.people.models import Department, Deputy, Role, RoleAssignment, User
from tests.people import factories
from tests.people.test_throttle import fail

pytestmark = pytest.mark.django_db

ADD = "/administration/people/user/add/"
LIST = "/administration/people/user/"


def change_url(account) -> str:
    return f"/administration/people/user/{account.pk}/change/"


def account_form(*roles, kept=(), **fields):
    """What the admin's form posts: the account, its roles as inline rows."""
    rows = {}
    for n, role in enumerate([*kept, *roles]):
        is_row = isinstance(role, RoleAssignment)
        rows[f"role_assignments-{n}-role"] = role.role if is_row else role
        rows[f"role_assignments-{n}-id"] = role.pk if is_row else ""
        rows[f"role_assignments-{n}-user"] = role.user_id if is_row else ""
    return {
        "email": "nouvelle@example.org", "first_name": "Nine", "last_name": "Tamanou", "phone": "",
        "department": "", "is_active": "on", **rows,
        "role_assignments-TOTAL_FORMS": len(kept) + len(roles),
        "role_assignments-INITIAL_FORMS": len(kept),
        "deputies-TOTAL_FORMS": 0, "deputies-INITIAL_FORMS": 0, **fields,
    }  # fmt: skip


def form_of(account, *roles, **fields):
    kept = list(account.role_assignments.all())
    same = {"email": account.email, "first_name": account.first_name, "last_name": account.last_name}
    return account_form(*roles, kept=kept, **{**same, **fields})


def roles_of(account) -> set[str]:
    return set(RoleAssignment.objects.filter(user=account).values_list("role", flat=True))


def act(client, action, *accounts):
    return client.post(LIST, {"action": action, "_selected_action": [a.pk for a in accounts]}, follow=True)


# --- opening ------------------------------------------------------------------------------------------


def test_a_new_person_is_invited_and_has_no_password_yet(client, head):
    client.force_login(head)
    answer = client.post(ADD, account_form(Role.ASSISTANT))
    assert answer.status_code == 302
    account = User.objects.get(email="nouvelle@example.org")
    assert not account.has_usable_password()
    assert roles_of(account) == {Role.ASSISTANT}
    [message] = mail.outbox
    assert message.to == ["nouvelle@example.org"]
    assert "/compte/invitation/" in message.body


def test_the_address_is_kept_in_small_letters(client, head):
    client.force_login(head)
    client.post(ADD, account_form(email="Nouvelle@Example.ORG"))
    assert User.objects.filter(email="nouvelle@example.org").exists()
    again = client.post(ADD, account_form(email="NOUVELLE@example.org"))
    assert "Cette adresse sert déjà à un autre compte." in again.content.decode()


def test_an_invitation_is_sent_again_until_a_password_is_chosen(client, head):
    waiting, settled = factories.stranger(password="!"), factories.stranger()
    client.force_login(head)
    page = act(client, "invite", waiting, settled).content.decode()
    assert [message.to for message in mail.outbox] == [[waiting.email]]
    assert "a déjà choisi un mot de passe" in page


def test_a_closed_account_is_not_invited(client, head):
    client.force_login(head)
    page = act(client, "invite", factories.stranger(password="!", is_active=False)).content.decode()
    assert not mail.outbox
    assert "est fermé" in page


# --- changing -----------------------------------------------------------------------------------------


def test_a_changed_address_is_told_to_the_former_one(client, head, assistant):
    client.force_login(head)
    client.post(change_url(assistant), form_of(assistant, email="ailleurs@example.org"))
    [message] = mail.outbox
    assert message.to == [assistant.email]
    assert "ailleurs@example.org" in message.body
    assert str(head) in message.body


def test_a_closed_account_keeps_what_it_did(client, head, assistant):
    client.force_login(head)
    client.post(change_url(assistant), form_of(assistant, is_active=""))
    assistant.refresh_from_db()
    assert not assistant.is_active
    assert (
        client.post(f"/administration/people/user/{assistant.pk}/delete/", {"post": "yes"}).status_code == 403
    )
    assert User.objects.filter(pk=assistant.pk).exists()


def test_no_hash_and_no_password_field_is_shown(client, cabinet, assistant):
    client.force_login(cabinet)
    page = client.get(change_url(assistant)).content.decode()
    assert assistant.password not in page
    assert "argon2" not in page
    assert "algorithme" not in page
    assert 'name="password"' not in page


def test_a_locked_colleague_is_let_in_again(client, head, assistant):
    fail(client, assistant.email, 5)
    client.force_login(head)
    act(client, "unlock", assistant)
    client.logout()
    assert fail(client, assistant.email, 1).status_code == 200


# --- nobody raises rights ------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.HEAD, Role.CABINET, Role.SECRETARY_GENERAL])
def test_a_head_cannot_give_a_role_that_decides(client, head, role):
    client.force_login(head)
    answer = client.post(ADD, account_form(role))
    assert answer.status_code == 200
    assert not User.objects.filter(email="nouvelle@example.org").exists()


def test_the_cabinet_s_director_gives_any_role(client, cabinet):
    client.force_login(cabinet)
    assert client.post(ADD, account_form(Role.HEAD, is_staff="on")).status_code == 302
    assert roles_of(User.objects.get(email="nouvelle@example.org")) == {Role.HEAD}


@pytest.mark.parametrize("actor", ["head", "cabinet"])
def test_nobody_changes_their_own_account_here(client, request, actor):
    actor = request.getfixturevalue(actor)
    client.force_login(actor)
    before = roles_of(actor)
    claimed = form_of(actor, Role.SECRETARY_GENERAL, email="autre@example.org", is_superuser="on")
    assert client.post(change_url(actor), claimed).status_code == 403
    actor.refresh_from_db()
    assert not actor.is_superuser
    assert actor.email != "autre@example.org"
    assert roles_of(actor) == before


@pytest.mark.parametrize("above", ["cabinet", "secretary_general", "superuser"])
def test_a_head_does_not_take_a_higher_account_over_by_its_address(client, head, request, above):
    above = request.getfixturevalue(above)
    client.force_login(head)
    assert client.get(change_url(above)).status_code == 200  # to read
    answer = client.post(change_url(above), form_of(above, email="marc@example.org"))
    assert answer.status_code == 403
    assert not User.objects.filter(email="marc@example.org").exists()


@pytest.mark.parametrize(
    "claimed",
    [
        {"is_superuser": "on"},
        {"groups": "1", "user_permissions": "1"},
        {"password": "pbkdf2_sha256$1$x$x"},
        {"created_at_0": "01/01/2000", "last_login_0": "01/01/2000"},
    ],
)
@pytest.mark.parametrize("actor", ["head", "cabinet"])
def test_the_admin_s_form_takes_no_more_than_it_shows(client, assistant, request, actor, claimed):
    client.force_login(request.getfixturevalue(actor))
    before = User.objects.values().get(pk=assistant.pk)
    answer = client.post(change_url(assistant), form_of(assistant, **claimed))
    assert answer.status_code == 302
    assert User.objects.values().get(pk=assistant.pk) == before


def test_a_role_row_of_somebody_else_is_not_moved_to_one_s_friend(client, head, assistant, cabinet):
    """The inline's hidden ids are the client's words: another person's row must not be taken."""
    client.force_login(head)
    stolen = cabinet.role_assignments.get()
    client.post(change_url(assistant), form_of(assistant) | {
        "role_assignments-0-id": stolen.pk, "role_assignments-0-role": "assistant",
    })  # fmt: skip
    assert roles_of(cabinet) == {Role.CABINET}
    assert roles_of(assistant) == {Role.ASSISTANT}


def test_a_superuser_may_do_all_of_it(client, superuser, cabinet):
    client.force_login(superuser)
    assert client.post(change_url(cabinet), form_of(cabinet, is_superuser="on")).status_code == 302
    cabinet.refresh_from_db()
    assert cabinet.is_superuser


# --- deputies and directions ------------------------------------------------------------------------------


def deputy_form(absentee, deputy):
    days = {"starts_on": "23/09/2026", "ends_on": "30/09/2026"}
    return {"absentee": absentee.pk, "deputy": deputy.pk, **days, "reason": ""}


def test_a_deputy_is_named_for_an_absent_colleague(client, cabinet, head, assistant):
    client.force_login(cabinet)
    answer = client.post("/administration/people/deputy/add/", deputy_form(head, assistant))
    assert answer.status_code == 302
    assert Deputy.objects.get().named_by == cabinet
    assert mail.outbox[0].to == [assistant.email]


@pytest.mark.parametrize("absent", ["cabinet", "secretary_general"])
def test_a_head_names_no_deputy_for_those_above(client, head, assistant, request, absent):
    client.force_login(head)
    above = request.getfixturevalue(absent)
    answer = client.post("/administration/people/deputy/add/", deputy_form(above, assistant))
    assert "Vous ne pouvez pas nommer cette suppléance." in answer.content.decode()
    assert not Deputy.objects.exists()


def test_nobody_names_oneself(client, cabinet, secretary_general):
    client.force_login(cabinet)
    client.post("/administration/people/deputy/add/", deputy_form(secretary_general, cabinet))
    assert not Deputy.objects.exists()


def test_a_deputyship_is_ended_not_rewritten(client, cabinet, head, assistant):
    row = factories.DeputyFactory(
        absentee=head, deputy=assistant, starts_on="2020-01-01", ends_on="2120-01-01"
    )
    client.force_login(cabinet)
    url = f"/administration/people/deputy/{row.pk}/"
    assert client.post(f"{url}change/", deputy_form(head, cabinet)).status_code == 403
    assert client.post(f"{url}delete/", {"post": "yes"}).status_code == 403
    client.post("/administration/people/deputy/", {"action": "end", "_selected_action": [row.pk]})
    row.refresh_from_db()
    assert row.ended_at


def test_directions_are_listed_as_a_tree(client, head):
    general = Department.objects.create(name="Secrétariat général")
    Department.objects.create(name="Élections", parent=general)
    Department.objects.create(name="Eaux", parent=general)
    Department.objects.create(name="Cabinet")
    assert [d.path for d in Department.objects.as_tree()] == [
        "Cabinet",
        "Secrétariat général",
        "Secrétariat général › Eaux",
        "Secrétariat général › Élections",
    ]
    client.force_login(head)
    assert client.get("/administration/people/department/").status_code == 200


def test_a_direction_never_depends_on_itself(client, head):
    above = Department.objects.create(name="Secrétariat général")
    below = Department.objects.create(name="Culture", parent=above)
    client.force_login(head)
    answer = client.post(
        f"/administration/people/department/{above.pk}/change/",
        {"name": above.name, "short_name": "", "parent": below.pk, "is_active": "on"},
    )
    assert "dépend déjà de celle-ci" in answer.content.decode()


# --- what the admin keeps -----------------------------------------------------------------------------------


def test_the_admin_s_history_says_what_became_what(client, head, assistant):
    client.force_login(head)
    client.post(change_url(assistant), form_of(assistant, last_name="Banian"))
    said = LogEntry.objects.latest("pk").get_change_message()
    assert f"« {assistant.last_name} » devient « Banian »" in said
    page = client.get(f"/administration/people/user/{assistant.pk}/history/").content.decode()
    assert "devient « Banian »" in page


def test_postgresql_refuses_to_rewrite_the_admin_s_history(client, head, assistant):
    client.force_login(head)
    client.post(change_url(assistant), form_of(assistant, last_name="Banian"))
    for rewrite in (lambda rows: rows.update(change_message="rien"), lambda rows: rows.delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            rewrite(LogEntry.objects.all())


def test_people_are_listed_in_french_order_with_a_constant_number_of_queries(
    client, head, django_assert_max_num_queries
):
    for name in ("Éva", "Eve", "Zoé", "Élodie", "eden"):
        factories.assistant(first_name="A", last_name=name)
    listed = [user.last_name for user in User.objects.filter(first_name="A")]
    assert listed == ["eden", "Élodie", "Éva", "Eve", "Zoé"]
    client.force_login(head)
    with django_assert_max_num_queries(15) as few:  # four of them ask whether a one-row table has its row
        client.get(LIST)
    for _ in range(30):
        factories.assistant()
    with django_assert_max_num_queries(len(few)):
        client.get(LIST)


@pytest.mark.parametrize("actor", ["head", "cabinet", "superuser"])
@pytest.mark.parametrize("name", ["", "people_user_changelist", "people_department_add", "people_deputy_add"])
def test_the_pages_open(client, request, actor, name):
    client.force_login(request.getfixturevalue(actor))
    assert client.get(reverse(f"admin:{name or 'index'}")).status_code == 200
