"""Sending a release: once, to whom was seen, the approved words, and never more than that."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from comms.journal.models import Entry, Notice
from comms.outbox.actions import opt_out
from comms.outbox.models import Mailing, MailState, OutgoingMail
from press.actions import mailings as actions
from press.actions.releases import record_quote_agreement
from press.errors import Blocked, ChangedSinceChecked, Incomplete, NotNow, SomebodyWasFaster
from press.models import Contact, Dispatch, Release, ReleaseState
from press.recipients import audience_of
from tests.outbox.factories import send
from tests.press import mailed
from tests.press.at_once import THREADS, at_once
from tests.press.newsroom import published as releases

pytestmark = pytest.mark.django_db


def seen(release, *lists) -> actions.Seen:
    return actions.Seen(release.effective_version.digest, audience_of(lists).fingerprint)


def launch_once_more(release, actor, lists, answer_from):
    row = Release.objects.get(pk=release.pk)
    return actions.launch_release(release=row, actor=actor, lists=lists, seen=answer_from)


# --- the launch -----------------------------------------------------------------------------------
def test_an_approved_release_leaves_for_the_people_of_its_lists():
    release = releases.approved()
    dispatch = mailed.launch(release, mailed.press_list(3))
    assert release.state == ReleaseState.SENT
    assert release.sent_at is not None
    assert dispatch.version == release.effective_version
    assert dispatch.mails.count() == 3
    assert set(dispatch.mails.values_list("state", flat=True)) == {MailState.READY}


def test_everybody_who_answers_for_it_is_told():
    release = releases.approved()
    mailed.launch(release)
    entry = Entry.objects.about(release).first()
    assert "à 3 journalistes" in entry.verb
    told = set(Notice.objects.filter(entry=entry).values_list("user", flat=True))
    assert told == {releases.somebody("cabinet").pk, releases.somebody("assistant").pk}


@pytest.mark.parametrize("make", [releases.draft, releases.submitted])
def test_what_is_not_approved_does_not_leave(make, head):
    release, press = make(), mailed.press_list()
    with pytest.raises(SomebodyWasFaster):
        actions.launch_release(release=release, actor=head, lists=[press], seen=actions.Seen("", ""))
    assert not Mailing.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scheduled", [False, True])
def test_of_twenty_clicks_one_mailing_leaves(scheduled):
    release, press, actor = releases.approved(), mailed.press_list(), releases.somebody("head")
    checked, at = seen(release, press), timezone.now() + timedelta(hours=1) if scheduled else None

    def click(_):
        row = Release.objects.get(pk=release.pk)
        return actions.launch_release(release=row, actor=actor, lists=[press], seen=checked, scheduled_for=at)

    answers = at_once(click)
    assert sum(isinstance(answer, Dispatch) for answer in answers) == 1
    assert sum(isinstance(answer, SomebodyWasFaster) for answer in answers) == THREADS - 1
    assert Mailing.objects.count() == 1
    assert OutgoingMail.objects.filter(mailing__isnull=False).count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_twenty_clicks_on_a_corrected_release_one_mailing_leaves():
    release, press, actor = releases.approved(), mailed.press_list(), releases.somebody("head")
    mailed.launch(release, press)
    releases.corrected(release)
    checked = seen(release, press)
    answers = at_once(lambda _: launch_once_more(release, actor, [press], checked))
    assert sum(isinstance(answer, Dispatch) for answer in answers) == 1
    assert sum(isinstance(answer, SomebodyWasFaster) for answer in answers) == THREADS - 1
    assert Dispatch.objects.standing().count() == 2


@pytest.fixture
def without_guards(monkeypatch):
    """The conditional move and the constraint are off: what the twenty clicks would do then."""
    monkeypatch.setattr(actions, "_begin", lambda release, scheduled_for: None)
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX version_is_sent_once")
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE press_dispatch CASCADE")
        cursor.execute(
            "CREATE UNIQUE INDEX version_is_sent_once ON press_dispatch (version_id) "
            "WHERE cancelled_at IS NULL"
        )


@pytest.mark.django_db(transaction=True)
def test_without_its_guards_the_same_clicks_send_several_times(without_guards):
    release, press, actor = releases.approved(), mailed.press_list(), releases.somebody("head")
    checked = seen(release, press)
    at_once(lambda _: launch_once_more(release, actor, [press], checked))
    assert Mailing.objects.count() > 1


def test_what_leaves_must_be_what_was_checked(head):
    release, press = releases.approved(), mailed.press_list()
    checked = seen(release, press)
    mailed.journalist("Nouvelle", press)
    for wrong in (checked, checked._replace(digest="0" * 64, audience=audience_of([press]).fingerprint)):
        with pytest.raises(ChangedSinceChecked):
            actions.launch_release(release=release, actor=head, lists=[press], seen=wrong)
        release.refresh_from_db()
        assert release.state == ReleaseState.APPROVED
    assert not Mailing.objects.exists()


def test_nobody_to_write_to_is_said(head):
    release, press = releases.approved(), mailed.press_list(0)
    with pytest.raises(Incomplete, match="destinataire"):
        actions.launch_release(release=release, actor=head, lists=[press], seen=seen(release, press))
    release.refresh_from_db()
    assert release.state == ReleaseState.APPROVED


def test_a_moment_that_is_over_is_refused(head):
    with pytest.raises(NotNow, match="déjà passé"):
        mailed.launch(releases.approved(), at=timezone.now() - timedelta(minutes=1))


def test_a_text_changed_by_sql_since_its_approval_does_not_leave():
    release = releases.approved()
    Release.objects.filter(pk=release.pk).update(title="Piraté")
    release.refresh_from_db()
    with pytest.raises(Blocked, match="changé depuis sa validation"):
        mailed.launch(release)
    assert not Mailing.objects.exists()


def test_a_quote_that_its_speaker_refused_does_not_leave(assistant):
    release = releases.approved(quote="Nous fermons.", quote_author="La direction")
    record_quote_agreement(release=release, actor=assistant, agreement="no")
    with pytest.raises(Blocked, match="pas d’accord"):
        mailed.launch(release)


# --- to whom --------------------------------------------------------------------------------------
def test_who_is_left_out_is_kept_with_the_reason():
    press = mailed.press_list(1)
    mailed.journalist("Partie", press, is_active=False)
    mailed.journalist("Muette", press, address=None)
    opposed = mailed.journalist("Opposée", press)
    opt_out(address=opposed.addresses.get().address, scope="press", source="lien du courriel")
    refused = mailed.journalist("Refus", press)
    Contact.objects.filter(pk=refused.pk).update(
        do_not_contact_since=timezone.now(), do_not_contact_source="téléphone"
    )
    dispatch = mailed.launch(releases.approved(), press)
    assert dispatch.mails.count() == 1
    reasons = {each["reason"] for each in dispatch.left_out}
    assert reasons == {
        "n’est plus en poste",
        "pas de courriel",
        "s’est désinscrit",
        "a demandé à ne plus être contacté",
    }
    assert all(isinstance(each["contact"], int) and len(each) == 2 for each in dispatch.left_out)


def test_somebody_in_two_lists_gets_one_mail():
    press, radios = mailed.press_list(2, "Presse"), mailed.press_list(1, "Radios")
    radios.members.add(press.members.first())
    assert audience_of([press, radios]).in_several == 1
    assert mailed.launch(releases.approved(), press, radios).mails.count() == 3


def test_recipients_are_frozen_at_the_launch():
    press = mailed.press_list(2)
    dispatch = mailed.launch(releases.approved(), press, at=timezone.now() + timedelta(days=1))
    mailed.journalist("Tardive", press)
    press.members.remove(press.members.first())
    assert dispatch.mails.count() == 2


def test_each_gets_the_form_they_prefer():
    press = mailed.press_list(1)
    mailed.journalist("Texte", press, preferred_format="text")
    mailed.journalist("Liens", press, preferred_format="links")
    dispatch = mailed.launch(releases.approved(files=True), press)
    sizes = {part.form: part.mailing.letter.size for part in dispatch.parts.all()}
    assert set(sizes) == {"full", "text", "links"}
    assert sizes["text"] < sizes["full"]
    assert sizes["links"] == pytest.approx(sizes["full"], rel=0.01)  # no public page yet: files after all
    assert dispatch.mails.count() == 3


def test_links_replace_files_once_the_public_page_can_be_read():
    press = mailed.press_list(0)
    mailed.journalist("Liens", press, preferred_format="links")
    dispatch = mailed.launch(releases.published(files=True), press)
    source = bytes(dispatch.parts.get().mailing.letter.source)
    assert b"Content-Disposition: attachment" not in source
    assert b"/presse/" in source


# --- when -----------------------------------------------------------------------------------------
def test_a_scheduled_release_leaves_and_appears_at_its_moment():
    moment = timezone.now() + timedelta(hours=3)
    release = releases.approved()
    dispatch = mailed.launch(release, at=moment, on_site=True)
    assert release.state == ReleaseState.SCHEDULED
    assert release.sent_at is None
    assert {mailing.not_before for mailing in dispatch.mailings} == {moment}
    assert release.published_on_site_at == moment
    assert release not in Release.objects.published()


def test_journalists_may_have_it_before_the_embargo_the_public_not():
    embargo = timezone.now() + timedelta(hours=3)
    release = releases.approved(embargo_at=embargo)
    dispatch = mailed.launch(release, on_site=True)
    assert release.state == ReleaseState.SENT
    assert "SOUS EMBARGO" in dispatch.mailings[0].letter.subject
    assert release.published_on_site_at == embargo
    assert release not in Release.objects.published()


def test_a_mail_that_leaves_at_the_end_of_the_embargo_announces_none():
    embargo = timezone.now() + timedelta(hours=3)
    dispatch = mailed.launch(releases.approved(embargo_at=embargo), at=embargo)
    assert "EMBARGO" not in dispatch.mailings[0].letter.subject


@pytest.mark.django_db(transaction=True)
def test_a_scheduled_release_is_sent_once_its_first_mail_has_begun_to_leave(smtp_server):
    release = releases.approved()
    dispatch = mailed.launch(release, at=timezone.now() + timedelta(hours=1))
    assert actions.mark_scheduled_as_sent() == []
    past = timezone.now() - timedelta(seconds=5)
    Mailing.objects.update(not_before=past)
    OutgoingMail.objects.update(next_attempt_at=past)
    Dispatch.objects.update(scheduled_for=past)
    assert actions.mark_scheduled_as_sent() == []  # due, and held back or not looked at yet
    send()
    assert actions.mark_scheduled_as_sent() == [release]
    assert actions.mark_scheduled_as_sent() == []
    release.refresh_from_db()
    assert release.state == ReleaseState.SENT
    assert release.sent_at == dispatch.mailings.first().started_at
