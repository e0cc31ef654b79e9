"""Embargo, lateness and throttles, by the database's clock."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
import time_machine
from django.db.models.functions import Now
from django.utils import timezone

from comms.journal.models import Notice
from comms.outbox.actions import resume_mailing
from comms.outbox.models import DomainThrottle, Mailing, MailState, OutboxControl, OutgoingMail, PauseCause
from tests.outbox.factories import mailing, personal, recipient, send, states
from tests.people.factories import head

pytestmark = pytest.mark.django_db(transaction=True)


def time_passes(**length: float) -> None:
    """Everything was written so much earlier."""
    gap = timedelta(**length)
    for mailing_row in Mailing.objects.all():
        Mailing.objects.filter(pk=mailing_row.pk).update(
            not_before=mailing_row.not_before - gap,
            touched_at=mailing_row.touched_at and mailing_row.touched_at - gap,
        )
    for mail in OutgoingMail.objects.all():
        OutgoingMail.objects.filter(pk=mail.pk).update(next_attempt_at=mail.next_attempt_at - gap)


class TestEmbargo:
    def test_nothing_leaves_before_the_moment(self, smtp_server):
        sent = mailing(2, not_before=timezone.now() + timedelta(minutes=10))
        send()
        assert not smtp_server.messages
        assert states(sent) == {"j0@media.nc": MailState.READY, "j1@media.nc": MailState.READY}

    def test_it_leaves_from_the_moment_on_and_is_not_late(self, smtp_server):
        sent = mailing(2, not_before=timezone.now() + timedelta(minutes=10))
        time_passes(minutes=10, seconds=1)
        send()
        assert len(smtp_server.messages) == 2
        sent.refresh_from_db()
        assert sent.late_by is None

    def test_the_clock_is_the_databases_not_the_hosts(self, smtp_server):
        mailing(2, not_before=timezone.now() + timedelta(minutes=10))
        with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC)):
            send()
        assert not smtp_server.messages

    def test_a_host_whose_clock_is_wrong_still_writes_the_databases_time(self, smtp_server):
        personal()
        with time_machine.travel(datetime(2031, 1, 1, tzinfo=UTC)):
            send()
        assert OutgoingMail.objects.get().accepted_at.year < 2031


class TestLateness:
    def test_what_was_due_while_all_was_down_leaves_at_return_and_is_marked(self, smtp_server):
        sent = mailing(2)
        time_passes(minutes=30)
        send()
        assert len(smtp_server.messages) == 2
        sent.refresh_from_db()
        assert timedelta(minutes=29) < sent.late_by < timedelta(minutes=31)
        assert sent.mails.first().late_by == sent.late_by

    def test_beyond_the_limit_a_person_is_asked_and_then_it_leaves_marked(self, smtp_server):
        author = head()
        sent = mailing(2, created_by=author)
        time_passes(hours=3)
        send()
        send()
        assert not smtp_server.messages
        sent.refresh_from_db()
        assert (sent.state, sent.pause_cause) == ("paused", PauseCause.LATE)
        assert sent.get_pause_cause_display() == "en retard : à confirmer"
        assert sent.pause_reason.startswith("Devait partir le ")
        assert Notice.objects.filter(user=author).count() == 1
        resume_mailing(mailing=sent, actor=author)
        send()
        assert len(smtp_server.messages) == 2
        sent.refresh_from_db()
        assert sent.late_by > timedelta(hours=2)

    def test_the_limit_is_a_setting(self, smtp_server):
        OutboxControl.current()
        OutboxControl.objects.update(lateness_limit=timedelta(days=1))
        mailing(2)
        time_passes(hours=3)
        send()
        assert len(smtp_server.messages) == 2

    def test_a_mailing_interrupted_for_hours_asks_too(self, smtp_server):
        sent = mailing(5)
        smtp_server.refuse("j4@media.nc", 450, "4.7.1 Greylisted")
        send()
        sent.mails.filter(address="j3@media.nc").update(state=MailState.READY)
        Mailing.objects.update(state="sending")
        time_passes(hours=5)
        send()
        sent.refresh_from_db()
        assert sent.pause_cause == PauseCause.LATE

    def test_waiting_for_the_next_try_is_no_lateness(self, smtp_server):
        smtp_server.refuse("j0@media.nc", 450, "4.7.1 Greylisted", times=1)
        sent = mailing(1)
        send()
        time_passes(hours=5)
        sent.mails.update(next_attempt_at=Now())
        send()
        assert states(sent) == {"j0@media.nc": MailState.ACCEPTED}
        sent.refresh_from_db()
        assert sent.late_by is None

    def test_a_personal_mail_is_marked_and_leaves(self, smtp_server):
        personal()
        time_passes(hours=3)
        send()
        mail = OutgoingMail.objects.get()
        assert mail.state == MailState.ACCEPTED and mail.late_by > timedelta(hours=2)


class TestThrottles:
    def limit(self, per_minute: int) -> None:
        OutboxControl.current()
        OutboxControl.objects.update(per_minute=per_minute)

    def test_an_overall_throttle_is_shared_by_all_senders(self, smtp_server):
        self.limit(600)  # 10 a second
        mailing(100)
        send(seconds=1.5)
        send(seconds=1.5)
        assert 10 <= len(smtp_server.messages) <= 45, "30 in 3 s, and a little that was left over"

    def test_a_personal_mail_passes_an_exhausted_throttle(self, smtp_server):
        self.limit(1)
        mailing(5)
        send(seconds=0.5)
        personal("mot-de-passe@example.org")
        send(seconds=0.5)
        assert len(smtp_server.to("mot-de-passe@example.org")) == 1
        assert len(smtp_server.messages) == 2

    def test_a_slow_domain_waits_and_the_others_leave(self, smtp_server):
        DomainThrottle.objects.create(domain="lent.nc", per_minute=6)
        people = [recipient(f"a{number}@lent.nc") for number in range(8)]
        people += [recipient(f"b{number}@vite.nc") for number in range(20)]
        sent = mailing(recipients=people)
        send()
        slow = [message for message in smtp_server.messages if message.rcpt_tos[0].endswith("@lent.nc")]
        assert len(slow) == 1
        assert len(smtp_server.messages) == 21
        moments = sent.mails.waiting().order_by("next_attempt_at").values_list("next_attempt_at", flat=True)
        gaps = {round((later - earlier).total_seconds()) for earlier, later in pairwise(moments)}
        assert gaps == {10}

    def test_the_slow_domain_is_served_at_its_pace(self, smtp_server):
        DomainThrottle.objects.create(domain="lent.nc", per_minute=6)
        sent = mailing(recipients=[recipient(f"a{number}@lent.nc") for number in range(3)])
        send()
        DomainThrottle.objects.update(free_at=Now() - timedelta(seconds=10))
        sent.mails.waiting().update(next_attempt_at=Now())
        send()
        assert len(smtp_server.messages) == 2
