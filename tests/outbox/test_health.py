"""What the health page is told, by the database's clock."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from comms.outbox.actions import hold_mail, pause_mailing
from comms.outbox.health import beat_seen, health_report, sender_seen, uncertain_count
from comms.outbox.models import Heartbeat, MailState, OutboxControl, OutgoingMail
from tests.outbox.factories import mailing, personal
from tests.people.factories import head

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def all_is_well():
    OutboxControl.current()
    beat_seen()
    sender_seen()


def problems() -> str:
    return "\n".join(health_report().problems)


def test_nothing_is_told_when_all_is_well():
    mailing(2)
    report = health_report()
    assert report.is_well, report.problems
    assert report.waiting == 2


@pytest.mark.parametrize(("name", "words"), [("beat", "L’horloge (beat)"), ("sender", "L’ouvrier")])
def test_a_dead_clock_or_worker_is_told_within_five_minutes(name, words):
    Heartbeat.objects.filter(name=name).update(seen_at=Now() - timedelta(minutes=3, seconds=50))
    assert words not in problems()
    Heartbeat.objects.filter(name=name).update(seen_at=Now() - timedelta(minutes=5))
    assert f"{words} ne donne plus signe de vie" in problems().replace(" qui envoie les courriels", "")
    Heartbeat.objects.filter(name=name).delete()
    assert "encore jamais" in problems()


def test_a_sign_of_life_is_written_once_a_second_at_most(django_assert_num_queries):
    before = Heartbeat.objects.get(name="beat").seen_at
    beat_seen()
    assert Heartbeat.objects.get(name="beat").seen_at == before
    Heartbeat.objects.update(seen_at=Now() - timedelta(seconds=5))
    beat_seen()
    assert Heartbeat.objects.get(name="beat").seen_at == before


def test_held_mail_a_failing_relay_and_what_waits_for_a_person_are_told():
    hold_mail(actor=None, reason="cette base est une copie")
    OutboxControl.objects.update(relay_failures=2, relay_error="refusé")
    pause_mailing(mailing=mailing(1), actor=head())
    mail = personal()
    OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.UNCERTAIN)
    told = problems()
    for words in ("retenus : cette base est une copie", "en défaut : refusé", "1 envoi suspendu attend",
                  "1 courriel incertain attend"):  # fmt: skip
        assert words in told
    assert uncertain_count() == 1


def test_a_mail_that_should_have_left_is_told():
    personal()
    OutgoingMail.objects.update(next_attempt_at=Now() - timedelta(minutes=9))
    assert "attend toujours" not in problems()
    OutgoingMail.objects.update(next_attempt_at=Now() - timedelta(minutes=11))
    assert "attend toujours" in problems()
    assert health_report().oldest_due_at


def test_the_number_of_queries_does_not_grow(django_assert_num_queries):
    mailing(1)
    with django_assert_num_queries(8):
        health_report()
    for _ in range(10):
        mailing(3)
        personal()
    with django_assert_num_queries(8):
        health_report()
