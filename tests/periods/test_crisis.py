"""Crisis mode: one at a time, its log that nobody rewrites, everything paused and exactly that resumed."""

import contextlib
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from comms.approvals.models import Bypass
from comms.journal.models import Notice
from comms.outbox.actions import pause_mailing, reminders_are_paused
from comms.outbox.models import MailingState, MailState, PauseCause
from comms.periods import actions
from comms.periods.actions import pauses
from comms.periods.errors import NotNow, SomebodyWasFaster
from comms.periods.models import Crisis, CrisisLogEntry, CrisisPause, Level
from comms.periods.now import crisis_now
from tests.approvals.factories import mails, submitted
from tests.outbox.factories import mailing, send, states
from tests.people import factories as people
from tests.periods.factories import crisis

Kind = CrisisLogEntry.Kind


def kinds(of):
    return list(of.log.order_by("pk").values_list("kind", flat=True))


@pytest.mark.django_db
class TestItsCourse:
    def test_opening_is_told_and_logged(self, head, assistant):
        found = crisis(head)
        assert crisis_now() == found
        assert kinds(found) == [Kind.OPENED]
        assert Notice.objects.filter(user=assistant).count() == 1

    def test_a_second_one_isnt_opened(self, head):
        crisis(head)
        with pytest.raises(SomebodyWasFaster, match="déjà ouverte"):
            crisis(head)

    def test_a_level_is_followed_from_the_one_that_was_seen(self, head):
        found = crisis(head)
        actions.change_level(crisis=found, level=Level.ALERT_2, seen_level=Level.ALERT_1, actor=head)
        with pytest.raises(SomebodyWasFaster, match="Alerte 2"):
            actions.change_level(crisis=found, level=Level.SAFEGUARD, seen_level=Level.ALERT_1, actor=head)
        assert found.log.first().text == "Passage de « Alerte 1 » à « Alerte 2 »"

    def test_postgresql_refuses_to_change_the_log(self, head):
        line = crisis(head).log.get()
        for change in (lambda: CrisisLogEntry.objects.update(text="Autre"), line.delete):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()

    def test_when_it_is_closed_nothing_is_written_any_more(self, head):
        found = crisis(head)
        actions.close_crisis(crisis=found, actor=head, words="Deux arbres à terre.")
        assert crisis_now() is None
        assert kinds(found) == [Kind.OPENED, Kind.CLOSED]
        with pytest.raises(NotNow, match="close"):
            actions.write_entry(crisis=found, actor=head, text="Trop tard")

    def test_an_urgent_text_passes_with_its_reason_and_the_others_are_told(self, head, cabinet, assistant):
        approval = submitted(assistant)
        found = crisis(head, level=Level.ALERT_2)
        actions.let_through(crisis=found, approval=approval, actor=head)
        assert Bypass.objects.get().reason == "Crise : alerte 2"
        assert kinds(found) == [Kind.OPENED, Kind.BYPASSED]
        assert {address for address, _ in mails()} >= {cabinet.email, assistant.email}


@pytest.mark.django_db(transaction=True)
class TestPause:
    def test_the_mails_of_a_paused_mailing_dont_leave_and_leave_after(self, smtp_server):
        sent, urgent = mailing(3), mailing(1, title="Alerte", is_urgent=True)
        head = people.head()
        found = crisis(head)
        actions.pause_everything(crisis=found, actor=head)
        send()
        assert set(states(sent).values()) == {MailState.READY}
        assert set(states(urgent).values()) == {MailState.ACCEPTED}
        assert reminders_are_paused()
        assert actions.resume_everything(crisis=found, actor=head) == 1
        send()
        assert set(states(sent).values()) == {MailState.ACCEPTED}
        assert len(smtp_server.messages) == 4
        assert not reminders_are_paused()

    def test_exactly_what_it_held_is_resumed(self):
        head = people.head()
        mine, stopped, cause = mailing(1), mailing(1, title="B"), "à revoir"
        pause_mailing(mailing=stopped, actor=head, reason=cause)
        found = crisis(head)
        pause = actions.pause_everything(crisis=found, actor=head)
        assert list(pause.mailings.all()) == [mine]
        mine.refresh_from_db()
        assert mine.pause_cause == PauseCause.CRISIS
        actions.resume_everything(crisis=found, actor=head)
        mine.refresh_from_db()
        stopped.refresh_from_db()
        assert (mine.state, stopped.state) == (MailingState.SCHEDULED, MailingState.PAUSED)

    def test_closing_resumes(self):
        head, sent = people.head(), mailing(1)
        found = crisis(head)
        actions.pause_everything(crisis=found, actor=head)
        assert actions.close_crisis(crisis=found, actor=head) == 1
        sent.refresh_from_db()
        assert sent.is_active
        assert not reminders_are_paused()

    def test_one_that_is_urgent_leaves_alone(self):
        head, one, other = people.head(), mailing(1), mailing(1, title="B")
        found = crisis(head)
        actions.pause_everything(crisis=found, actor=head)
        actions.let_go(crisis=found, mailing=one, actor=head)
        one.refresh_from_db()
        other.refresh_from_db()
        assert (one.is_active, one.is_urgent, other.is_active) == (True, True, False)
        with pytest.raises(NotNow):
            actions.let_go(crisis=found, mailing=one, actor=head)

    @pytest.mark.parametrize("act", ["pause", "resume"])
    def test_of_two_clicks_one_acts_and_the_other_is_told(self, act):
        outcomes = two_clicks(act)
        assert sum(isinstance(outcome, SomebodyWasFaster) for outcome in outcomes) == 1
        assert CrisisPause.objects.count() == 1
        lines = CrisisLogEntry.objects.filter(kind=Kind.PAUSED if act == "pause" else Kind.RESUMED)
        assert lines.count() == 1

    @pytest.mark.parametrize("act", ["pause", "resume"])
    def test_without_the_lock_the_two_clicks_meet(self, act, monkeypatch):
        """The negative control: the same scene fails with the crisis's row unlocked."""
        meeting = threading.Barrier(2)
        current_pause = Crisis.current_pause.fget

        def seen_by_both(row):
            running = current_pause(row)
            if threading.current_thread() is not threading.main_thread():
                with contextlib.suppress(threading.BrokenBarrierError):
                    meeting.wait(timeout=2)
            return running

        def off():
            monkeypatch.setattr(pauses, "locked", lambda found: Crisis.objects.get(pk=found.pk))
            monkeypatch.setattr(Crisis, "current_pause", property(seen_by_both))

        outcomes = two_clicks(act, before=off)
        assert sum(isinstance(outcome, SomebodyWasFaster) for outcome in outcomes) != 1


def two_clicks(act, before=lambda: None):
    """« Tout mettre en pause », or « Tout reprendre », by two people at the same instant."""
    heads = [people.head(), people.head()]
    mailing(1)
    found = crisis(heads[0])
    if act == "resume":
        actions.pause_everything(crisis=found, actor=heads[0])
    before()
    todo = actions.pause_everything if act == "pause" else actions.resume_everything
    barrier, outcomes = threading.Barrier(2), [None, None]

    def click(place):
        try:
            barrier.wait(timeout=10)
            outcomes[place] = todo(crisis=found, actor=heads[place])
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=click, args=[place]) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return outcomes
