import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comms.outbox.actions import opt_out
from press.models import ContactList
from tests.press.factories import ContactListFactory, MediaFactory, RubricFactory, ZoneFactory, contact


def rule(**fields) -> ContactList:
    sets = {name: fields.pop(name) for name in ("medias", "rubrics", "zones") if name in fields}
    made = ContactListFactory(way="rule", **fields)
    for name, values in sets.items():
        getattr(made, name).set(values)
    return made


def members(contact_list) -> set[str]:
    return {item.last_name for item in contact_list.current_members()}


def test_a_list_by_hand_holds_whom_it_was_given(db):
    chosen = ContactListFactory()
    one, _ = contact(last_name="A"), contact(last_name="B")
    chosen.members.add(one)
    assert members(chosen) == {"A"}


def test_a_rule_holds_the_people_of_now(db):
    radios = rule(kinds=["radio"])
    contact(last_name="A")
    assert members(radios) == {"A"}
    contact(last_name="B")
    contact(last_name="C", media=MediaFactory(kind="press"))
    assert members(radios) == {"A", "B"}


def test_values_of_one_line_are_alternatives_and_filled_lines_must_all_fit(db):
    sport, culture, south = RubricFactory(), RubricFactory(), ZoneFactory()
    media = MediaFactory(zone=south)
    for name, rubrics, where in (
        ("A", [sport], media),
        ("B", [culture], media),
        ("C", [], media),
        ("D", [sport], None),
    ):
        contact(last_name=name, media=where).rubrics.set(rubrics)
    assert members(rule(rubrics=[sport, culture])) == {"A", "B", "D"}
    assert members(rule(rubrics=[sport, culture], zones=[south])) == {"A", "B"}
    assert members(rule(medias=[media])) == {"A", "B", "C"}
    assert members(rule()) == {"A", "B", "C", "D"}


def test_kind_and_media_must_fit_the_same_position(db):
    both = contact(last_name="A", media=MediaFactory(kind="radio"))
    tv = MediaFactory(kind="television")
    both.positions.create(media=tv)
    assert members(rule(kinds=["radio"], medias=[tv])) == set()


def test_a_media_that_is_gone_takes_its_people_out_of_the_rules(db):
    contact(last_name="A", media=MediaFactory(is_active=False))
    assert members(rule()) == set()


@pytest.mark.parametrize("way", ["hand", "rule"])
def test_a_withdrawn_contact_is_meant_but_never_written_to(db, way):
    made = ContactListFactory(way=way)
    stopped, gone, mute, fine = (
        contact(last_name="A", address="a@example.org"), contact(last_name="B", is_active=False),
        contact(last_name="C", address=None), contact(last_name="D"),
    )  # fmt: skip
    if way == "hand":
        made.members.add(stopped, gone, mute, fine)
    opt_out(address="a@example.org", scope="press", source="x")
    assert members(made) == {"D"}
    meant = {item.last_name for item in made.chosen()}
    assert meant == ({"A", "B", "C", "D"} if way == "hand" else {"A", "C", "D"})


def test_all_lists_are_counted_in_one_query(db):
    made = [rule(kinds=["radio"]), rule(kinds=["press"]), ContactListFactory()]
    one = contact()
    contact()
    made[2].members.add(one)
    lists = list(ContactList.objects.for_list())
    with CaptureQueriesContext(connection) as seen:
        counts = ContactList.member_counts(lists)
    assert len(seen) == 1
    assert {item.pk: counts.get(item.pk, 0) for item in made} == {made[0].pk: 2, made[1].pk: 0, made[2].pk: 1}
    assert ContactList.member_counts([]) == {}


def test_a_rule_is_told_in_words(db):
    rubric = RubricFactory(name="Sport")
    assert rule(kinds=["radio", "press"], rubrics=[rubric]).rule_words == [
        ("Types", ["Radio", "Presse écrite"]), ("Rubriques", ["Sport"]),
    ]  # fmt: skip
