"""What was done, by whom, when and why: written once, told to the right people."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from comms.journal.actions import mark_read, record
from comms.journal.models import Entry, Notice
from comms.people.models import Department

pytestmark = pytest.mark.django_db


@pytest.fixture
def thing(db):
    return Department.objects.create(name="Culture")


def test_an_entry_says_who_what_why_and_about_what(assistant, thing):
    entry = record(actor=assistant, verb="a fermé", target=thing, reason="Fusion", data={"into": 3})
    assert list(Entry.objects.about(thing)) == [entry]
    assert (entry.actor, entry.target, entry.target_label, entry.reason) == (
        assistant,
        thing,
        "Culture",
        "Fusion",
    )
    assert str(entry) == "Culture : a fermé"


def test_other_things_with_the_same_number_are_left_out(assistant, thing):
    record(actor=assistant, verb="a fermé", target=thing)
    assert not Entry.objects.about(assistant).exclude(target_type__model="user").exists()
    other = Department.objects.create(name="Sports")
    assert not Entry.objects.about(other).exists()


def test_the_application_itself_may_act(thing):
    assert record(actor=None, verb="a été fermée", target=thing).actor is None


@pytest.mark.parametrize("rewrite", [lambda rows: rows.update(reason=""), lambda rows: rows.delete()])
def test_postgresql_refuses_to_rewrite_an_entry(assistant, thing, rewrite):
    record(actor=assistant, verb="a fermé", target=thing, reason="Fusion")
    with pytest.raises(IntegrityError, match="ne se modifient ni ne se suppriment"), transaction.atomic():
        rewrite(Entry.objects.all())


def test_the_told_are_told_once_and_never_the_actor(assistant, head, cabinet, thing):
    record(actor=assistant, verb="a fermé", target=thing, tell=[head, assistant, head, cabinet])
    assert set(Notice.objects.values_list("user", flat=True)) == {head.pk, cabinet.pk}


def test_one_notice_is_read_or_all_of_them_and_only_one_s_own(assistant, head, cabinet, thing):
    first = record(actor=assistant, verb="a ouvert", target=thing, tell=[head, cabinet])
    record(actor=assistant, verb="a fermé", target=thing, tell=[head])
    assert mark_read(user=head, at=timezone.now(), entry=first) == 1
    assert mark_read(user=head, at=timezone.now()) == 1
    assert mark_read(user=head, at=timezone.now()) == 0
    assert cabinet.notices.unread().count() == 1


def test_a_long_name_is_cut_rather_than_refused(assistant):
    thing = Department(name="x" * 300, pk=1)
    assert len(record(actor=assistant, verb="a vu", target=thing).target_label) == 200


def test_nobody_writes_in_the_admin_s_journal(client, cabinet, superuser, assistant, thing):
    entry = record(actor=assistant, verb="a fermé", target=thing)
    for who in (cabinet, superuser):
        client.force_login(who)
        assert client.get("/administration/journal/entry/").status_code == 200
        assert client.get(f"/administration/journal/entry/{entry.pk}/change/").status_code == 200
        assert client.get("/administration/journal/entry/add/").status_code == 403
        assert (
            client.post(f"/administration/journal/entry/{entry.pk}/change/", {"verb": "x"}).status_code == 403
        )
        assert (
            client.post(f"/administration/journal/entry/{entry.pk}/delete/", {"post": "yes"}).status_code
            == 403
        )
