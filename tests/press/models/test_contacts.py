from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from comms.outbox.actions import opt_out
from comms.people.models import Role
from press.models import Contact, ContactAddress, ContactPhone, Position
from tests.people.factories import DeputyFactory
from tests.press.factories import MediaFactory, RubricFactory, ZoneFactory, contact


def names(contacts) -> list[str]:
    return [item.last_name for item in contacts]


def stopped(**fields):
    made = contact(**fields)
    made.do_not_contact_since, made.do_not_contact_source = timezone.now(), "au téléphone"
    made.save()
    return made


# --- who sees, who can be reached --------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "sees"),
    [("assistant", True), ("head", True), ("cabinet", True), ("secretary_general", False),
     ("department_contact", False), ("elected", False), ("stranger", False)],
)  # fmt: skip
def test_the_unit_sees_the_directory_and_nobody_else(request, who, sees):
    user = request.getfixturevalue(who)
    contact()
    assert Contact.objects.visible_to(user).exists() is sees


def test_who_stands_in_sees_it_on_that_day_only(elected, assistant):
    contact()
    day = timezone.localdate()
    stand_in = DeputyFactory(absentee=assistant, deputy=elected, starts_on=day, ends_on=day)
    assert Contact.objects.visible_to(elected).exists()
    stand_in.starts_on = stand_in.ends_on = day - timedelta(days=1)
    stand_in.save()
    assert not Contact.objects.visible_to(elected).exists()
    assert not elected.has_role(Role.ASSISTANT)


def test_who_cannot_be_written_to_is_not_reachable_and_says_why(db):
    contact(last_name="Joignable")
    gone = contact(is_active=False)
    mute = contact(address=None)
    stop = stopped()
    opposed = contact(address="lea@example.org")
    opt_out(address="lea@example.org", scope="press", source="lien d’un communiqué")
    assert names(Contact.objects.reachable()) == ["Joignable"]
    assert [item.unreachable_reason for item in (gone, mute, stop, opposed)] == [
        "n’est plus en poste", "pas de courriel", "ne plus contacter", "ne plus contacter",
    ]  # fmt: skip
    assert set(Contact.objects.opted_out()) == {stop, opposed}


def test_a_second_address_takes_over_when_the_first_is_opposed(db):
    made = contact(address="lea@example.org")
    ContactAddress.objects.create(contact=made, address="l@example.org")
    opt_out(address="lea@example.org", scope="press", source="x")
    assert Contact.objects.with_usable_address().get().address == "l@example.org"
    assert Contact.objects.with_address().get().address == "lea@example.org"


def test_an_opposition_to_another_nature_of_mails_is_none_of_the_press(db):
    contact(address="lea@example.org")
    opt_out(address="lea@example.org", scope="newsletter", source="x")
    assert Contact.objects.reachable().exists()


def test_merged_and_erased_cards_are_nowhere(db):
    kept, merged, erased = contact(), contact(), contact()
    Contact.objects.filter(pk=merged.pk).update(merged_into=kept)
    Contact.objects.filter(pk=erased.pk).update(erased_at=timezone.now(), first_name="")
    assert list(Contact.objects.present()) == [kept]
    assert list(Contact.objects.reachable()) == [kept]
    assert list(Contact.objects.opted_out()) == []


# --- narrowing ---------------------------------------------------------------------------------------
def test_a_position_may_be_of_another_kind_than_its_media(db):
    media = MediaFactory(kind="television")
    tv, radio = contact(media=media), contact(media=media)
    Position.objects.filter(contact=radio).update(kind="radio")
    assert list(Contact.objects.of_kinds(["television"])) == [tv]
    assert list(Contact.objects.of_kinds(["radio"])) == [radio]


def test_a_zone_is_the_persons_or_their_medias(db):
    zone = ZoneFactory()
    own, by_media = contact(), contact(media=MediaFactory(zone=zone))
    own.zones.add(zone)
    contact()
    assert set(Contact.objects.in_zones([zone])) == {own, by_media}


def test_following_and_of_media(db):
    rubric, media = RubricFactory(), MediaFactory()
    one, two = contact(media=media), contact()
    two.rubrics.add(rubric)
    assert list(Contact.objects.following([rubric])) == [two]
    assert list(Contact.objects.of_media([media])) == [one]
    assert list(Contact.objects.without_address()) == []


