"""A change by form, admin, `.update()` or SQL makes a new version that isn't approved."""

import pytest
from django.db import connection

from comms.approvals import actions
from comms.approvals.models import Approval, Version
from comms.approvals.tasks import reconcile
from comms.journal.models import Entry
from tests.approvals.factories import last_mail, mails, say, submitted
from tests.approvals.subject.models import Poster

pytestmark = pytest.mark.django_db
State = Approval.State


@pytest.fixture
def approved(assistant, head, cabinet):
    approval = submitted(assistant, title="Route fermée lundi")
    say(approval, head)
    say(approval, cabinet)
    return approval


def by_update(poster):
    Poster.objects.filter(pk=poster.pk).update(title="Route fermée mardi")


def by_sql(poster):
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE approvals_subject_poster SET title = 'Route fermée mardi' WHERE id = %s", [poster.pk]
        )


def by_save(poster):
    poster.title = "Route fermée mardi"
    poster.save()


@pytest.mark.parametrize("change", [by_update, by_sql, by_save])
def test_a_change_from_outside_makes_a_version_that_isnt_approved(approved, assistant, head, cabinet, change):
    before = last_mail()
    change(Poster.objects.get())
    poster = Poster.objects.get()
    assert poster.is_changed_since_approval
    assert poster.approved_version.content["title"] == "Route fermée lundi", (
        "what leaves is what was approved"
    )
    reconcile()
    poster = Poster.objects.get()
    assert (poster.state, poster.approved_version) == (State.VOIDED, None)
    assert (poster.latest_version.number, poster.latest_version.author) == (2, None)
    assert poster.last_approved_version == approved.version
    told = {(user.email, "Texte modifié, validation caduque") for user in (assistant, head, cabinet)}
    assert mails(after=before) == told


def test_reconciling_twice_makes_one_version(approved):
    by_update(approved.subject)
    reconcile()
    reconcile()
    assert Version.objects.about(approved.subject).count() == 2


def test_an_approval_under_way_falls_too(assistant, head, cabinet):
    approval = submitted(assistant)
    by_update(approval.subject)
    reconcile()
    approval.refresh_from_db()
    assert approval.state == State.VOIDED


def test_a_change_undone_in_time_voids_nothing(approved):
    by_update(approved.subject)
    Poster.objects.update(title="Route fermée lundi")
    reconcile()
    approved.refresh_from_db()
    assert approved.state == State.APPROVED


def test_what_has_left_keeps_the_approval_it_left_with(approved):
    Poster.objects.update(is_gone=True, title="Autre")
    reconcile()
    approved.refresh_from_db()
    assert approved.state == State.APPROVED


def test_nothing_changed_nothing_written(approved):
    entries = Entry.objects.count()
    reconcile()
    assert (Entry.objects.count(), Version.objects.count()) == (entries, 1)


def test_a_thing_that_cant_be_read_doesnt_hide_the_others(approved, assistant, monkeypatch, caplog):
    other = submitted(assistant, title="Illisible")
    Poster.objects.update(title="Changé")
    read = Poster.approvable_content

    def unreadable(self):
        if self.pk == other.subject_id:
            raise ValueError("illisible")
        return read(self)

    monkeypatch.setattr(Poster, "approvable_content", unreadable)
    reconcile()
    approved.refresh_from_db()
    assert approved.state == State.VOIDED
    assert "can't be reconciled" in caplog.text


def test_a_form_that_says_so_signs_the_new_version(approved, assistant, head):
    poster = approved.subject
    by_save(poster)
    before = last_mail()
    version = actions.void_if_changed(subject=poster, actor=assistant)
    assert (version.author, poster.state) == (assistant, State.VOIDED)
    assert (assistant.email, "Texte modifié, validation caduque") not in mails(after=before)


def test_a_draft_without_an_approval_gets_no_version(assistant, head, cabinet):
    approval = submitted(assistant)
    actions.withdraw_submission(approval=approval, actor=assistant)
    by_save(approval.subject)
    assert actions.void_if_changed(subject=approval.subject, actor=assistant) is None
    assert Version.objects.count() == 1


def test_an_approval_that_fell_comes_back_only_by_its_circuit(approved, assistant):
    by_update(approved.subject)
    reconcile()
    Poster.objects.update(title="Route fermée lundi")
    poster = Poster.objects.get()
    assert poster.approved_version is None
    again = submitted(assistant, poster)
    assert (again.version.number, again.state) == (3, State.OPEN)
