import pytest
from django.urls import reverse

from press.models import Media
from tests.pages import assert_valid_html
from tests.press.factories import MediaFactory, ZoneFactory, contact
from tests.press.views.test_contacts import lines

LIST = "/relations-presse/medias/"


@pytest.fixture
def unit(client, assistant):
    client.force_login(assistant)
    return client


def test_the_list_and_its_filters(unit):
    zone = ZoneFactory()
    contact(media=MediaFactory(name="Télé Lagon", kind="television", zone=zone, phone="+687437000"))
    MediaFactory(name="Radio Houle", is_active=False)
    answer = unit.get(LIST)
    assert_valid_html(answer)
    assert "tel:+687437000" in answer.content.decode()
    for name, value in (("q", "lagon"), ("kind", "television"), ("zone", zone.pk), ("state", "active")):
        assert [str(media) for media in unit.get(LIST, {name: value}).context["page"]] == ["Télé Lagon"], name


def test_the_export_is_what_is_filtered(unit):
    MediaFactory(name="=Télé", kind="television")
    MediaFactory(name="Radio Houle")
    _, row = lines(unit.get(f"{LIST}export.csv", {"kind": "television"}))
    assert row[:2] == ["'=Télé", "Télévision"]
    assert unit.get(f"{LIST}export.xlsx").status_code == 200


def test_a_media_shows_its_people(unit):
    media = MediaFactory(name="Télé Lagon")
    made = contact(media=media)
    other = contact()
    answer = unit.get(media.get_absolute_url())
    assert_valid_html(answer)
    assert made.full_name in answer.content.decode()
    assert other.full_name not in answer.content.decode()


def test_a_media_is_written_then_changed(unit):
    unit.post(
        f"{LIST}nouveau/",
        {"name": " Télé  Lagon ", "kind": "television", "phone": "43 70 00", "is_active": "on"},
    )
    made = Media.objects.get()
    assert (made.name, made.phone) == ("Télé Lagon", "+687437000")
    unit.post(reverse("press:media_edit", args=[made.pk]), {"name": "Télé Lagon", "kind": "radio"})
    made.refresh_from_db()
    assert (made.kind, made.is_active) == ("radio", False)
    assert "a modifié le média" in unit.get(made.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [({"name": "tele lagon"}, "porte déjà ce nom"), ({"phone": "standard"}, "n’est pas un numéro"),
     ({"website": "javascript:alert(1)"}, "URL"), ({"name": ""}, "obligatoire"),
     ({"closing_time": "midi"}, "valide")],
)  # fmt: skip
def test_what_is_wrong_is_said(unit, data, words):
    MediaFactory(name="Télé Lagon")
    answer = unit.post(f"{LIST}nouveau/", {"name": "Autre", "kind": "radio", "is_active": "on"} | data)
    assert_valid_html(answer)
    assert words in answer.content.decode()
    assert Media.objects.count() == 1


def test_others_find_nothing(client, stranger):
    client.force_login(stranger)
    made = MediaFactory()
    assert client.get(LIST).status_code == 403
    assert client.get(made.get_absolute_url()).status_code == 404
    assert (
        client.post(reverse("press:media_edit", args=[made.pk]), {"name": "x", "kind": "radio"}).status_code
        == 404
    )
