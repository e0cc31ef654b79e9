import pytest

from comms.journal.models import Entry
from press.actions.lists import add_to_list, delete_list, remove_from_list, save_list
from press.contact_errors import ContactError
from press.models import ContactList
from tests.press.factories import ContactListFactory, RubricFactory, contact
from tests.press.mailed import launch, press_list


def test_a_rule_is_kept_with_its_words(assistant):
    rubric = RubricFactory()
    facts = {"name": "Culture", "way": "rule", "kinds": ["radio"], "rubrics": [rubric]}
    made = save_list(actor=assistant, facts=facts)
    assert (made.kinds, list(made.rubrics.all())) == (["radio"], [rubric])
    assert Entry.objects.about(made).get().verb == "a créé la liste"


def test_a_list_that_becomes_one_by_hand_loses_its_rule_and_the_other_way_round(assistant):
    made = save_list(
        actor=assistant, facts={"name": "A", "way": "rule", "kinds": ["radio"], "rubrics": [RubricFactory()]}
    )
    save_list(actor=assistant, facts={"name": "A", "way": "hand", "kinds": ["radio"]}, contact_list=made)
    made.refresh_from_db()
    assert made.kinds == []
    assert not made.rubrics.exists()
    add_to_list(contact_list=made, contacts=[contact()], actor=assistant)
    save_list(actor=assistant, facts={"name": "A", "way": "rule", "kinds": []}, contact_list=made)
    assert not made.members.exists()


def test_adding_counts_only_the_new_ones(assistant):
    made, one, two = ContactListFactory(), contact(), contact()
    assert add_to_list(contact_list=made, contacts=[one], actor=assistant) == 1
    assert add_to_list(contact_list=made, contacts=[one, two], actor=assistant) == 1
    assert add_to_list(contact_list=made, contacts=[one, two], actor=assistant) == 0
    assert Entry.objects.about(made).count() == 2
    remove_from_list(contact_list=made, contact=one, actor=assistant)
    remove_from_list(contact_list=made, contact=one, actor=assistant)
    assert list(made.members.all()) == [two]
    assert Entry.objects.about(made).count() == 3


def test_nobody_is_added_by_hand_to_a_rule(assistant):
    with pytest.raises(ContactError, match="par règle"):
        add_to_list(contact_list=ContactListFactory(way="rule"), contacts=[contact()], actor=assistant)


def test_a_list_that_served_is_kept(assistant):
    served = press_list()
    launch(None, served)
    with pytest.raises(ContactError, match="partis avec cette liste"):
        delete_list(contact_list=served, actor=assistant)
    unused = ContactListFactory()
    delete_list(contact_list=unused, actor=assistant)
    assert list(ContactList.objects.all()) == [served]
