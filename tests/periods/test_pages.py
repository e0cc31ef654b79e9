"""The pages of the room: the year, the banner, the crisis, its messages."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comms.calendar.models import ClosedDay
from comms.calendar.working_days import local_today
from comms.periods import actions
from comms.periods.forms import moment_of
from comms.periods.models import Channel, CrisisLogEntry, CrisisMessage, Level, MessageState
from tests.calendar.factories import ClosedDayFactory
from tests.periods.factories import (
    CrisisMessageFactory,
    PollFactory,
    QuickEntryFactory,
    approved,
    crisis,
    past_crisis,
)

pytestmark = pytest.mark.django_db
YEAR = reverse("periods:overview")


def text(client, address):
    return client.get(address).content.decode()


class TestYear:
    def test_polls_windows_bridges_and_school_holidays_stand_on_one_page(self, client, elected):
        today = local_today()
        PollFactory()
        days = {"starts_on": today, "ends_on": today}
        ClosedDayFactory(label="Pont du jour", **days)
        ClosedDayFactory(kind=ClosedDay.Kind.SCHOOL, label="Petites vacances", **days)
        client.force_login(elected)
        page = text(client, YEAR)
        for words in (
            "Élection présidentielle",
            "Pont du jour",
            "Petites vacances",
            "Fête de la Citoyenneté",
        ):
            assert words in page

    @pytest.mark.parametrize("year", ["1900", "abc", "20261", ""])
    def test_a_year_that_cant_be_read_gives_this_one(self, client, head, year):
        client.force_login(head)
        assert f"en {local_today().year}</h1>" in text(client, f"{YEAR}?annee={year}")

    def test_empty_it_says_so(self, client, head):
        client.force_login(head)
        assert "Aucun scrutin connu" in text(client, YEAR)

    def test_the_number_of_rows_doesnt_change_the_number_of_queries(self, client, head):
        client.force_login(head)
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(YEAR)
            counts.append(len(queries))
            for day in (local_today() + timedelta(days=n) for n in range(20)):
                ClosedDayFactory(starts_on=day, ends_on=day)
        assert counts[0] == counts[1]


class TestBanner:
    def test_no_poll_no_crisis_no_banner(self, client, head):
        client.force_login(head)
        assert 'class="banner' not in text(client, "/")

    def test_a_presidential_poll_is_a_vigilance(self, client, elected):
        PollFactory()
        client.force_login(elected)
        page = text(client, "/")
        assert "banner-poll" in page and "Vigilance" in page

    def test_a_crisis_is_on_every_staff_page_the_admin_too_and_hides_the_poll(self, client, head):
        PollFactory()
        crisis(head, level=Level.ALERT_2)
        client.force_login(head)
        for address in ("/", YEAR, "/administration/"):
            page = text(client, address)
            assert "banner-crisis" in page and "Alerte 2" in page
            assert "banner-poll" not in page

    def test_the_public_sees_none(self, client, head):
        crisis(head)
        assert "banner-crisis" not in text(client, "/presse/")
        assert "banner-crisis" not in text(client, "/compte/connexion/")


class TestCrisis:
    def test_a_sentence_is_logged_at_one_touch(self, client, assistant, head):
        found = crisis(head)
        client.force_login(assistant)
        QuickEntryFactory(text="Point avec le PC crise")
        assert "Point avec le PC crise" in text(client, found.get_absolute_url())
        client.post(reverse("periods:crisis_log", args=[found.pk]), {"text": "Rumeur repérée"})
        assert found.log.first().text == "Rumeur repérée"

    def test_an_hour_of_before_midnight_is_of_the_day_before(self):
        now = timezone.localtime().replace(hour=0, minute=10)
        before = moment_of((now - timedelta(minutes=20)).time(), now)
        assert before.date() == now.date() - timedelta(days=1)
        assert moment_of(now.time(), now) <= now

    def test_empty_words_are_refused_and_the_hour_kept(self, client, head):
        found = crisis(head)
        client.force_login(head)
        answer = client.post(
            reverse("periods:crisis_log", args=[found.pk]), {"text": " ", "happened": "22:40"}
        )
        assert answer.status_code == 422
        assert "Écrivez ce qui se passe" in answer.content.decode()
        assert "22:40" in answer.content.decode()

    def test_the_assistant_logs_but_doesnt_lead(self, client, assistant, head):
        found = crisis(head)
        client.force_login(assistant)
        for name in ("crisis_pause", "crisis_resume", "crisis_level"):
            assert client.post(reverse(f"periods:{name}", args=[found.pk])).status_code == 403
        assert client.get(reverse("periods:crisis_close", args=[found.pk])).status_code == 403

    def test_a_level_posted_by_hand_that_isnt_one_changes_nothing(self, client, head):
        found = crisis(head)
        client.force_login(head)
        client.post(
            reverse("periods:crisis_level", args=[found.pk]), {"level": "alert_9", "seen_level": "alert_1"}
        )
        found.refresh_from_db()
        assert found.level == Level.ALERT_1

    def test_a_closed_one_is_read_and_refuses_kindly(self, client, head):
        found = past_crisis(head)
        client.force_login(head)
        assert "Close" in text(client, found.get_absolute_url())
        answer = client.post(reverse("periods:crisis_pause", args=[found.pk]))
        assert "close depuis" in str(next(iter(get_messages(answer.wsgi_request))))

    def test_the_page_asks_as_much_for_one_line_as_for_thirty(self, client, head):
        found = crisis(head)
        client.force_login(head)
        actions.pause_everything(crisis=found, actor=head)
        counts = []
        for count in (1, 29):
            for _ in range(count):
                actions.write_entry(crisis=found, actor=head, text="Point")
            with CaptureQueriesContext(connection) as queries:
                client.get(found.get_absolute_url())
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_on_a_quiet_day_the_page_offers_what_is_ready(self, client, head, secretary_general):
        past_crisis(head)
        client.force_login(secretary_general)
        page = text(client, reverse("periods:crisis_now"))
        assert "Exercice passé" in page
        assert reverse("periods:crisis_open") not in page


class TestMessages:
    def test_written_approved_filled_in_published(self, client, assistant, head, cabinet):
        message = approved(CrisisMessageFactory(created_by=assistant), head, cabinet)
        assert message.is_ready
        assert message.blanks == ["heure", "zones"]
        found = crisis(head)
        client.force_login(assistant)
        page = text(client, f"{message.get_absolute_url()}?blank_0=14+h&blank_1=Plum")
        assert "Alerte 1 depuis 14 h. Secteurs : Plum. Encore : Plum." in page
        client.post(
            reverse("periods:message_publish", args=[message.pk]), {"blank_0": "14 h", "blank_1": "Plum"}
        )
        line = found.log.first()
        assert line.kind == CrisisLogEntry.Kind.PUBLISHED
        assert line.text == "Facebook : Alerte 1 depuis 14 h. Secteurs : Plum. Encore : Plum."
        assert "Publié" in text(client, found.get_absolute_url())

    def test_nothing_is_published_with_a_blank(self, client, assistant, head, cabinet):
        message = approved(CrisisMessageFactory(created_by=assistant), head, cabinet)
        found = crisis(head)
        client.force_login(assistant)
        answer = client.post(reverse("periods:message_publish", args=[message.pk]), {"blank_0": "14 h"})
        assert answer.status_code == 422
        assert "Complétez : zones." in answer.content.decode()
        assert not found.log.filter(kind=CrisisLogEntry.Kind.PUBLISHED).exists()

    def test_one_that_isnt_approved_isnt_published(self, client, assistant, head):
        message = CrisisMessageFactory(created_by=assistant, text="Restez chez vous.")
        found = crisis(head)
        client.force_login(assistant)
        client.post(reverse("periods:message_publish", args=[message.pk]))
        assert not found.log.filter(kind=CrisisLogEntry.Kind.PUBLISHED).exists()

    def test_another_word_is_approved_again(self, client, assistant, head, cabinet):
        message = approved(CrisisMessageFactory(created_by=assistant), head, cabinet)
        client.force_login(assistant)
        client.post(
            reverse("periods:message_edit", args=[message.pk]),
            {"level": message.level, "channel": Channel.SMS, "title": message.title, "text": "Autre texte"},
        )
        message.refresh_from_db()
        assert message.state == MessageState.DRAFT
        assert message.effective_version is None

    def test_a_change_by_sql_isnt_what_is_said(self, assistant, head, cabinet):
        message = approved(CrisisMessageFactory(created_by=assistant), head, cabinet)
        CrisisMessage.objects.update(text="Détourné")
        message.refresh_from_db()
        assert message.said.startswith("Alerte 1 depuis")

    def test_put_aside_and_back(self, client, assistant):
        message = CrisisMessageFactory(created_by=assistant)
        client.force_login(assistant)
        for expected in (False, True):
            client.post(reverse("periods:message_service", args=[message.pk]))
            message.refresh_from_db()
            assert message.is_active is expected

    def test_empty_the_shelf_says_what_it_is_for(self, client, assistant):
        client.force_login(assistant)
        assert "Aucun message prêt" in text(client, reverse("periods:messages"))

    def test_the_shelf_asks_as_much_for_one_as_for_thirty(self, client, assistant):
        client.force_login(assistant)
        counts = []
        for count in (1, 29):
            CrisisMessageFactory.create_batch(count, created_by=assistant)
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("periods:messages"))
            counts.append(len(queries))
        assert counts[0] == counts[1]
