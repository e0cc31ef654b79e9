"""What a person decides: pause, resume, cancel, settle, try again; each leaves a line in the journal."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from comms.journal.models import Entry
from comms.outbox.actions import cancel_mailing, pause_mailing, resume_mailing, retry_mail, settle_uncertain
from comms.outbox.models import Mailing, MailState, OutgoingMail
from comms.outbox.models.mailings import MAILING_MOVES
from comms.outbox.models.mails import MAIL_MOVES
from tests.outbox.factories import mailing, personal, rest_is_over, send, states
from tests.people.factories import head

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def actor():
    return head()


def uncertain(server, **fields) -> OutgoingMail:
    server.drop("after")
    sent = mailing(1, **fields)
    send()
    rest_is_over()
    return sent.mails.get()


def test_a_paused_mailing_stops_and_resumes_where_it_was(smtp_server, actor):
    sent = mailing(3)
    pause_mailing(mailing=sent, actor=actor, reason="une erreur dans le texte")
    send()
    assert not smtp_server.messages
    resume_mailing(mailing=sent, actor=actor)
    send()
    assert len(smtp_server.messages) == 3
    verbs = list(Entry.objects.about(sent).values_list("verb", "reason", "actor"))
    assert verbs == [
        ("a repris l’envoi « Travaux de nuit »", "", actor.pk),
        ("a suspendu l’envoi « Travaux de nuit »", "une erreur dans le texte", actor.pk),
    ]


def test_a_resumed_mailing_still_waits_for_its_moment(smtp_server, actor):
    sent = mailing(1, not_before=timezone.now() + timezone.timedelta(hours=1))
    pause_mailing(mailing=sent, actor=actor)
    resume_mailing(mailing=sent, actor=actor)
    send()
    assert not smtp_server.messages


def test_a_cancelled_mailing_never_leaves_and_counts_everybody(smtp_server, actor):
    sent = mailing(600)
    cancel_mailing(mailing=sent, actor=actor)
    send()
    assert not smtp_server.messages
    assert sent.counts()[MailState.CANCELLED] == 600
    with pytest.raises(ValidationError, match="maintenant « annulé »"):
        resume_mailing(mailing=sent, actor=actor)


def test_somebody_who_was_faster_is_told_kindly(actor):
    sent = mailing(1)
    pause_mailing(mailing=Mailing.objects.get(pk=sent.pk), actor=actor)
    with pytest.raises(ValidationError, match="entre-temps"):
        pause_mailing(mailing=sent, actor=actor)
    assert Entry.objects.about(sent).count() == 1


class TestUncertain:
    def test_sent_again_it_keeps_its_message_id(self, smtp_server, actor):
        mail = uncertain(smtp_server)
        settle_uncertain(mail=mail, actor=actor, sent="resend")
        send()
        first, second = smtp_server.messages
        assert first.mail["Message-ID"] == second.mail["Message-ID"] == mail.message_id
        mail.refresh_from_db()
        assert mail.state == MailState.ACCEPTED

    def test_received_is_believed(self, smtp_server, actor):
        mail = settle_uncertain(mail=uncertain(smtp_server), actor=actor, sent=True)
        assert mail.state == MailState.ACCEPTED and mail.accepted_at
        send()
        assert len(smtp_server.messages) == 1
        entry = Entry.objects.about(mail.mailing).first()
        assert (entry.actor, entry.verb) == (
            actor,
            "a constaté la réception du courriel incertain à j0@media.nc",
        )

    def test_not_received_stays_so(self, smtp_server, actor):
        mail = settle_uncertain(mail=uncertain(smtp_server), actor=actor, sent=False)
        assert mail.state == MailState.REFUSED and mail.reason == f"Non reçu, selon {actor}."

    @pytest.mark.parametrize("sent", [True, False, "resend"])
    def test_only_an_uncertain_one_and_only_once(self, smtp_server, actor, sent):
        mail = uncertain(smtp_server)
        settle_uncertain(mail=OutgoingMail.objects.get(pk=mail.pk), actor=actor, sent=True)
        with pytest.raises(ValidationError, match="acceptée"):
            settle_uncertain(mail=mail, actor=actor, sent=sent)

    def test_one_of_a_cancelled_mailing_is_not_sent_again(self, smtp_server, actor):
        mail = uncertain(smtp_server)
        Mailing.objects.update(state="cancelled")
        mail.refresh_from_db()
        with pytest.raises(ValidationError, match="annulé"):
            settle_uncertain(mail=mail, actor=actor, sent="resend")


def test_a_refused_mail_is_tried_again_on_demand_even_when_its_mailing_was_over(smtp_server, actor):
    smtp_server.refuse("j0@media.nc", 550, "5.1.1 Inconnu", times=1)
    sent = mailing(1)
    send()
    sent.refresh_from_db()
    assert sent.state == "done"
    retry_mail(mail=sent.mails.get(), actor=actor)
    send()
    assert states(sent) == {"j0@media.nc": MailState.ACCEPTED}
    sent.refresh_from_db()
    assert sent.state == "done"


def test_a_mail_that_waits_for_its_next_try_may_leave_now(smtp_server, actor):
    smtp_server.refuse("lea@example.org", 450, "4.2.2 Pleine", times=1)
    mail = personal()
    send()
    mail.refresh_from_db()
    retry_mail(mail=mail, actor=actor)
    send()
    mail.refresh_from_db()
    assert mail.state == MailState.ACCEPTED


def test_an_accepted_mail_is_never_sent_again(smtp_server, actor):
    mail = personal()
    send()
    mail.refresh_from_db()
    with pytest.raises(ValidationError, match="acceptée"):
        retry_mail(mail=mail, actor=actor)


def test_each_state_has_its_moves_and_the_final_ones_have_none():
    assert set(MAIL_MOVES) == set(MailState)
    assert {state for state, moves in MAIL_MOVES.items() if not moves} == {
        "accepted",
        "excluded",
        "cancelled",
    }
    assert not any(
        MailState.READY in moves for state, moves in MAIL_MOVES.items() if state == MailState.ACCEPTED
    )
    assert not MAILING_MOVES["cancelled"]
