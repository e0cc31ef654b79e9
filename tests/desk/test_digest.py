"""The daily digest: once a person and day, at the person's hour, about something, on working days."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from budget.actions import return_invoice
from budget.models import BudgetRules
from campaigns.planning.actions import remind
from comms.calendar.working_days import local_today
from comms.formats import francs
from comms.journal.actions import record
from comms.outbox.models import OutgoingMail
from contractors.missions.actions import award_mission
from desk.actions import digests, make_digest, send_immediate
from desk.actions.digests import notices_due_at_once
from desk.digest import digest_sections
from desk.models import Digest, ReminderPreference, people_due_for_digest
from desk.tasks import send_digests
from tests.budget import factories as invoices
from tests.campaigns.planning.factories import TaskFactory
from tests.contractors.missions.factories import mission
from tests.contractors.providers.factories import provider
from tests.pages import assert_valid_html
from tests.people import factories as people
from tests.press.at_once import at_once
from tests.press.newsroom.published import draft, somebody, submitted

NOUMEA = ZoneInfo("Pacific/Noumea")
MONDAY = datetime(2026, 11, 16, 7, 5, tzinfo=NOUMEA)
SUNDAY = datetime(2026, 11, 15, 7, 5, tzinfo=NOUMEA)


def digest_mails():
    return OutgoingMail.objects.filter(letter__subject__startswith="Votre journée")


def test_it_says_what_waits_and_is_sent_once(db):
    submitted("Travaux à Plum")
    OutgoingMail.objects.all().delete()
    head = somebody("head")
    assert make_digest(user=head, day=MONDAY.date(), at=MONDAY)
    assert not make_digest(user=head, day=MONDAY.date(), at=MONDAY)
    mail = digest_mails().get()
    assert mail.address == head.email
    assert b"Travaux" in bytes(mail.letter.source)
    assert Digest.objects.get().line_count >= 1


def test_nothing_to_say_is_not_a_mail(db):
    assert not make_digest(user=people.stranger(), day=MONDAY.date(), at=MONDAY)
    assert not digest_mails().exists()


def test_a_reminded_task_is_told_once_in_it(db, time_machine):
    time_machine.move_to(MONDAY)
    assistant = people.assistant()
    due = TaskFactory(owner=assistant, created_by=assistant, due_on=MONDAY.date(), remind_on=MONDAY.date())
    assert remind(task=due, at=MONDAY)
    yesterday = MONDAY - timedelta(days=1)
    sections = digest_sections(assistant, MONDAY.date(), yesterday)
    assert [(section.title, len(section.lines)) for section in sections] == [("Aujourd’hui", 1)]
    record(actor=None, verb="a été relu", target=draft("Travaux à Plum"), tell=[assistant])
    titles = [
        section.title for section in digest_sections(assistant, MONDAY.date(), MONDAY - timedelta(days=1))
    ]
    assert titles == ["Aujourd’hui", "Depuis votre dernier récapitulatif"]


def test_a_reminded_task_is_mailed_at_once_to_who_chose_so(db, time_machine):
    time_machine.move_to(MONDAY)
    assistant = people.assistant()
    ReminderPreference.objects.create(user=assistant, immediate_kinds=["tasks"])
    due = TaskFactory(owner=assistant, created_by=assistant, due_on=MONDAY.date(), remind_on=MONDAY.date())
    remind(task=due, at=MONDAY)
    (notice,) = notices_due_at_once(timezone.now())
    assert send_immediate(notice=notice, at=MONDAY)
    assert OutgoingMail.objects.filter(address=assistant.email).count() == 1


def test_nothing_leaves_on_a_sunday(db):
    submitted()
    assert not make_digest(user=somebody("head"), day=SUNDAY.date(), at=SUNDAY)
    assert not Digest.objects.exists()


def test_everybody_has_an_hour(db):
    usual, early, never = people.head(), people.assistant(), people.elected()
    ReminderPreference.objects.create(user=early, hour=5)
    ReminderPreference.objects.create(user=never, wants_digest=False)
    closed = people.stranger(is_active=False)
    day = MONDAY.date()
    assert list(people_due_for_digest(day, 4)) == []
    assert list(people_due_for_digest(day, 5)) == [early]
    assert set(people_due_for_digest(day, 7)) == {usual, early}
    Digest.objects.create(user=early, day=day)
    assert list(people_due_for_digest(day, 9)) == [usual]
    assert closed not in people_due_for_digest(day, 9)


def test_one_that_fails_does_not_hold_back_the_others(db, time_machine, monkeypatch):
    time_machine.move_to(MONDAY)
    submitted()
    first = people.assistant(email="a@example.org")
    make = digests.make_digest

    def failing(*, user, **options):
        if user == first:
            raise RuntimeError
        return make(user=user, **options)

    monkeypatch.setattr("desk.tasks.make_digest", failing)
    send_digests()
    assert somebody("head").email in set(digest_mails().values_list("address", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_make_one_digest():
    submitted()
    head = somebody("head")
    answers = at_once(lambda n: make_digest(user=head, day=MONDAY.date(), at=MONDAY), count=8)
    assert sorted(answers) == [False] * 7 + [True]
    assert digest_mails().count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_stamp_there_would_be_several(monkeypatch):
    """The negative control: asking first and stamping afterwards isn't enough."""
    submitted()
    head = somebody("head")

    def naive(user, day, at):
        return (
            None
            if Digest.objects.of_day(day).filter(user=user).exists()
            else Digest(user=user, day=day, made_at=at)
        )

    monkeypatch.setattr(digests, "claim_digest", naive)
    monkeypatch.setattr(Digest, "save", lambda *args, **kwargs: None)
    monkeypatch.setattr("desk.mails._queue", lambda name, person, cause, context: sent.append(person))
    sent = []
    at_once(lambda n: make_digest(user=head, day=MONDAY.date(), at=MONDAY), count=8)
    assert len(sent) > 1


