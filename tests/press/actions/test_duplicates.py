from datetime import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comms.journal.models import Entry
from comms.outbox.actions import is_opted_out
from press.actions.contacts import erase_contact, stop_contacting
from press.actions.duplicates import differing_fields, merge_contacts, suggested_duplicates, tell_apart
from press.contact_errors import ContactError
from press.models import Contact, Position
from press.subject_access import history_of
from tests.press.at_once import at_once
from tests.press.factories import ContactListFactory, MediaFactory, RubricFactory, contact


@pytest.fixture
def media(db):
    return MediaFactory(name="Radio Corail")


def pairs():
    return [(item.first, item.second) for item in suggested_duplicates()]


def test_the_same_name_is_suggested_whatever_its_accents(media):
    one = contact(last_name="Gaïac", first_name="Élodie")
    two = contact(last_name="GAIAC", first_name="elodie")
    contact(last_name="Faré")
    assert pairs() == [(one, two)]
    assert suggested_duplicates()[0].reason == "même nom"


def test_near_names_are_suggested_within_one_media(media):
    one = contact(media=media, last_name="Niaouli", first_name="Léa")
    two = contact(media=media, last_name="Niaouly", first_name="Léa")
    contact(last_name="Niaoulis", first_name="Léa")
    contact(media=media, last_name="Pandanus", first_name="Yann")
    assert pairs() == [(one, two)]


def test_two_people_told_apart_are_not_suggested_again(assistant, media):
    one = contact(last_name="Houp", first_name="Léa")
    two = contact(last_name="Houp", first_name="Léa")
    tell_apart(first=two, second=one, actor=assistant)
    tell_apart(first=one, second=two, actor=assistant)
    assert pairs() == []
    assert Entry.objects.about(one).count() == Entry.objects.about(two).count() == 1


def test_suggestions_ask_as_many_queries_for_one_as_for_thirty(media):
    counts = []
    for size in (2, 30):
        for _ in range(size):
            contact(media=media, last_name="Houp", first_name="Léa")
        with CaptureQueriesContext(connection) as seen:
            suggested_duplicates()
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_merge_unites_everything_and_keeps_the_history_within_reach(assistant, media):
    kept = contact(media=media, address="lea@example.org", last_name="Houp", first_name="Léa", note="")
    dropped = contact(
        address="l@example.org", last_name="Houp", first_name="Léana", note="à l’étage", phone="+687437000"
    )
    rubric, chosen = RubricFactory(), ContactListFactory()
    dropped.rubrics.add(rubric)
    chosen.members.add(dropped)
    stop_contacting(contact=dropped, source="au téléphone", actor=assistant)
    merge_contacts(kept=kept, dropped=dropped, actor=assistant)
    kept.refresh_from_db()
    dropped.refresh_from_db()
    assert (kept.first_name, kept.note) == ("Léa", "à l’étage")  # a blank is filled, a word stays
    assert {row.address for row in kept.addresses.all()} == {"lea@example.org", "l@example.org"}
    assert kept.addresses.get(is_preferred=True).address == "lea@example.org"
    assert kept.phones.get().number == "+687437000"
    assert kept.positions.count() == 2
    assert list(kept.rubrics.all()) == [rubric]
    assert list(kept.lists.all()) == [chosen]
    assert kept.do_not_contact_source == "au téléphone"
    assert is_opted_out(address="lea@example.org", scope="press")
    assert (dropped.merged_into, dropped.last_name, dropped.note) == (kept, "Fiche fusionnée", "")
    assert any("ne plus contacter" in entry.verb for entry in history_of(kept))


def test_the_choice_of_each_field_is_obeyed(assistant, media):
    kept = contact(media=media, last_name="Houp", first_name="Léa", note="un", function="Voix")
    dropped = contact(media=media, last_name="Houpe", first_name="Léana", note="deux", function="Reportage")
    Position.objects.filter(contact=dropped).update(closing_time=time(11))
    assert differing_fields(kept, dropped) == ["first_name", "last_name", "note"]
    choices = {"first_name": "dropped", "note": "kept", f"position-{media.pk}": "dropped"}
    merge_contacts(kept=kept, dropped=dropped, actor=assistant, choices=choices)
    kept.refresh_from_db()
    assert (kept.first_name, kept.last_name, kept.note) == ("Léana", "Houp", "un")
    position = kept.positions.get()
    assert (position.function, position.closing_time) == ("Reportage", time(11))


def test_an_erased_or_merged_card_is_merged_no_more(head):
    one, two, three = contact(), contact(), contact()
    merge_contacts(kept=one, dropped=two, actor=head)
    with pytest.raises(ContactError):
        merge_contacts(kept=three, dropped=two, actor=head)
    with pytest.raises(ContactError):
        merge_contacts(kept=one, dropped=one, actor=head)
    erase_contact(contact=one, actor=head, reason="à sa demande")
    with pytest.raises(ContactError):
        merge_contacts(kept=three, dropped=one, actor=head)


def test_a_chain_of_merges_leads_to_the_last_card(assistant):
    one, two, three = contact(), contact(), contact()
    merge_contacts(kept=two, dropped=three, actor=assistant)
    merge_contacts(kept=one, dropped=two, actor=assistant)
    assert set(Contact.objects.filter(merged_into=one)) == {two, three}


@pytest.mark.django_db(transaction=True)
def test_the_same_pair_merged_both_ways_at_once_leaves_one_card(assistant):
    one, two = contact(address="a@example.org"), contact(address="b@example.org")
    ways = [(one, two), (two, one)]
    answers = at_once(
        lambda n: merge_contacts(kept=ways[n % 2][0], dropped=ways[n % 2][1], actor=assistant), count=8
    )
    assert sum(isinstance(answer, Contact) for answer in answers) == 1
    assert all(isinstance(answer, Contact | ContactError) for answer in answers)
    assert Contact.objects.present().get().addresses.count() == 2
