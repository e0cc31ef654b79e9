import pytest
from django.urls import reverse

from comms.people.models import User

pytestmark = pytest.mark.django_db

PROFILE = "/compte/"


def post(client, **fields):
    return client.post(PROFILE, {"first_name": "Léa", "last_name": "Kaori", "phone": "", **fields})


def test_one_changes_one_s_own_name_and_phone(client, assistant):
    client.force_login(assistant)
    assert post(client, last_name="Banian", phone="+687 25.77.83").status_code == 302
    assistant.refresh_from_db()
    assert (assistant.last_name, assistant.phone) == ("Banian", "+687257783")
    assert "25\u00a077\u00a083" in client.get(PROFILE).content.decode()


@pytest.mark.parametrize(
    "claimed",
    [
        {"email": "maire@example.org"},
        {"is_staff": "on"},
        {"is_superuser": "on"},
        {"is_active": ""},
        {"role_assignments": "head"},
        {"role_assignments-0-role": "cabinet", "role_assignments-TOTAL_FORMS": "1"},
        {"roles": "cabinet"},
        {"password": "niaouli"},
        {"department": "1"},
        {"id": "1", "pk": "1"},
    ],
)
def test_nothing_else_is_taken_from_the_form(client, assistant, claimed):
    client.force_login(assistant)
    kept = User.objects.values().get(pk=assistant.pk)
    roles = set(assistant.role_assignments.values_list("role", flat=True))
    post(client, first_name=assistant.first_name, last_name=assistant.last_name, **claimed)
    now = User.objects.values().get(pk=assistant.pk)
    assert {name: now[name] for name in now if name != "last_login"} == {
        name: kept[name] for name in kept if name != "last_login"
    }
    assert set(assistant.role_assignments.values_list("role", flat=True)) == roles


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("first_name", "", "Ce champ est obligatoire"),
        ("first_name", "x" * 81, "au plus 80"),
        ("last_name", "Kaori\r\nBcc: tous@example.org", "sur une seule ligne"),
        ("last_name", "Kaori\x00", "caractère nul"),
        ("last_name", "Kaori\u202egro.elpmaxe", "sur une seule ligne"),
        ("phone", "quarante-trois", "n’est pas un numéro"),
        ("phone", "12", "n’est pas un numéro"),
        ("phone", "1" * 31, "n’est pas un numéro"),
    ],
)
def test_what_is_wrong_is_said_in_french_and_the_input_kept(client, assistant, field, value, said):
    client.force_login(assistant)
    answer = post(client, **{field: value})
    assert answer.status_code == 200
    assert said in answer.content.decode()


@pytest.mark.parametrize("name", ["Éloïse 🐚", "O’Connor-Lê", "عائشة", "N\u0303oumea"])
def test_names_of_all_scripts_are_taken_as_they_are(client, assistant, name):
    client.force_login(assistant)
    assert post(client, first_name=name).status_code == 302
    assistant.refresh_from_db()
    assert assistant.first_name == name


def test_a_refused_name_does_not_show_in_the_top_bar(client, assistant):
    client.force_login(assistant)
    page = post(client, first_name="Z" * 81).content.decode()
    assert f"Mon compte : {assistant.full_name}" in page


def test_nobody_is_asked_to_log_in_twice(client, assistant):
    assert client.get(PROFILE).url == f"{reverse('login')}?next={PROFILE}"