# --- at once ----------------------------------------------------------------------------------------------


def told(user):
    record(actor=None, verb="a été relu", target=draft("Travaux à Plum"), tell=[user])
    return notices_due_at_once(timezone.now())


def a_working_day(time_machine):
    time_machine.move_to(MONDAY)


def test_only_a_chosen_kind_comes_at_once_and_once(db, time_machine):
    a_working_day(time_machine)
    assistant = people.assistant()
    (notice,) = told(assistant)
    assert not send_immediate(notice=notice, at=timezone.now())
    ReminderPreference.objects.create(user=assistant, immediate_kinds=["releases"])
    (notice,) = notices_due_at_once(timezone.now())
    assert send_immediate(notice=notice, at=timezone.now())
    assert not send_immediate(notice=notice, at=timezone.now())
    assert OutgoingMail.objects.filter(address=assistant.email).count() == 1
    assert notices_due_at_once(timezone.now()) == []


def test_a_day_off_is_a_day_off(db, time_machine):
    time_machine.move_to(SUNDAY)
    assistant = people.assistant()
    ReminderPreference.objects.create(user=assistant, immediate_kinds=["releases"])
    (notice,) = told(assistant)
    assert not send_immediate(notice=notice, at=timezone.now())


def test_what_is_old_or_read_waits_for_the_digest(db):
    assistant = people.assistant()
    told(assistant)
    assert notices_due_at_once(timezone.now() + timedelta(hours=2)) == []
    assistant.notices.update(read_at=timezone.now())
    assert notices_due_at_once(timezone.now()) == []


# --- the page ---------------------------------------------------------------------------------------------


def test_a_person_chooses_the_hour_and_what_comes_at_once(client, db):
    user = people.assistant()
    client.force_login(user)
    assert_valid_html(client.get("/rappels/"))
    assert not ReminderPreference.objects.exists()
    client.post("/rappels/", {"wants_digest": "on", "hour": "9", "immediate_kinds": ["tasks"]})
    mine = ReminderPreference.objects.get()
    assert (mine.user, mine.hour, mine.immediate_kinds) == (user, 9, ["tasks"])
    client.post("/rappels/", {"hour": "9"})
    assert not ReminderPreference.objects.get().wants_digest


def test_an_hour_of_the_night_is_refused_in_french(client, db):
    client.force_login(people.assistant())
    page = client.post("/rappels/", {"wants_digest": "on", "hour": "3"})
    assert page.status_code == 200
    assert not ReminderPreference.objects.exists()


def test_in_a_crisis_reminders_wait(db, monkeypatch, time_machine):
    time_machine.move_to(MONDAY)
    submitted()
    monkeypatch.setattr(digests, "reminders_are_paused", lambda: True)
    assert not make_digest(user=somebody("head"), day=MONDAY.date(), at=MONDAY)
    assistant = people.assistant()
    ReminderPreference.objects.create(user=assistant, immediate_kinds=["releases"])
    notice = next(notice for notice in told(assistant) if notice.user == assistant)
    assert not send_immediate(notice=notice, at=timezone.now())
    assert not Digest.objects.exists()


def test_an_invoice_is_reminded_of_to_the_unit_until_it_is_mandated_or_returned(client, db):
    today = local_today()
    late = invoices.registered(received_on=today - timedelta(days=33))
    invoices.registered(received_on=today)
    assistant, yesterday = people.assistant(), timezone.now() - timedelta(days=1)

    def told(user):
        sections = digest_sections(user, today, yesterday)
        return {
            line.title: line.note for section in sections for line in section.lines if "Facture" in line.title
        }

    assert told(assistant) == {str(late): f"{francs(106_000)} · en retard de 3 jours"}
    assert told(people.secretary_general()) == {}
    client.force_login(assistant)
    assert "Factures à mandater" in client.get("/").content.decode()
    return_invoice(invoice=late, actor=assistant, on=today, reason="RIB")
    assert told(assistant) == {}


def test_it_says_that_a_year_ends_and_that_a_mission_needs_somebody(db):
    BudgetRules(year_end_month=1, year_end_day=1).save()
    invoices.committed(amount=300_000)
    today, head = local_today(), people.head()
    near = mission(title="Affiches", needed_on=today + timedelta(days=3))
    mission(title="Film", needed_on=today + timedelta(days=90))

    def told(user):
        return {part.title: part.lines for part in digest_sections(user, today, timezone.now())}

    said = told(head)
    assert said["Fin d’exercice"][0].note == f"1 engagement sans facture, pour {francs(300_000)}"
    assert [line.title for line in said["Missions à attribuer"]] == ["Affiches"]
    assert "Missions à attribuer" in told(near.lead)
    assert "Missions à attribuer" not in told(people.secretary_general())
    award_mission(mission=near, provider=provider(), amount=1, reason="Seul", actor=head)
    assert "Missions à attribuer" not in told(head)
