"""Two senders never hold the same mail, and a dead one holds it no longer than its lease."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from comms.outbox import claims
from comms.outbox.actions import cancel_mailing, pause_mailing
from comms.outbox.claims import Claimed
from comms.outbox.ledger import Ledger
from comms.outbox.models import Mailing, MailState, OutgoingMail, Sender
from comms.outbox.senders import Outcome, bury_the_dead
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


def test_negative_control_without_the_lock_they_send_twice(monkeypatch, smtp_server):
    monkeypatch.setattr(claims, "CLAIM_LOCK", "")
    assert send_from_several_hosts(monkeypatch, smtp_server) > 0


class Worker:
    """A sender step by step: what the engine does, stopped wherever a test wants it to die."""

    def __init__(self, name: str = "me") -> None:
        self.name = name
        self.ledger = Ledger(name)
        self.ledger.open()

    def claim(self, limit: int = 10) -> list[Claimed]:
        with transaction.atomic():
            mails = take_turn(self.name, limit).mails
            assert self.ledger.enrol()
        self.ledger.enrolled()
        return mails

    def begin(self, mail: Claimed, *outcomes: Outcome) -> bool:
        return self.ledger.write(outcomes, begin=mail)

    @staticmethod
    def accepted(mail: Claimed) -> Outcome:
        now = OutgoingMail.objects.values_list(Now(), flat=True)[0]
        return Outcome(mail.pk, MailState.ACCEPTED, reply="250 Ok", accepted_at=now)


@pytest.fixture
def worker():
    made = Worker()
    yield made
    connection.dec_thread_sharing()


def lease_ends() -> None:
    Sender.objects.update(lease_until=Now() - timedelta(seconds=1))


class TestADeadSender:
    def test_a_mail_that_was_only_claimed_is_sent_by_another_without_losing_a_try(self, worker, smtp_server):
        sent = mailing(2)
        worker.claim()
        assert set(states(sent).values()) == {MailState.SENDING}
        send()
        assert not smtp_server.messages, "the lease still holds"
        lease_ends()
        send()
        assert set(sent.mails.values_list("state", "attempts")) == {(MailState.ACCEPTED, 1)}
        assert not Sender.objects.exists()

    def test_the_one_whose_data_were_leaving_is_uncertain_and_stays_so(self, worker, smtp_server):
        sent = mailing(3)
        first, second, _third = worker.claim()
        assert worker.begin(first)
        assert worker.begin(second, worker.accepted(first))
        lease_ends()
        send()
        assert states(sent) == {"j0@media.nc": MailState.ACCEPTED, "j1@media.nc": MailState.UNCERTAIN,
                                "j2@media.nc": MailState.ACCEPTED}  # fmt: skip
        mail = sent.mails.get(address="j1@media.nc")
        assert mail.data_at and "s’est arrêté pendant la remise" in mail.reason
        send()
        assert [message.rcpt_tos for message in smtp_server.messages] == [["j2@media.nc"]]

    def test_what_it_knew_is_not_lost_with_it(self, worker):
        """Outcomes that hadn't reached the mails' own rows stand in the sender's."""
        sent = mailing(4)
        mails = worker.claim()
        done: list[Outcome] = [worker.accepted(mails[0])]
        assert worker.begin(mails[1], *done)  # the first exchange settles
        assert worker.begin(
            mails[2], Outcome(mails[1].pk, MailState.RETRY, reply="450 No", delay=timedelta(hours=1))
        )
        assert worker.begin(mails[3], worker.accepted(mails[2]))
        assert list(states(sent).values()).count(MailState.SENDING) == 3
        lease_ends()
        assert bury_the_dead() == 1
        assert list(states(sent).values()) == [
            MailState.ACCEPTED, MailState.RETRY, MailState.ACCEPTED, MailState.UNCERTAIN,
        ]  # fmt: skip
        assert sent.mails.get(address="j1@media.nc").attempts == 1

    def test_one_that_was_only_slow_still_writes_what_the_relay_answered(self, worker):
        sent = mailing(1)
        (mail,) = worker.claim()
        assert worker.begin(mail)
        lease_ends()
        bury_the_dead()
        assert states(sent) == {"j0@media.nc": MailState.UNCERTAIN}
        worker.ledger.write([worker.accepted(mail)])
        worker.ledger.settle()
        assert states(sent) == {"j0@media.nc": MailState.ACCEPTED}

    def test_nothing_begins_after_the_lease(self, worker):
        mailing(2)
        first, _second = worker.claim()
        lease_ends()
        assert not worker.begin(first)
        assert worker.ledger.is_lost

    def test_whoever_was_buried_never_claims_under_that_name_again(self, worker):
        """It may still hold mails that others have been given."""
        mailing(2)
        worker.claim(1)
        lease_ends()
        bury_the_dead()
        with transaction.atomic():
            take_turn(worker.name, 1)
            assert not worker.ledger.enrol()
            transaction.set_rollback(True)


class TestBetweenClaimAndData:
    def test_a_pause_stops_what_was_claimed_already(self, worker):
        sent = mailing(2)
        first, _second = worker.claim()
        pause_mailing(mailing=sent, actor=head())
        assert not worker.begin(first)
        claims.give_back("me", [first.pk])
        assert sent.mails.get(pk=first.pk).state == MailState.READY

    def test_what_was_stopped_so_is_not_uncertain_when_the_sender_dies(self, worker):
        sent = mailing(1)
        (mail,) = worker.claim()
        pause_mailing(mailing=sent, actor=head())
        worker.begin(mail)
        claims.give_back("me", [mail.pk])
        lease_ends()
        assert bury_the_dead() == 0
        assert states(sent) == {"j0@media.nc": MailState.READY}

    def test_a_cancelled_mail_that_was_claimed_becomes_cancelled(self, worker):
        sent = mailing(1)
        (mail,) = worker.claim()
        cancel_mailing(mailing=sent, actor=head())
        assert not worker.begin(mail)
        claims.give_back("me", [mail.pk])
        assert states(sent) == {"j0@media.nc": MailState.CANCELLED}

    def test_a_personal_mail_needs_no_mailing(self, worker):
        personal()
        (mail,) = worker.claim()
        assert worker.begin(mail)


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome(1, "accepted", "250 « Ok »", "", datetime(2026, 8, 3, 10, 0, 0, 123456, UTC)),
        Outcome(2, "retry", "450 4.7.1 No", "Refusé", None, timedelta(minutes=5)),
        Outcome(3, "refused", is_set_aside=True),
    ],
)
def test_an_outcome_survives_its_time_as_text(outcome):
    assert Outcome.from_text(outcome.as_text()) == outcome


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
