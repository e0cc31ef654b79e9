"""What the engine makes of a relay's answers, with a real SMTP server and the real PostgreSQL."""

import threading
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils import timezone

from comms.outbox import engine, outcomes
from comms.outbox.models import Letter, MailState, OutboxControl, OutgoingMail
from tests.outbox.factories import content, mailing, personal, recipient, send, states

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_mailing_leaves_one_recipient_a_message(relay):
    sent = mailing(3)
    send()
    assert sorted(message.rcpt_tos for message in relay.messages) == [
        ["j0@media.nc"],
        ["j1@media.nc"],
        ["j2@media.nc"],
    ]
    first = next(message.mail for message in relay.messages if message.rcpt_tos == ["j0@media.nc"])
    assert first["To"] == "j0@media.nc"
    assert "Monsieur 0" in first.get_body(("plain",)).get_content()
    assert relay.connections == 1
    sent.refresh_from_db()
    assert sent.state == "done" and sent.finished_at
    assert sent.counts()[MailState.ACCEPTED] == 3


def test_an_accepted_mail_knows_the_servers_words_and_the_moment(relay):
    before = timezone.now()
    personal()
    send()
    mail = OutgoingMail.objects.get()
    assert mail.state == MailState.ACCEPTED
    assert mail.reply == "250 2.0.0 Ok: queued as 1"
    assert before - timedelta(seconds=1) < mail.accepted_at < timezone.now() + timedelta(seconds=1)
    assert relay.messages[0].mail["Message-ID"] == mail.message_id


def test_a_passing_refusal_is_tried_again_after_five_minutes_then_later_and_later(relay):
    relay.refuse("j0@media.nc", 450, "4.7.1 Greylisted, revenez")
    sent = mailing(2)
    waits = []
    for _ in outcomes.RETRY_DELAYS:
        send()
        mail = sent.mails.get(address="j0@media.nc")
        assert mail.state == MailState.RETRY
        assert mail.reason.startswith("Refusé par les règles du serveur du destinataire (450 4.7.1")
        waits.append(mail.next_attempt_at - timezone.now())
        OutgoingMail.objects.filter(pk=mail.pk).update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    assert waits[0] > timedelta(minutes=4, seconds=50)
    assert waits == sorted(waits)
    send()
    mail.refresh_from_db()
    assert mail.state == MailState.REFUSED
    assert mail.reason.startswith("Abandonné après 9 essais. ")
    assert mail in OutgoingMail.objects.retryable()
    assert states(sent)["j1@media.nc"] == MailState.ACCEPTED


def test_a_passing_refusal_is_not_tried_before_its_time(relay):
    relay.refuse("j0@media.nc", 451, "4.7.1 Greylisted", times=1)
    sent = mailing(1)
    send()
    send()
    assert not relay.messages
    sent.mails.update(next_attempt_at=timezone.now())
    send()
    assert states(sent) == {"j0@media.nc": MailState.ACCEPTED}


@pytest.mark.parametrize(
    ("code", "text", "reason"),
    [
        (550, "5.1.1 No such user", "Adresse inconnue du serveur du destinataire (550 5.1.1 No such user)"),
        (552, "5.2.2 Mailbox full", "Boîte pleine (552 5.2.2 Mailbox full)"),
        (550, "No", "Adresse inconnue ou refusée (550 No)"),
        (599, "?", "Refusé par le serveur (599 ?)"),
    ],
)
def test_a_final_refusal_is_final_and_says_why_in_french(relay, code, text, reason):
    relay.refuse("j0@media.nc", code, text)
    sent = mailing(2)
    send()
    mail = sent.mails.get(address="j0@media.nc")
    assert (mail.state, mail.reason, mail.attempts) == (MailState.REFUSED, reason, 1)
    send()
    assert [message.rcpt_tos for message in relay.messages] == [["j1@media.nc"]]


def test_a_refusal_at_the_end_of_the_message_counts_as_well(relay):
    relay.refuse_data(554, "5.7.1 Spam", times=1)
    personal()
    send()
    assert OutgoingMail.objects.get().state == MailState.REFUSED


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_cut_after_the_message_leaves_it_uncertain_and_the_machine_never_sends_it_again(relay, when):
    relay.drop(when)
    sent = mailing(1)
    send()
    mail = sent.mails.get()
    assert mail.state == MailState.UNCERTAIN
    assert "peut-être arrivé" in mail.reason
    got = len(relay.messages)
    send()
    sent.mails.update(next_attempt_at=timezone.now() - timedelta(days=1))
    send()
    assert len(relay.messages) == got


