"""A relay that is down, refuses our sender or hangs burns no try; five failures in a row pause and tell."""

import math
import time

import pytest
from django.db.models.functions import Now

from comms.journal.models import Notice
from comms.outbox.models import MailState, OutboxControl, OutgoingMail, PauseCause
from tests.outbox.factories import mailing, personal, rest_is_over, send, states
from tests.people.factories import head

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_refused_connection_burns_no_try_and_the_mail_leaves_once_it_is_back(smtp_server):
    smtp_server.stop()
    sent = mailing(2)
    send()
    assert set(sent.mails.values_list("state", "attempts")) == {(MailState.READY, 0)}
    control = OutboxControl.current()
    assert control.relay_failures == 1
    assert control.relay_error == "le serveur d’envoi refuse la connexion"
    smtp_server.start()
    send()
    assert not smtp_server.messages, "it rests before the next try"
    rest_is_over()
    send()
    assert set(states(sent).values()) == {MailState.ACCEPTED}
    assert OutboxControl.current().relay_failures == 0


def test_the_rest_grows_with_each_failure(smtp_server):
    smtp_server.stop()
    personal()
    rests = []
    for _ in range(7):
        send()
        row = OutboxControl.objects.annotate(now=Now()).get()
        rests.append(math.ceil((row.relay_retry_at - row.now).total_seconds()))
        rest_is_over()
    smtp_server.start()
    assert rests == [1, 2, 4, 8, 16, 30, 30]


def test_five_failures_in_a_row_pause_the_mailing_and_tell_its_heads(smtp_server):
    told = head()
    smtp_server.stop()
    sent = mailing(2, created_by=told)
    for failures in range(1, 6):
        sent.refresh_from_db()
        assert sent.is_active, f"paused after {failures - 1} failures"
        send()
        rest_is_over()
    sent.refresh_from_db()
    assert (sent.state, sent.pause_cause) == ("paused", PauseCause.RELAY)
    assert sent.pause_reason == "le serveur d’envoi refuse la connexion"
    notices = [str(notice) for notice in Notice.objects.filter(user=told)]
    assert any("suspendu l’envoi" in notice for notice in notices)
    assert any("serveur d’envoi" in notice for notice in notices)
    assert set(sent.mails.values_list("state", "attempts")) == {(MailState.READY, 0)}
    smtp_server.start()


def test_personal_mails_leave_by_themselves_when_the_relay_is_back(smtp_server):
    smtp_server.stop()
    personal()
    for _ in range(8):
        send()
        rest_is_over()
    smtp_server.start()
    send()
    assert OutgoingMail.objects.get().state == MailState.ACCEPTED


@pytest.mark.parametrize("code", [550, 451, 530])
def test_a_sender_that_the_relay_refuses_loses_no_recipient(relay, code):
    """The fault is ours: each recipient would otherwise be refused for good."""

    async def refuse(*_):
        return f"{code} 5.7.1 Sender not allowed"

    relay.handle_MAIL = refuse
    sent = mailing(3)
    send()
    assert set(sent.mails.values_list("state", "attempts")) == {(MailState.READY, 0)}
    assert "Sender not allowed" in OutboxControl.current().relay_error


def test_a_relay_that_closes_for_a_while_burns_no_try(relay):
    relay.refuse("j0@media.nc", 421, "4.3.2 Shutting down", times=1)
    sent = mailing(2)
    send()
    assert set(sent.mails.values_list("attempts", flat=True)) == {0}
    rest_is_over()
    send()
    assert set(states(sent).values()) == {MailState.ACCEPTED}


def test_a_connection_closed_after_some_mails_is_simply_opened_again(relay):
    """Relays close a connection after so many messages: that is no failure."""
    relay.refuse("j1@media.nc", 421, "4.7.0 Enough for this connection", times=1)
    sent = mailing(3)
    send()
    assert relay.connections == 2
    assert set(states(sent).values()) == {MailState.ACCEPTED}
    assert OutboxControl.current().relay_failures == 0


def test_five_messages_cut_at_the_end_do_not_become_two_thousand(relay):
    relay.drop("before", times=50)
    sent = mailing(20)
    for _ in range(10):
        send()
        rest_is_over()
    assert list(states(sent).values()).count(MailState.UNCERTAIN) == 5
    sent.refresh_from_db()
    assert sent.state == "paused"


def test_a_hung_relay_frees_the_worker(smtp_server, settings):
    settings.EMAIL_TIMEOUT = 1
    smtp_server.delay = 60
    sent = mailing(5)
    started = time.monotonic()
    send(seconds=30)
    assert time.monotonic() - started < 4
    assert sorted(states(sent).values()) == sorted([MailState.READY] * 4 + [MailState.UNCERTAIN])
