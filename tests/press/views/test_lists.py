import pytest
from django.urls import reverse

from comms.outbox.actions import opt_out
from press.models import ContactList
from tests.pages import assert_valid_html
from tests.press.factories import ContactListFactory, MediaFactory, RubricFactory, contact
from tests.press.views.test_contacts import lines

LIST = "/relations-presse/listes/"


@pytest.fixture
def unit(client, assistant):
    client.force_login(assistant)
    return client


def test_the_list_says_how_many_would_be_written_to(unit):
    ContactListFactory(name="Radios", way="rule", kinds=["radio"])
    ContactListFactory(name="À la main")
    contact()
    answer = unit.get(LIST)
    assert_valid_html(answer)
    assert [(item.name, count) for item, count in answer.context["rows"]] == [("À la main", 0), ("Radios", 1)]
    assert [item.name for item, _ in unit.get(LIST, {"q": "radio"}).context["rows"]] == ["Radios"]
    assert [item.name for item, _ in unit.get(LIST, {"way": "hand"}).context["rows"]] == ["À la main"]


def test_a_rule_is_written_with_its_boxes(unit):
    media, rubric = MediaFactory(), RubricFactory()
    assert_valid_html(unit.get(f"{LIST}nouvelle/"))
    data = {
        "name": "Sud",
        "way": "rule",
        "kinds": ["radio"],
        "medias": [media.pk],
        "rubrics": [rubric.pk],
        "is_active": "on",
    }
    unit.post(f"{LIST}nouvelle/", data)
    made = ContactList.objects.get()
    assert (made.kinds, list(made.medias.all()), list(made.rubrics.all())) == (["radio"], [media], [rubric])


def test_a_name_is_one_list(unit):
    ContactListFactory(name="Été")
    answer = unit.post(f"{LIST}nouvelle/", {"name": "ete", "way": "hand"})
    assert_valid_html(answer)
    assert "porte déjà ce nom" in answer.content.decode()


def test_who_cannot_be_written_to_is_shown_with_why_and_left_out_of_the_export(unit):
    chosen = ContactListFactory()
    fine, opposed = contact(last_name="Joignable"), contact(last_name="Opposé", address="o@example.org")
    chosen.members.add(fine, opposed)
    opt_out(address="o@example.org", scope="press", source="x")
    answer = unit.get(chosen.get_absolute_url())
    assert_valid_html(answer)
    text = answer.content.decode()
    assert "1 sur 2 recevraient" in text
    assert "Ne plus contacter" in text
    rows = lines(unit.get(reverse("press:list_export", args=[chosen.pk, "csv"])))
    assert [row[1] for row in rows[1:]] == ["Joignable"]


def test_a_contact_is_taken_out_by_a_post(unit):
    chosen, made = ContactListFactory(), contact()
    chosen.members.add(made)
    url = reverse("press:list_remove", args=[chosen.pk, made.pk])
    assert unit.get(url).status_code == 405
    unit.post(url)
    assert not chosen.members.exists()


def test_a_list_is_deleted_after_a_question(unit):
    chosen = ContactListFactory()
    url = reverse("press:list_delete", args=[chosen.pk])
    assert_valid_html(unit.get(url))
    assert ContactList.objects.exists()
    unit.post(url)
    assert not ContactList.objects.exists()


def test_a_list_asks_as_many_queries_for_one_person_as_for_thirty(unit, django_assert_max_num_queries):
    chosen = ContactListFactory(way="rule", kinds=["radio"])
    contact()
    unit.get(chosen.get_absolute_url())
    with django_assert_max_num_queries(60) as seen:
        unit.get(chosen.get_absolute_url())
    for _ in range(20):
        contact(phone="+687437000").rubrics.add(RubricFactory())
    with django_assert_max_num_queries(len(seen)):
        unit.get(chosen.get_absolute_url())


def test_others_find_nothing(client, stranger):
    client.force_login(stranger)
    made = ContactListFactory()
    for name in ("list", "list_edit", "list_delete"):
        assert client.get(reverse(f"press:{name}", args=[made.pk])).status_code == 404
    assert client.post(reverse("press:list_delete", args=[made.pk])).status_code == 404
    assert ContactList.objects.exists()
