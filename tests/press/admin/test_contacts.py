import pytest
from django.urls import reverse

from comms.journal.models import Entry
from comms.outbox.actions import is_opted_out
from press.actions.contacts import stop_contacting
from press.models import Contact, ContactList, Media, Rubric
from tests.press.factories import MediaFactory, RubricFactory, contact

MODELS = ("contact", "media", "contactlist", "rubric", "zone")


def add(model: str) -> str:
    return reverse(f"admin:press_{model}_add")


def change(item) -> str:
    return reverse(f"admin:press_{item._meta.model_name}_change", args=[item.pk])


@pytest.fixture
def unit(client, head):
    client.force_login(head)
    return client


def inline(prefix: str, *lines: dict, initial: int = 0) -> dict:
    data = {f"{prefix}-TOTAL_FORMS": len(lines), f"{prefix}-INITIAL_FORMS": initial}
    for number, line in enumerate(lines):
        data |= {f"{prefix}-{number}-{name}": value for name, value in line.items()}
    return data


def card(**lines) -> dict:
    data = {
        "last_name": "Gaïac",
        "first_name": "Élodie",
        "language": "fr",
        "preferred_format": "full",
        "is_active": "on",
    }
    for prefix in ("positions", "addresses", "phones"):
        data |= inline(prefix, *lines.get(prefix, ()))
    return data


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("who", "status"),
    [("head", 200), ("cabinet", 200), ("assistant", 403), ("elected", 403), ("stranger", 403)],
)
def test_who_enters(client, request, model, who, status):
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(f"admin:press_{model}_changelist")).status_code == status
    assert client.get(add(model)).status_code == status


@pytest.mark.parametrize("model", MODELS)
def test_staff_without_a_role_see_nothing(client, stranger, model):
    stranger.is_staff = True
    stranger.save()
    client.force_login(stranger)
    assert client.get(reverse(f"admin:press_{model}_changelist")).status_code == 403


def test_a_card_made_here_obeys_the_same_rules(unit):
    media = MediaFactory()
    answer = unit.post(
        add("contact"),
        card(
            addresses=[{"address": "LEA@example.org"}], phones=[{"number": "43 70 00", "kind": "fixed"}],
            positions=[{"media": media.pk, "function": "Voix"}],
        ),
    )  # fmt: skip
    assert answer.status_code == 302
    made = Contact.objects.get()
    assert made.addresses.get(is_preferred=True).address == "lea@example.org"
    assert made.phones.get().number == "+687437000"
    assert Entry.objects.about(made).get().verb == "a créé la fiche"


def test_a_new_address_of_somebody_who_opted_out_is_opposed_here_too(unit, head):
    made = contact(address="lea@example.org")
    stop_contacting(contact=made, source="au téléphone", actor=head)
    row = made.addresses.get()
    data = card() | inline(
        "addresses", {"id": row.pk, "contact": made.pk, "address": row.address, "is_preferred": "on"},
        {"contact": made.pk, "address": "neuve@example.org"}, initial=1,
    )  # fmt: skip
    assert unit.post(change(made), data).status_code == 302
    assert is_opted_out(address="neuve@example.org", scope="press")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ({"addresses": [{"address": "é@example.org"}]}, "valide"),
        ({"addresses": [
            {"address": "a@example.org", "is_preferred": "on"},
            {"address": "b@example.org", "is_preferred": "on"},
        ]},
         "Une seule adresse"),
        ({"phones": [{"number": "standard", "kind": "fixed"}]}, "pas un numéro"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_french(unit, lines, words):
    answer = unit.post(add("contact"), card(**lines))
    assert words in answer.content.decode()
    assert not Contact.objects.exists()


def test_nobody_deletes_a_card_and_its_opposition_is_not_a_field(unit, superuser):
    made = contact()
    unit.post(change(made), card() | {"do_not_contact_since_0": "2026-01-01"})
    made.refresh_from_db()
    assert made.do_not_contact_since is None
    assert unit.get(reverse("admin:press_contact_delete", args=[made.pk])).status_code == 403
    assert (
        unit.post(reverse("admin:press_contact_delete", args=[made.pk]), {"post": "yes"}).status_code == 403
    )


def test_a_media_and_a_list_changed_here_leave_their_history(unit):
    media = MediaFactory(name="Télé Lagon")
    unit.post(change(media), {"name": "Télé Lagon", "kind": "press", "is_active": "on"})
    assert Media.objects.get().kind == "press"
    assert Entry.objects.about(media).get().data == {"fields": ["kind"]}
    unit.post(add("contactlist"), {"name": "Sud", "way": "rule", "kinds": ["radio"], "is_active": "on"})
    made = ContactList.objects.get()
    assert made.kinds == ["radio"]
    unit.post(
        change(made), {"name": "Sud", "way": "hand", "kinds": ["radio"], "rubrics": [RubricFactory().pk]}
    )
    made.refresh_from_db()
    assert (made.kinds, made.rubrics.count()) == ([], 0)


def test_a_rubric_that_nobody_wants_any_more_goes_by_the_head(unit, client, cabinet):
    rubric = RubricFactory()
    contact().rubrics.add(rubric)
    url = reverse("admin:press_rubric_delete", args=[rubric.pk])
    unit.post(url, {"post": "yes"})
    assert not Rubric.objects.exists()
    client.force_login(cabinet)
    other = RubricFactory()
    assert (
        client.post(reverse("admin:press_rubric_delete", args=[other.pk]), {"post": "yes"}).status_code == 403
    )


def test_the_list_of_cards_asks_as_many_queries_for_one_as_for_thirty(unit, django_assert_max_num_queries):
    url = reverse("admin:press_contact_changelist")
    contact()
    unit.get(url)
    with django_assert_max_num_queries(60) as seen:
        unit.get(url)
    for _ in range(29):
        contact()
    with django_assert_max_num_queries(len(seen)):
        unit.get(url)
