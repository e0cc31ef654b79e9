"""The health page: is mail leaving, what is stuck, and every delivery that only a person can settle."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.journal.models import Entry
from comms.outbox.actions import hold_mail
from comms.outbox.health import beat_seen, sender_seen
from comms.outbox.models import Heartbeat, Letter, MailState, OutboxControl, OutgoingMail
from tests.pages import assert_valid_html
from tests.people import factories as people

URL = "/sante/"
ROLES = {
    "assistant": 200,
    "head": 200,
    "cabinet": 200,
    "superuser": 200,
    "secretary_general": 403,
    "department_contact": 403,
    "elected": 403,
    "stranger": 403,
}


def uncertain(address: str = "a@example.org") -> OutgoingMail:
    letter = Letter.objects.create(subject="Travaux à Plum", size=1)
    return OutgoingMail.objects.create(
        letter=letter,
        address=address,
        message_id=f"<{address}>",
        state=MailState.UNCERTAIN,
        data_at=timezone.now(),
    )


@pytest.fixture
def beating(db):
    beat_seen()
    sender_seen()


@pytest.fixture
def as_head(client, head):
    client.force_login(head)
    return client


@pytest.fixture
def as_assistant(client, assistant):
    client.force_login(assistant)
    return client


@pytest.mark.parametrize(("role", "status"), ROLES.items())
def test_who_sees_it(client, db, role, status):
    client.force_login(getattr(people, role)())
    assert client.get(URL).status_code == status


def test_all_is_well(as_assistant, beating):
    page = as_assistant.get(URL)
    assert_valid_html(page)
    assert "Tout va bien" in page.content.decode()


def test_a_dead_clock_is_told(as_assistant, beating):
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    page = as_assistant.get(URL)
    assert_valid_html(page)
    text = page.content.decode()
    assert "À regarder" in text
    assert "L’horloge (beat)" in text


def test_every_uncertain_delivery_is_on_the_page_or_the_next(as_head, beating):
    for number in range(30):
        uncertain(f"a{number:02}@example.org")
    first = as_head.get(URL)
    assert_valid_html(first)
    second = as_head.get(first.context["page"].next_url)
    shown = {mail.address for page in (first, second) for mail in page.context["page"]}
    assert len(shown) == 30


@pytest.mark.parametrize(
    ("answer", "state"),
    [("received", MailState.ACCEPTED), ("lost", MailState.REFUSED), ("resend", MailState.READY)],
)
def test_a_person_says_what_became_of_it(as_head, beating, answer, state):
    mail = uncertain()
    as_head.post(f"{URL}courriels/{mail.pk}/", {"answer": answer})
    mail.refresh_from_db()
    assert mail.state == state
    assert Entry.objects.about(mail).count() == 1


def test_somebody_was_faster(as_head, beating):
    mail = uncertain()
    for _ in range(2):
        page = as_head.post(f"{URL}courriels/{mail.pk}/", {"answer": "resend"}, follow=True)
    assert "a changé d’état entre-temps" in page.content.decode()


def test_an_answer_that_isn_t_one_changes_nothing(as_head, beating):
    mail = uncertain()
    page = as_head.post(f"{URL}courriels/{mail.pk}/", {"answer": "burn"}, follow=True)
    assert_valid_html(page)
    mail.refresh_from_db()
    assert mail.state == MailState.UNCERTAIN


def test_looking_settles_nothing(as_head, beating):
    mail = uncertain()
    assert as_head.get(f"{URL}courriels/{mail.pk}/").status_code == 405
    assert as_head.get(f"{URL}envoi-permis/").status_code == 405


def test_mail_on_hold_is_released_by_a_person(as_head, beating):
    hold_mail(actor=None, reason="base restaurée")
    page = as_head.get(URL)
    assert_valid_html(page)
    assert "Permettre l’envoi" in page.content.decode()
    as_head.post(f"{URL}envoi-permis/")
    assert not OutboxControl.current().is_held


def test_the_assistant_sees_and_doesn_t_decide(as_assistant, beating):
    mail = uncertain()
    hold_mail(actor=None, reason="base restaurée")
    text = as_assistant.get(URL).content.decode()
    assert mail.address in text
    assert "Renvoyer" not in text
    assert as_assistant.post(f"{URL}courriels/{mail.pk}/", {"answer": "resend"}).status_code == 403
    assert as_assistant.post(f"{URL}envoi-permis/").status_code == 403


def test_the_rail_counts_the_uncertain_ones(as_assistant, beating):
    uncertain()
    groups = as_assistant.get(URL).context["rail"].groups
    [entry] = [entry for group in groups for entry in group.entries if entry.label == "Envoi des courriels"]
    assert entry.count.value == 1


def test_thirty_cost_as_many_queries_as_one(as_head, beating, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(40) as captured:
            as_head.get(URL)
        return len(captured)

    uncertain()
    as_head.get(URL)
    before = queries()
    for number in range(23):
        uncertain(f"b{number}@example.org")
    assert queries() == before
