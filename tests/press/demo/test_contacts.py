from press.actions.duplicates import suggested_duplicates
from press.demo.contacts import MEDIAS, load_demo_contacts
from press.models import Contact, ContactAddress, ContactList, ContactPhone, ImportRun, Media


def test_the_demonstration_obeys_the_rules(assistant):
    load_demo_contacts(assistant)
    assert Media.objects.count() == len(MEDIAS) == 12
    assert Contact.objects.count() == 61
    assert Contact.objects.opted_out().count() == 3
    assert ContactList.objects.count() == 5
    assert all(ContactList.member_counts(ContactList.objects.all()).values())
    assert len(suggested_duplicates()) == 1
    counts = ImportRun.objects.get().counts
    assert (counts["new"], counts["faulty"], counts["duplicate"]) == (3, 2, 1)


def test_nobody_in_it_can_be_reached_for_real(assistant):
    load_demo_contacts(assistant)
    assert not ContactAddress.objects.exclude(address__endswith=".example.org").exists()
    assert not Media.objects.exclude(email__endswith=".example.org").exists()
    assert set(ContactPhone.objects.values_list("number", flat=True)) == {"+687437000"}
