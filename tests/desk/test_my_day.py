"""« Ma journée »: what waits for each person first, then what they follow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comms.approvals.actions import decide
from comms.approvals.models import ApprovalStep, Decision
from comms.calendar.working_days import local_today
from comms.outbox.models import Letter, MailState, OutgoingMail
from desk.day import Day
from tests.campaigns.planning.factories import TaskFactory
from tests.pages import assert_valid_html
from tests.people import factories as people
from tests.press.newsroom.published import approved, draft, published, somebody, submitted

ROLES = ["assistant", "head", "cabinet", "secretary_general", "department_contact", "elected", "stranger"]


def day_of(user) -> Day:
    return Day(user, local_today())


def home(client, user):
    client.force_login(user)
    page = client.get("/")
    assert_valid_html(page)
    return page.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_with_nothing_to_do_everybody_is_told_what_comes_here(client, db, role):
    text = home(client, getattr(people, role)(first_name="Léa"))
    assert "Bonjour Léa" in text
    assert "Rien ne vous attend" in text


def test_a_text_to_approve_waits_for_the_one_who_decides(client, db):
    submitted("Travaux à Plum")
    text = home(client, somebody("head"))
    assert "Une chose vous attend" in text
    assert "Travaux à Plum" in text
    assert day_of(somebody("cabinet")).approvals.to_approve == []


def test_the_author_follows_where_the_text_stands(client, db):
    submitted("Travaux à Plum")
    text = home(client, somebody("assistant"))
    assert "En validation chez d’autres" in text
    assert "Chargé(e) de communication" in text


def test_a_draft_sent_back_says_what_was_asked(client, db):
    submitted("Travaux à Plum")
    head = somebody("head")
    step = ApprovalStep.objects.awaiting(head).get()
    digest = step.approval.version.digest
    decide(
        step=step,
        actor=head,
        verdict=Decision.Verdict.CHANGES_ASKED,
        comment="Dites jusqu’à quelle heure.",
        seen_digest=digest,
    )
    text = home(client, somebody("assistant"))
    assert "Mes brouillons" in text
    assert "Modifications demandées" in text


def test_a_draft_that_was_never_submitted_is_a_draft(client, db):
    draft("Travaux à Plum")
    assert "Brouillon" in home(client, somebody("assistant"))


def test_somebody_else_s_draft_isn_t_mine(db):
    draft("Travaux à Plum")
    assert day_of(people.assistant()).press.to_resume == []


def test_an_approved_text_waits_to_be_sent(client, db):
    approved("Travaux à Plum")
    assert "Prêts à diffuser" in home(client, somebody("assistant"))
    assert day_of(people.elected()).press.to_send == []


def test_an_uncertain_mail_is_shown_to_the_unit(client, db):
    letter = Letter.objects.create(subject="Travaux", size=1)
    OutgoingMail.objects.create(letter=letter, address="a@example.org", state=MailState.UNCERTAIN)
    assert "1 courriel incertain" in home(client, somebody("assistant"))
    assert "incertain" not in home(client, people.elected())


def test_what_is_public_is_shown_to_everybody_as_the_public_reads_it(client, db):
    release = published("Travaux à Plum")
    type(release).objects.filter(pk=release.pk).update(title="Un brouillon de rectification")
    text = home(client, people.elected())
    assert "Travaux à Plum" in text
    assert "brouillon de rectification" not in text


def test_thirty_rows_cost_as_many_queries_as_one(client, db, django_assert_max_num_queries):
    def fill(count: int):
        for number in range(count):
            submitted(f"Travaux {number}")
            approved(f"Marché {number}")
            published(f"Fête {number}")
            draft(f"Brouillon {number}")

    def queries(user) -> int:
        client.force_login(user)
        client.get("/")  # what is read once a process
        with django_assert_max_num_queries(60) as captured:
            client.get("/")
        return len(captured)

    fill(1)
    before = [queries(somebody(role)) for role in ("assistant", "head")]
    fill(7)
    assert [queries(somebody(role)) for role in ("assistant", "head")] == before


def test_late_ones_are_counted(db):
    submitted()
    ApprovalStep.objects.update(due_on=timezone.localdate().replace(year=2020))
    assert day_of(somebody("head")).approvals.late_count == 1


# --- my tasks -----------------------------------------------------------------------------------------------


def test_my_tasks_stand_by_their_day(client, assistant):
    today = local_today()
    mine = {"action": None, "owner": assistant}
    TaskFactory(title="La vieille", due_on=today - timedelta(days=3), **mine)
    TaskFactory(title="Celle du jour", due_on=today, **mine)
    TaskFactory(title="Celle d’un autre", due_on=today, action=None, owner=people.assistant())
    TaskFactory(title="La faite", due_on=today, state="done", **mine)
    text = home(client, assistant)
    assert text.index("La vieille") < text.index("Celle du jour")
    assert "En retard" in text
    assert "Celle d’un autre" not in text
    assert "La faite" not in text
    assert day_of(assistant).planning.count == 2


def test_what_i_wait_for_stands_aside(client, assistant):
    before = TaskFactory(title="Le texte du service", action=None, owner=people.assistant())
    TaskFactory(title="Mon affiche", action=None, owner=assistant, after=[before])
    assert "J’attends les autres" in home(client, assistant)


def test_tasks_of_the_day_cost_a_constant_number_of_queries(client, assistant, django_assert_max_num_queries):
    def queries() -> int:
        client.force_login(assistant)
        with django_assert_max_num_queries(60) as captured:
            client.get("/")
        return len(captured)

    TaskFactory(owner=assistant, due_on=local_today())
    queries()
    before = queries()
    TaskFactory.create_batch(30, owner=assistant, due_on=local_today())
    assert queries() == before
