from email import message_from_bytes, policy
from inspect import getmembers, isfunction
from pathlib import Path

import pytest
from django.conf import settings

from comms.approvals import actions, mails
from comms.approvals.models import Decision
from comms.calendar.working_days import local_today
from comms.outbox.models import OutgoingMail
from tests.approvals.factories import PosterFactory, say, step_of, submitted
from tests.approvals.subject.models import Poster

TEMPLATES = Path(settings.BASE_DIR) / "templates/approvals/mails"
MESSAGES = [name for name, function in getmembers(mails, isfunction) if function.__module__ == mails.__name__]


@pytest.mark.parametrize("name", [name for name in MESSAGES if not name.startswith("_")])
@pytest.mark.parametrize("part", ["subject.txt", "txt", "html"])
def test_each_message_has_its_templates(name, part):
    assert (TEMPLATES / f"{name}.{part}").is_file()


def read(mail: OutgoingMail):
    """Subject, text and HTML as they will be received, before the recipient's own words are put in."""
    message = message_from_bytes(bytes(mail.letter.source), policy=policy.default)
    parts = {part.get_content_type(): part for part in message.walk()}
    return mail.letter.subject, parts["text/plain"].get_content(), parts["text/html"].get_content()


@pytest.fixture
def approval(assistant, head, cabinet):
    return submitted(assistant, PosterFactory(title="L’eau & la route <b>"))


def latest(address):
    return read(OutgoingMail.objects.filter(address=address).latest("pk"))


@pytest.mark.django_db
def test_the_question_says_what_until_when_and_where(approval, head):
    subject, text, html = latest(head.email)
    step = step_of(approval)
    assert subject == "À valider : « L’eau & la route <b> »"
    for body in (text, html):
        assert settings.BASE_URL + step.get_absolute_url() in body
        assert "version 1" in body.lower()
    assert "« L’eau & la route <b> »" in text
    assert "&lt;b&gt;" in html


@pytest.mark.django_db
def test_the_authors_mail_quotes_the_comment_and_says_what_comes_next(approval, head, assistant):
    say(approval, head, Decision.Verdict.APPROVED_WITH_REMARKS, "Dites l’heure <exacte>.")
    subject, text, html = latest(assistant.email)
    assert subject.startswith(f"{head} a approuvé avec remarques")
    assert "Dites l’heure <exacte>." in text
    assert "&lt;exacte&gt;" in html
    assert "Directeur(-trice) de cabinet" in text


@pytest.mark.django_db
def test_the_mail_of_a_replaced_version_shows_what_changed(approval, head):
    say(approval, head)
    Poster.objects.update(title="La route")
    actions.void_if_changed(subject=approval.subject)
    _, text, html = latest(head.email)
    assert "[retiré : L’eau & l]" in text or "[retiré :" in text
    assert "<del>" in html
    assert "hors de l’application" in text


@pytest.mark.django_db
def test_the_mail_of_a_bypass_gives_its_reason(approval, cabinet, head):
    actions.bypass(approval=approval, actor=cabinet, reason="Alerte cyclonique 2")
    subject, text, _ = latest(head.email)
    assert "en urgence" in subject
    assert "Alerte cyclonique 2" in text


@pytest.mark.django_db
def test_a_late_reminder_says_so(approval, head):
    step = step_of(approval)
    step.due_on = local_today().replace(year=2025)
    mails.reminder(step=step, person=head, today=local_today())
    subject, text, _ = latest(head.email)
    assert subject.startswith("En retard")
    assert "ne peut pas avancer" in text
