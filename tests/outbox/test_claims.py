"""Two senders never hold the same mail, and a dead one holds it no longer than its lease."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from comms.outbox import claims
from comms.outbox.actions import cancel_mailing, pause_mailing
from comms.outbox.claims import Claimed, Outcome
from comms.outbox.models import Mailing, MailState, OutgoingMail
from comms.outbox.turns import take_turn
from tests.outbox.factories import mailing, personal, send, states
from tests.people.factories import head

pytestmark = pytest.mark.django_db(transaction=True)
SENDERS = 6


def claim_at_once(monkeypatch, sent: Mailing, mails_each: int = 30) -> list[list[Claimed]]:
    """What each of six senders got, all asking together, with claims slow enough to meet."""
    slow = claims.CLAIM.replace("SELECT mail.id,", "SELECT mail.id, pg_sleep(0.002),", 1)
    monkeypatch.setattr(claims, "CLAIM", slow)
    Mailing.objects.update(state="sending")
    barrier, got = threading.Barrier(SENDERS), []

    def ask(number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            got.append(
                claims.claim_of_mailing(
                    f"s{number}", mails_each, mailing=sent.pk, scope="press", late_by=None
                )
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[number]) for number in range(SENDERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def test_senders_that_claim_together_get_different_mails(monkeypatch):
    got = claim_at_once(monkeypatch, mailing(300))
    claimed = [mail.pk for mine in got for mail in mine]
    assert len(claimed) == len(set(claimed)) == SENDERS * 30


def test_negative_control_without_the_lock_they_get_the_same_ones(monkeypatch):
    monkeypatch.setattr(claims, "CLAIM_LOCK", "")
    got = claim_at_once(monkeypatch, mailing(300))
    claimed = [mail.pk for mine in got for mail in mine]
    assert len(claimed) > len(set(claimed))


def send_from_several_hosts(monkeypatch, server, count: int = 300) -> int:
    """How many were received twice when workers of several hosts send the same mailing."""
    slow = claims.CLAIM.replace("SELECT mail.id,", "SELECT mail.id, pg_sleep(0.002),", 1)
    monkeypatch.setattr(claims, "CLAIM", slow)
    monkeypatch.setattr("comms.outbox.engine._turnstile", _NoTurnstile())  # each thread is another host
    mailing(count)
    Mailing.objects.update(state="sending", touched_at=Now() + timedelta(minutes=1))
    barrier = threading.Barrier(4)

    def work() -> None:
        try:
            connection.ensure_connection()
            barrier.wait()
            send(seconds=20)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    received = [message.rcpt_tos[0] for message in server.messages]
    assert len(set(received)) == count
    return len(received) - len(set(received))


class _NoTurnstile:
    def acquire(self, blocking: bool = True) -> bool:
        return True

    def release(self) -> None:
        return None


def test_workers_on_several_hosts_send_each_mail_once(monkeypatch, smtp_server):
    assert send_from_several_hosts(monkeypatch, smtp_server) == 0


def test_negative_control_with_both_locks_off_they_send_twice(monkeypatch, smtp_server):
    monkeypatch.setattr(claims, "CLAIM_LOCK", "")
    monkeypatch.setattr(claims, "STILL_MINE", "true")
    assert send_from_several_hosts(monkeypatch, smtp_server) > 0


def test_the_mark_alone_stops_a_sender_whose_mail_was_taken_over(smtp_server):
    mailing(1)
    (mail,) = take_turn("frozen", 10).mails
    OutgoingMail.objects.update(claimed_by="faster")
    assert claims.exchange("frozen", [], [mail.pk]) == set()
    assert claims.exchange("faster", [], [mail.pk]) == {mail.pk}


class TestADeadSender:
    def expire(self) -> None:
        OutgoingMail.objects.update(lease_until=Now() - timedelta(seconds=1))

    def test_a_mail_that_was_only_claimed_is_sent_by_another_without_losing_a_try(self, smtp_server):
        sent = mailing(2)
        take_turn("dead", 10)
        assert set(states(sent).values()) == {MailState.SENDING}
        send()
        assert not smtp_server.messages, "the lease still holds"
        self.expire()
        send()
        assert set(sent.mails.values_list("state", "attempts")) == {(MailState.ACCEPTED, 1)}

    def test_a_mail_whose_data_were_leaving_is_uncertain_and_stays_so(self, smtp_server):
        sent = mailing(1)
        (mail,) = take_turn("dead", 10).mails
        claims.exchange("dead", [], [mail.pk])
        self.expire()
        send()
        assert states(sent) == {"j0@media.nc": MailState.UNCERTAIN}
        send()
        assert not smtp_server.messages

    def test_one_that_was_only_slow_still_writes_what_the_relay_answered(self):
        sent = mailing(1)
        (mail,) = take_turn("slow", 10).mails
        claims.exchange("slow", [], [mail.pk])
        self.expire()
        claims.sweep()
        now = OutgoingMail.objects.values_list(Now(), flat=True)[0]
        claims.exchange("slow", [Outcome(mail, MailState.ACCEPTED, reply="250 Ok", accepted_at=now)], [])
        assert states(sent) == {"j0@media.nc": MailState.ACCEPTED}

    def test_a_mail_cannot_begin_after_its_lease(self):
        mailing(1)
        (mail,) = take_turn("slow", 10).mails
        self.expire()
        assert claims.exchange("slow", [], [mail.pk]) == set()


class TestBetweenClaimAndData:
    def test_a_pause_stops_what_was_claimed_already(self):
        sent = mailing(2)
        first, _second = take_turn("me", 10).mails
        pause_mailing(mailing=sent, actor=head())
        assert claims.exchange("me", [], [first.pk]) == set()
        claims.give_back("me", [first.pk])
        assert sent.mails.get(pk=first.pk).state == MailState.READY

    def test_a_cancelled_mail_that_was_claimed_becomes_cancelled(self):
        sent = mailing(1)
        (mail,) = take_turn("me", 10).mails
        cancel_mailing(mailing=sent, actor=head())
        assert claims.exchange("me", [], [mail.pk]) == set()
        claims.give_back("me", [mail.pk])
        assert states(sent) == {"j0@media.nc": MailState.CANCELLED}

    def test_a_personal_mail_needs_no_mailing(self):
        personal()
        (mail,) = take_turn("me", 10).mails
        assert claims.exchange("me", [], [mail.pk]) == {mail.pk}


def test_paused_mailings_cost_a_claim_no_query(django_assert_num_queries):
    mailing(2)
    take_turn("me", 1)
    with CaptureQueriesContext(connection) as alone:
        assert len(take_turn("me", 1).mails) == 1
    Mailing.objects.update(state="done")
    author = head()
    for _ in range(5):
        pause_mailing(mailing=mailing(2), actor=author)
    mailing(2)
    take_turn("me", 1)
    with django_assert_num_queries(len(alone)):
        assert len(take_turn("me", 1).mails) == 1