def test_a_mail_that_cannot_be_composed_is_set_aside_after_three_tries_and_the_others_leave(relay):
    sent = mailing(
        content=content(subject="Pour [[salutation]]"),
        recipients=[recipient("a@media.nc", salutation="Léa\nBcc: x@y.nc"), recipient("b@media.nc")],
    )
    for tries in (1, 2, 3):
        send()
        mail = sent.mails.get(address="a@media.nc")
        assert mail.attempts == tries
        sent.mails.filter(state=MailState.RETRY).update(next_attempt_at=timezone.now())
    assert (mail.state, mail.is_set_aside) == (MailState.REFUSED, True)
    assert "Impossible à composer" in mail.reason and "saut de ligne" in mail.reason
    assert [message.rcpt_tos for message in relay.messages] == [["b@media.nc"]]
    sent.refresh_from_db()
    assert sent.state == "done"


def test_a_damaged_letter_stops_only_its_own_mails(relay):
    bad, good = personal("a@media.nc"), personal("b@media.nc")
    Letter.objects.filter(pk=bad.letter_id).update(source=b"\x00t\xff\x00")
    send()
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.state == MailState.ACCEPTED
    assert bad.state == MailState.RETRY


def test_several_lines_share_a_slow_relay(relay):
    relay.delay = 0.05
    sent = mailing(60)
    send(lines=8)
    assert relay.connections > 3
    assert len({message.rcpt_tos[0] for message in relay.messages}) == len(relay.messages) == 60
    sent.refresh_from_db()
    assert sent.state == "done"


def test_a_quick_relay_is_served_by_one_connection(relay, monkeypatch):
    monkeypatch.setattr(engine, "QUICK_RELAY", 1.0)
    mailing(30)
    send(lines=8)
    assert relay.connections == 1


def test_a_relay_that_takes_few_connections_is_no_failure(pipelining_server):
    pipelining_server.delay = 0.03
    pipelining_server.most_connections = 2
    sent = mailing(40)
    send(lines=6)
    assert len(pipelining_server.messages) == 40
    assert set(states(sent).values()) == {MailState.ACCEPTED}
    assert OutboxControl.current().relay_failures == 0


def test_a_portion_is_unfolded_when_its_turn_comes(relay):
    sent = mailing(700)
    send(seconds=60)
    assert len(relay.messages) == 700
    sent.refresh_from_db()
    assert sent.state == "done" and sent.counts()[MailState.ACCEPTED] == 700


def test_a_personal_mail_does_not_wait_behind_a_mailing(relay):
    mailing(500)
    personal("mot-de-passe@example.org")
    send(seconds=60)
    places = [message.rcpt_tos[0] for message in relay.messages]
    assert places.index("mot-de-passe@example.org") == 0


def test_a_small_mailing_does_not_wait_behind_a_long_one(relay):
    mailing(500)
    mailing(recipients=[recipient("communique@media.nc")])
    send(seconds=60)
    places = [message.rcpt_tos[0] for message in relay.messages]
    assert places.index("communique@media.nc") < 60


def test_djangos_own_mail_goes_through_the_outbox(relay, settings):
    settings.EMAIL_BACKEND = "comms.outbox.backend.OutboxBackend"
    message = django_mail.EmailMultiAlternatives(
        "Nouveau mot de passe", "Lien", to=["Léa <lea@example.org>"], cc=["marc@example.org"],
        headers={"Auto-Submitted": "auto-generated", "X-Nature": "essai"},
    )  # fmt: skip
    message.attach_alternative("<p>Lien</p>", "text/html")
    message.attach("note.txt", "é", "text/plain")
    assert message.send() == 1
    send()
    got = {received.rcpt_tos[0]: received.mail for received in relay.messages}
    assert set(got) == {"lea@example.org", "marc@example.org"}
    mail = got["lea@example.org"]
    assert (mail["Subject"], mail["X-Nature"], mail["Auto-Submitted"]) == (
        "Nouveau mot de passe",
        "essai",
        "auto-generated",
    )
    assert mail.get_body(("html",)).get_content().strip() == "<p>Lien</p>"
    assert [part.get_filename() for part in mail.iter_attachments()] == ["note.txt"]


def test_a_process_that_is_asked_to_end_begins_no_other_mail_and_says_there_is_more(relay, monkeypatch):
    monkeypatch.setattr(engine, "_leaving", threading.Event())
    sent = mailing(3)
    engine.leave()
    assert send() is True
    assert not relay.messages
    assert set(states(sent).values()) <= {MailState.READY}
