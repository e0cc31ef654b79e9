import json

import pytest
from django.urls import reverse

from press.models import Contact
from tests.pages import assert_valid_html
from tests.press.factories import contact


def url(name: str, made: Contact, *more) -> str:
    return reverse(f"press:{name}", args=[made.pk, *more])


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [
        ("contact_stop", "assistant", 200), ("contact_stop", "head", 200),
        ("contact_stop", "stranger", 404),
        ("contact_resume", "assistant", 403), ("contact_resume", "cabinet", 403),
        ("contact_resume", "head", 200),
        ("contact_resume", "stranger", 404), ("contact_erase", "assistant", 403),
        ("contact_erase", "cabinet", 403),
        ("contact_erase", "head", 200), ("contact_erase", "stranger", 404),
        ("contact_held", "assistant", 200),
        ("contact_held", "elected", 404),
    ],
)  # fmt: skip
def test_who_may_open_and_do_what(db, client, request, name, who, status):
    made = contact()
    client.force_login(request.getfixturevalue(who))
    answer = client.get(url(name, made))
    assert answer.status_code == status
    if status == 200:
        assert_valid_html(answer)
    elif name != "contact_held":
        assert client.post(url(name, made), {"reason": "x"}).status_code == status
        assert Contact.objects.reachable().exists()


def test_a_get_changes_nothing(client, head):
    made = contact()
    client.force_login(head)
    for name in ("contact_stop", "contact_resume", "contact_erase", "contact_held"):
        client.get(url(name, made), {"reason": "x"})
    assert Contact.objects.reachable().get() == made


def test_stopping_needs_a_source_and_is_said(client, assistant):
    made = contact()
    client.force_login(assistant)
    assert b"error-summary" in client.post(url("contact_stop", made), {"reason": ""}).content
    answer = client.post(url("contact_stop", made), {"reason": "au téléphone"}, follow=True)
    assert "plus aucun envoi" in answer.content.decode()
    assert not Contact.objects.reachable().exists()


def test_the_head_lifts_an_opposition(client, head):
    made = contact()
    client.force_login(head)
    client.post(url("contact_stop", made), {"reason": "au téléphone"})
    client.post(url("contact_resume", made), {"reason": "rappelé le 3 mars"})
    assert Contact.objects.reachable().get() == made


def test_the_head_erases_and_the_card_is_gone(client, head):
    made = contact()
    client.force_login(head)
    answer = client.post(url("contact_erase", made), {"reason": "à sa demande"}, follow=True)
    assert "est effacée" in answer.content.decode()
    assert client.get(made.get_absolute_url()).status_code == 404


def test_all_that_is_held_can_be_read_and_taken_away(client, assistant):
    made = contact(last_name="Gaïac", note="à l’étage", phone="+687437000")
    client.force_login(assistant)
    page = client.get(url("contact_held", made)).content.decode()
    data = json.loads(client.get(url("contact_held_export", made, "json")).content)
    lines = b"".join(client.get(url("contact_held_export", made, "csv")).streaming_content).decode()
    assert data["personne"] == "Maïté Gaïac"
    for words in ("à l’étage", made.addresses.get().address, "43\u00a070\u00a000"):
        assert words in page
        assert words in lines
        assert words in json.dumps(data, ensure_ascii=False)
