"""While a release is on its way, and after: pause, cancel, try again, withdraw."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.outbox.models import PauseCause
from comms.periods import actions as periods
from press.actions import mailings as actions
from press.actions.attachments import remove_attachment
from press.actions.releases import save_text, submit_release
from press.errors import NotNow
from press.models import ReleaseState
from tests.outbox.factories import send
from tests.periods.factories import crisis
from tests.press import mailed
from tests.press.newsroom import published as releases

pytestmark = pytest.mark.django_db


# --- on the way -----------------------------------------------------------------------------------
def test_a_pause_holds_every_part_and_is_taken_back(head):
    press = mailed.press_list(1)
    mailed.journalist("Texte", press, preferred_format="text")
    dispatch = mailed.launch(releases.approved(), press)
    actions.pause_dispatch(dispatch=dispatch, actor=head, reason="On relit.")
    assert {mailing.state for mailing in dispatch.mailings} == {"paused"}
    with pytest.raises(NotNow):
        actions.pause_dispatch(dispatch=dispatch, actor=head)
    actions.resume_dispatch(dispatch=dispatch, actor=head)
    assert {mailing.state for mailing in dispatch.mailings} == {"scheduled"}
    with pytest.raises(NotNow):
        actions.resume_dispatch(dispatch=dispatch, actor=head)


def test_launched_while_a_crisis_holds_everything_it_waits_with_the_rest(head):
    found = crisis(head)
    pause = periods.pause_everything(crisis=found, actor=head)
    release = releases.approved()
    assert "attendra aussi" in actions.checks_before_sending(release, [])[-1].found
    dispatch = mailed.launch(release)
    assert {mailing.pause_cause for mailing in dispatch.mailings} == {PauseCause.CRISIS}
    assert set(pause.mailings.all()) == set(dispatch.mailings)
    periods.resume_everything(crisis=found, actor=head)
    assert {mailing.state for mailing in dispatch.mailings} == {"scheduled"}
    after = mailed.launch(releases.approved("Après"), mailed.press_list(1, "Radios"))
    assert {mailing.state for mailing in after.mailings} == {"scheduled"}


def test_what_was_let_through_leaves_during_the_pause(head):
    release = releases.draft()
    releases.somebody("cabinet")
    approval = submit_release(release=release, actor=releases.somebody("assistant"))
    found = crisis(head)
    periods.pause_everything(crisis=found, actor=head)
    periods.let_through(crisis=found, approval=approval, actor=head)
    release.refresh_from_db()
    assert "Pause de crise" not in [check.name for check in actions.checks_before_sending(release, [])]
    assert {mailing.state for mailing in mailed.launch(release).mailings} == {"scheduled"}


@pytest.mark.parametrize("hours", [0, 2])
def test_cancelled_before_anything_left_it_may_be_sent_anew(hours, head):
    release, press = releases.approved(), mailed.press_list()
    at = timezone.now() + timedelta(hours=hours) if hours else None
    dispatch = mailed.launch(release, press, at=at, on_site=bool(hours))
    assert actions.cancel_dispatch(dispatch=dispatch, actor=head, reason="Erreur de liste.")
    release.refresh_from_db()
    assert release.state == ReleaseState.APPROVED
    assert release.sent_at is None
    assert release.published_on_site_at is None
    assert mailed.launch(release, press).mails.count() == 3


@pytest.mark.django_db(transaction=True)
def test_cancelled_on_its_way_it_stays_sent(smtp_server, head):
    smtp_server.refuse("journaliste@example.org", 451, "4.7.1 Greylisted")
    press = mailed.press_list(1)
    mailed.journalist("Grise", press, address="journaliste@example.org")
    release = releases.approved()
    dispatch = mailed.launch(release, press)
    send()
    assert not actions.cancel_dispatch(dispatch=dispatch, actor=head, reason="Assez.")
    release.refresh_from_db()
    assert release.state == ReleaseState.SENT
    assert sorted(dispatch.mails.values_list("state", flat=True)) == ["accepted", "cancelled"]
    with pytest.raises(NotNow):
        actions.cancel_dispatch(dispatch=dispatch, actor=head, reason="Encore.")


@pytest.mark.django_db(transaction=True)
def test_passing_refusals_are_tried_again_together(smtp_server, head):
    press = mailed.press_list(1)
    for number in range(2):
        address = f"grise{number}@example.org"
        mailed.journalist(f"Grise {number}", press, address=address)
        smtp_server.refuse(address, 451, "4.7.1 Greylisted", times=1)
    dispatch = mailed.launch(releases.approved(), press)
    send()
    assert actions.retry_dispatch(dispatch=dispatch, actor=head) == 2
    send()
    assert set(dispatch.mails.values_list("state", flat=True)) == {"accepted"}
    assert actions.retry_dispatch(dispatch=dispatch, actor=head) == 0


def test_what_is_scheduled_is_not_edited(assistant):
    release = releases.approved(files=True)
    mailed.launch(release, at=timezone.now() + timedelta(hours=1))
    with pytest.raises(NotNow):
        save_text(release=release, actor=assistant, seen_revision=release.revision, changes={"title": "x"})
    with pytest.raises(NotNow):
        remove_attachment(attachment=release.attachments.first(), actor=assistant)


# --- trial and withdrawal -------------------------------------------------------------------------
def test_a_trial_goes_to_the_person_alone_and_changes_nothing(assistant):
    release = releases.approved()
    mail = actions.send_trial(release=release, actor=assistant)
    assert mail.address == assistant.email
    assert mail.mailing is None
    assert mail.letter.subject.startswith("[Essai] ")
    release.refresh_from_db()
    assert release.state == ReleaseState.APPROVED
    with pytest.raises(NotNow):
        actions.send_trial(release=releases.submitted(), actor=assistant)


@pytest.mark.parametrize("make", [releases.draft, releases.submitted, releases.approved, releases.published])
def test_a_release_is_withdrawn_from_any_state(make, head):
    release = make()
    actions.withdraw_release(release=release, actor=head, reason="Le lieu est faux.")
    release.refresh_from_db()
    assert release.state == ReleaseState.WITHDRAWN
    assert release.current_approval is None or not release.current_approval.is_open


def test_withdrawing_cancels_what_has_not_left(head):
    release = releases.approved()
    dispatch = mailed.launch(release, at=timezone.now() + timedelta(hours=1), on_site=True)
    actions.withdraw_release(release=release, actor=head, reason="Reporté.")
    assert {mailing.state for mailing in dispatch.mailings} == {"cancelled"}
    assert set(dispatch.mails.values_list("state", flat=True)) == {"cancelled"}
    assert release.state == ReleaseState.WITHDRAWN


def test_withdrawing_a_correction_under_way_ends_its_circuit(head):
    release = releases.correction_proposed(releases.published())
    actions.withdraw_release(release=release, actor=head, reason="Tout est faux.")
    assert release.state == ReleaseState.WITHDRAWN
    assert not release.current_approval.is_open
