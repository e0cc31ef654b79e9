from datetime import time

import pytest
from django.urls import reverse

from press.models import Contact, Namesakes, Position
from tests.pages import assert_valid_html
from tests.press.factories import MediaFactory, contact


@pytest.fixture
def pair(db):
    media = MediaFactory(name="Télé Lagon")
    one = contact(media=media, last_name="Gaïac", first_name="Élodie", note="un", civility="mme")
    two = contact(
        media=media, last_name="GAIAC", first_name="Elodie", note="deux", civility="m", function="Voix"
    )
    Position.objects.filter(contact=two).update(closing_time=time(11), kind="radio")
    return one, two


@pytest.fixture
def unit(client, assistant):
    client.force_login(assistant)
    return client


def url(name: str, pair) -> str:
    return reverse(f"press:{name}", args=[item.pk for item in pair])


def test_the_page_offers_the_pair_side_by_side(unit, pair):
    answer = unit.get(reverse("press:duplicates"))
    assert_valid_html(answer)
    assert url("contact_merge", pair) in answer.content.decode()


def test_without_duplicates_it_says_so(unit):
    assert "Aucun doublon" in unit.get(reverse("press:duplicates")).content.decode()


def test_a_choice_is_asked_for_each_thing_told_differently(unit, pair):
    answer = unit.get(url("contact_merge", pair))
    assert_valid_html(answer)
    labels = [field.label for field in answer.context["form"]]
    assert labels == ["Civilité", "Prénom", "Nom", "Remarques", "Fonction à Télé Lagon"]
    assert "Voix, Radio, bouclage 11\u00a0h" in answer.content.decode()


def test_the_chosen_values_stay(unit, pair):
    one, _ = pair
    media = one.positions.get().media_id
    unit.post(
        url("contact_merge", pair), {"note": "dropped", "civility": "kept", f"position-{media}": "dropped"}
    )
    kept = Contact.objects.present().get()
    assert (kept, kept.note, kept.civility, kept.positions.get().function) == (one, "deux", "mme", "Voix")


def test_two_people_are_told_apart_by_a_post(unit, pair):
    assert unit.get(url("contacts_apart", pair)).status_code == 405
    unit.post(url("contacts_apart", pair))
    assert Namesakes.objects.count() == 1
    assert "Aucun doublon" in unit.get(reverse("press:duplicates")).content.decode()


def test_a_pair_settled_by_somebody_else_is_not_found(unit, pair):
    unit.post(url("contact_merge", pair))
    assert unit.post(url("contact_merge", pair)).status_code == 404


def test_others_find_nothing(client, stranger, pair):
    client.force_login(stranger)
    assert client.get(url("contact_merge", pair)).status_code == 404
    assert client.post(url("contact_merge", pair)).status_code == 404
    assert Contact.objects.present().count() == 2
