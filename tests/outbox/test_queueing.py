"""A mail is a row first; who gets a mailing is frozen at its launch."""

import threading
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from comms.outbox import letters
from comms.outbox.actions import create_mailing, queue_mail
from comms.outbox.models import Letter, Mailing, MailState, OutgoingMail, Portion
from comms.people.models import Department
from tests.outbox.factories import content, mailing, personal, recipient, recipients, send
from tests.people.factories import head

pytestmark = pytest.mark.django_db


def test_a_mail_disappears_with_the_transaction_of_its_cause():
    with pytest.raises(RuntimeError), transaction.atomic():
        personal()
        mailing(2)
        raise RuntimeError
    assert not OutgoingMail.objects.exists() and not Letter.objects.exists() and not Mailing.objects.exists()


def test_each_address_gets_one_mail_however_it_is_spelled():
    sent = mailing(
        recipients=[recipient("Lea@Media.nc"), recipient(" lea@media.NC"), recipient("lea@médias.nc"),
                    recipient("lea@xn--mdias-bsa.nc"), recipient("jean@media.nc")]
    )  # fmt: skip
    assert sorted(sent.mails.values_list("normalised_address", flat=True)) == [
        "jean@media.nc", "lea@media.nc", "lea@xn--mdias-bsa.nc",
    ]  # fmt: skip
    assert (sent.recipient_count, sent.duplicate_count) == (3, 2)


def test_the_database_refuses_a_second_mail_to_the_same_address():
    mail = mailing(1).mails.get()
    mail.pk = None
    with pytest.raises(IntegrityError, match="one_mail_a_mailing_and_address"), transaction.atomic():
        mail.save(force_insert=True)


def test_an_address_that_is_none_stays_visible_and_its_neighbours_leave():
    sent = mailing(recipients=[recipient("pas une adresse"), recipient("lea@media.nc")])
    excluded = sent.mails.get(state=MailState.EXCLUDED)
    assert "n’est pas une adresse" in excluded.reason
    assert sent.counts()[MailState.READY] == 1


def test_a_long_list_waits_in_portions_and_is_counted_whole():
    count = letters.PORTION_SIZE * 2 + 10
    sent = mailing(count)
    assert OutgoingMail.objects.count() == letters.PORTION_SIZE
    assert sent.counts()[MailState.READY] == sent.recipient_count == count
    while letters.unfold_portion(sent):
        continue
    assert sent.mails.count() == count and not Portion.objects.exists()


def test_recipients_are_frozen_at_the_launch():
    people = recipients(2)
    sent = mailing(recipients=people)
    people.append(recipient("trop-tard@media.nc"))
    assert sent.mails.count() == 2


def test_the_message_id_is_fixed_when_the_mail_is_written():
    mail = personal()
    identifier = mail.message_id
    assert identifier.startswith("<") and identifier.endswith("@example.org>")
    mail.refresh_from_db()
    assert mail.message_id == identifier


def test_a_mailing_without_recipient_is_refused():
    with pytest.raises(ValidationError, match="aucun destinataire"):
        mailing(recipients=[])


def test_a_mailing_that_promises_a_way_out_gives_one_to_each():
    with pytest.raises(ValidationError, match="lien de désinscription"):
        mailing(2, content=content(unsubscribe=True))


def test_a_personal_mail_to_no_address_is_refused():
    with pytest.raises(ValidationError, match="adresse"):
        queue_mail(to="nulle part", content=content())


@pytest.mark.parametrize("evil", [{"salutation": "a\x00b"}, {"x\x00": "a"}])
def test_a_null_character_is_refused_in_french(evil):
    with pytest.raises(ValidationError, match="caractère nul"):
        mailing(recipients=[recipient("lea@media.nc", **evil)])
    with pytest.raises(ValidationError, match="caractère nul"):
        queue_mail(to=recipient("lea@media.nc", **evil), content=content())


class TestLaunchedOnce:
    def test_the_same_letter_to_the_same_people_for_the_same_cause_is_one_mailing(self):
        cause, author = Department.objects.create(name="Voirie"), head()
        launches = {mailing(3, cause=cause, created_by=author).pk for _ in range(20)}
        assert len(launches) == 1
        assert OutgoingMail.objects.count() == 3
        assert Letter.objects.count() == 1

    def test_another_text_other_people_or_a_cancelled_one_make_another(self):
        cause, author = Department.objects.create(name="Voirie"), head()
        first = mailing(3, cause=cause, created_by=author)
        others = [
            mailing(3, cause=cause, created_by=author, content=content(text="Corrigé")),
            mailing(4, cause=cause, created_by=author),
        ]
        Mailing.objects.filter(pk=first.pk).update(state="cancelled")
        others.append(mailing(3, cause=cause, created_by=author))
        assert len({first.pk, *(other.pk for other in others)}) == 4


@pytest.mark.django_db(transaction=True)
class TestTwentyClicksAtOnce:
    def launch(self, with_cause: bool) -> set[int]:
        cause, author = Department.objects.create(name="Voirie"), head()
        barrier, launched = threading.Barrier(20), []

        def click() -> None:
            barrier.wait()
            try:
                launched.append(
                    create_mailing(
                        title="Clic", content=content(), recipients=recipients(3), scope="press",
                        created_by=author, cause=cause if with_cause else None,
                    ).pk
                )  # fmt: skip
            finally:
                connection.close()

        threads = [threading.Thread(target=click) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(launched) == 20
        return set(launched)

    def test_they_make_one_mailing_and_one_message_each(self, smtp_server):
        assert len(self.launch(with_cause=True)) == 1
        send()
        assert sorted(message.rcpt_tos[0] for message in smtp_server.messages) == [
            "j0@media.nc", "j1@media.nc", "j2@media.nc",
        ]  # fmt: skip

    def test_negative_control_without_a_cause_nothing_holds_them_back(self):
        assert len(self.launch(with_cause=False)) == 20


def test_a_moment_to_come_is_kept():
    tomorrow = timezone.now() + timedelta(days=1)
    assert mailing(1, not_before=tomorrow).not_before == tomorrow