def test_cards_nobody_looked_at_for_long_are_to_check(db):
    day = date(2026, 9, 24)
    old, fresh = contact(checked_on=date(2025, 1, 1)), contact(checked_on=day)
    assert list(Contact.objects.to_check(day)) == [old]
    assert fresh in Contact.objects.to_check(timezone.localdate() + timedelta(days=400))


def test_names_sort_as_in_a_french_book(db):
    for name in ("Zoé", "Élan", "Eden", "éden", "Aube"):
        contact(last_name=name, first_name="")
    assert names(Contact.objects.all()) == ["Aube", "Eden", "éden", "Élan", "Zoé"]


# --- search ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "words",
    ["Gaïac", "gaiac", "GAÏAC ÉLODIE", "elodie gaiac", "gai", "lagon", "télé lagon", "Rédactrice",
     "egaiac@example.org", "75 12 34", "preavis"],
)  # fmt: skip
def test_a_person_is_found_by_any_word_of_the_card(db, words):
    media = MediaFactory(name="Télé Lagon")
    made = contact(
        media=media, last_name="Gaïac", first_name="Élodie", address="egaiac@example.org", phone="+687751234",
        function="Rédactrice", note="Appeler sans préavis",
    )  # fmt: skip
    contact(last_name="Pandanus", first_name="Yann")
    assert list(Contact.objects.search(words)) == [made]


@pytest.mark.parametrize("words", ["pandannus", "pandanu", "yan pandanus"])
def test_a_name_nearly_right_is_found(db, words):
    made = contact(last_name="Pandanus", first_name="Yann")
    contact(last_name="Gaïac", first_name="Élodie")
    assert list(Contact.objects.search(words)) == [made]


def test_the_best_comes_first(db):
    contact(last_name="Niaouli", first_name="Yann", note="remplace Léa Banian")
    best = contact(last_name="Banian", first_name="Léa")
    assert Contact.objects.search("léa banian").first() == best


@pytest.mark.parametrize("words", ["", "  ", "\x00", "'; drop table", "%", "a&b|!(", "\u202e"])
def test_odd_words_find_nothing_or_all_but_never_fail(db, words):
    contact()
    assert len(Contact.objects.search(words)) in (0, 1)


# --- what the database refuses -------------------------------------------------------------------------
def refused(work) -> bool:
    try:
        with transaction.atomic():
            work()
    except IntegrityError:
        return True
    return False


def test_the_database_refuses_the_impossible(db):
    one, two = contact(address="lea@example.org"), contact()
    again = ContactAddress(contact=two, address="LEA@example.org")
    assert refused(again.save)
    assert refused(lambda: ContactAddress.objects.filter(contact=one).update(address="LEA@example.org"))
    assert refused(
        lambda: ContactAddress.objects.create(contact=one, address="l@example.org", is_preferred=True)
    )
    assert refused(lambda: ContactPhone.objects.create(contact=one, number="437000"))
    assert refused(lambda: Position.objects.create(contact=one, media=one.positions.get().media))
    assert refused(lambda: Contact.objects.filter(pk=one.pk).update(do_not_contact_since=timezone.now()))
    assert refused(lambda: Contact.objects.filter(pk=one.pk).update(merged_into=one.pk))
    assert refused(lambda: Contact.objects.filter(pk=one.pk).update(erased_at=timezone.now(), note="x"))


def test_an_address_and_a_number_have_one_spelling(db):
    made = contact(address=None)
    row = ContactAddress.objects.create(contact=made, address=" LEA@Example.ORG ")
    assert (row.address, len(row.digest)) == ("lea@example.org", 64)
    with pytest.raises(ValidationError, match="accents"):
        ContactAddress(contact=made, address="é@example.org").full_clean()
    number = ContactPhone(contact=made, number="43 70 00")
    number.full_clean()
    assert number.number == "+687437000"
    with pytest.raises(ValidationError):
        ContactPhone(contact=made, number="standard").full_clean()


# --- words ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"civility": "mme"}, "Bonjour Madame Gaïac,"),
        ({"civility": "m"}, "Bonjour Monsieur Gaïac,"),
        ({}, "Bonjour Élodie Gaïac,"),
        ({"first_name": ""}, "Bonjour Gaïac,"),
        ({"language": "en"}, "Hello Élodie Gaïac,"),
        ({"greeting": "Salut Élo,"}, "Salut Élo,"),
    ],
)
def test_the_way_a_mail_begins(fields, words):
    assert Contact(**{"first_name": "Élodie", "last_name": "Gaïac"} | fields).salutation == words
