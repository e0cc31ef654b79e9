"""The pages of hours: input, refusals in French, constant queries, exports."""

from datetime import date, time, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from comms.calendar.working_days import add_working_days, local_today
from hours.actions.locks import lock_month
from hours.actions.recuperations import book_recuperation
from hours.fields import MinutesField
from hours.models import EntryState, MonthLock, Recuperation, TimeEntry
from tests.hours.factories import SUNDAY, submitted, validated, worked
from tests.pages import assert_valid_html

pytestmark = pytest.mark.django_db
OCTOBER, TODAY = date(2026, 10, 1), date(2026, 11, 23)


@pytest.fixture
def browse(client):
    def as_(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return as_


def typed(**changes):
    """What the form sends for a Sunday morning."""
    facts = {
        "when": "other", "day": SUNDAY.isoformat(), "starts": "08:00", "ends": "12:30",
        "break_minutes": "30", "what": "Fête de la mer", "place": "Boulari", "choice": "recuperation",
    }  # fmt: skip
    return facts | changes


def test_hours_are_entered_and_submitted_in_one_go(browse, assistant, head):
    answer = browse(assistant).post(reverse("hours:entry_create"), typed(submit="1"), follow=True)
    entry = TimeEntry.objects.get()
    assert (entry.minutes, entry.state) == (240, EntryState.SUBMITTED)
    assert "sont soumises" in answer.content.decode()
    assert_valid_html(answer)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"when": ""}, "Choisissez le jour."),
        ({"day": "32/13/2026"}, "Cette date n’est pas lisible."),
        ({"day": ""}, "Choisissez le jour."),
        ({"starts": ""}, "À quelle heure avez-vous commencé"),
        ({"ends": "25:99"}, "heure valide"),
        ({"what": "", "place": ""}, "Dites ce que vous avez fait"),
        ({"break_minutes": "9999"}, "Sélectionnez un choix valide"),
        ({"action": "424242"}, "Sélectionnez un choix valide"),
        ({"ends": "08:15"}, "La pause est aussi longue"),
        ({"day": "2030-01-01"}, "pas encore faites"),
    ],
)
def test_what_is_wrong_is_said_and_the_input_kept(browse, assistant, changes, words):
    answer = browse(assistant).post(reverse("hours:entry_create"), typed(**changes))
    page = answer.content.decode()
    assert words in page
    assert not TimeEntry.objects.exists()
    if changes.get("place", "Boulari"):
        assert 'value="Boulari"' in page


def test_the_preview_cuts_while_one_types_and_writes_nothing(browse, assistant):
    as_typed = {"headers": {"HX-Request": "true"}}
    page = browse(assistant).get(reverse("hours:entry_preview"), typed(), **as_typed).content.decode()
    assert "Dimanche" in page and "4\xa0h" in page
    page = browse(assistant).get(reverse("hours:entry_preview"), {"when": "?"}, **as_typed).content.decode()
    assert "<li" not in page
    assert not TimeEntry.objects.exists()


def test_ticked_lines_are_validated_together(browse, assistant, head):
    one, other = submitted(assistant), submitted(assistant, SUNDAY - timedelta(days=7))
    left = submitted(assistant, SUNDAY - timedelta(days=14))
    url = reverse("hours:to_validate")
    browse(head).post(url, {"entry": [one.pk, other.pk]})
    states = {entry.pk: entry.state for entry in TimeEntry.objects.all()}
    assert states == {one.pk: "validated", other.pk: "validated", left.pk: "submitted"}
    row = book_recuperation(person=assistant, day=add_working_days(local_today(), 2), minutes=60)
    browse(head).post(url, {"recuperation": [row.pk]})
    assert Recuperation.objects.get().state == "agreed"
    for data in ({}, {"entry": ["x"]}, {"entry": [one.pk]}):
        answer = browse(head).post(url, data, follow=True)
        assert answer.status_code == 200
        assert "notice-danger" in answer.content.decode()


def test_a_correction_without_words_keeps_the_choice(browse, assistant, head):
    entry = submitted(assistant)
    page = browse(head).post(entry.get_absolute_url(), {"answer": "changes_asked"}).content.decode()
    assert "Écrivez ce qui est à corriger" in page
    answer = browse(head).post(entry.get_absolute_url(), {"answer": "changes_asked", "comment": "La pause ?"})
    assert answer.status_code == 302
    page = browse(assistant).get(entry.get_absolute_url()).content.decode()
    assert "La pause ?" in page and "Soumettre" in page


def test_somebody_faster_is_said_kindly(browse, assistant, head):
    entry = validated(assistant, head)
    answer = browse(head).post(entry.get_absolute_url(), {"answer": "validated"})
    assert answer.status_code == 409
    assert "changé entre-temps" in answer.content.decode()


def test_one_s_own_hours_have_no_answer(browse, head):
    entry = submitted(head)
    page = browse(head).get(entry.get_absolute_url()).content.decode()
    assert "Votre réponse" not in page
    answer = browse(head).post(entry.get_absolute_url(), {"answer": "validated"})
    assert answer.status_code == 409
    assert TimeEntry.objects.get().state == "submitted"


def pages_of_the_head(head, assistant):
    return [
        reverse("hours:month", args=[assistant.pk, OCTOBER]),
        reverse("hours:month_print", args=[assistant.pk, OCTOBER]),
        reverse("hours:account", args=[assistant.pk]),
        reverse("hours:to_validate"),
        reverse("hours:unit") + "?mois=2026-10",
        reverse("hours:overload") + "?du=2026-10-12",
        reverse("hours:unit_export", args=[OCTOBER, "csv"]),
    ]


def test_each_page_asks_the_same_of_the_database_for_one_line_and_for_thirty(browse, assistant, head):
    def fill(days):
        for day in days:
            validated(assistant, head, date(2026, 10, day), 18, 20)
            submitted(assistant, date(2026, 10, day), 21, 22)

    def queries():
        counts = []
        for url in pages_of_the_head(head, assistant):
            with CaptureQueriesContext(connection) as asked:
                answer = browse(head).get(url)
                assert answer.status_code == 200, url
                if answer.streaming:
                    list(answer.streaming_content)
            counts.append(len(asked))
        return counts

    fill([1])
    queries()
    few = queries()
    fill(range(2, 17))
    assert queries() == few


def test_empty_pages_say_what_they_are_for(browse, assistant, head):
    for user, name in (
        (assistant, "mine"), (assistant, "recuperations"), (assistant, "overload"),
        (head, "to_validate"), (head, "unit"), (head, "overload"),
    ):  # fmt: skip
        assert_valid_html(browse(user).get(reverse(f"hours:{name}")))


@pytest.mark.parametrize("query", ["?mois=2026-13", "?mois=%00", "?mois=abc", "?du=hier&semaines=999"])
def test_an_unreadable_month_or_week_shows_the_present_one(browse, head, query):
    for name in ("mine", "unit", "overload"):
        assert browse(head).get(reverse(f"hours:{name}") + query).status_code == 200


def test_the_month_leaves_as_a_spreadsheet_without_a_formula(browse, assistant, head):
    validated(assistant, head, what="=1+1")
    book_recuperation(person=assistant, day=date(2026, 10, 28), minutes=60)
    csv = browse(assistant).get(reverse("hours:month_export", args=[assistant.pk, OCTOBER, "csv"]))
    lines = b"".join(csv.streaming_content).decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert "'=1+1" in lines[1] and ";240;" in lines[1] and ";-60;" in lines[2]
    xlsx = browse(assistant).get(reverse("hours:month_export", args=[assistant.pk, OCTOBER, "xlsx"]))
    sheet = load_workbook(BytesIO(b"".join(xlsx.streaming_content))).active
    assert sheet.max_row == 3
    assert browse(assistant).get(f"/heures/personnes/{assistant.pk}/2026-10/export.pdf").status_code == 404


def test_the_sheet_has_both_signatures(browse, assistant, head):
    validated(assistant, head)
    page = browse(assistant).get(reverse("hours:month_print", args=[assistant.pk, OCTOBER]))
    assert page.content.decode().count("Date et signature") == 2
    assert_valid_html(page)


def test_a_month_is_closed_and_opened_again_by_buttons(browse, assistant, head):
    entry = validated(assistant, head)
    lock, unlock = (
        reverse(f"hours:month_{what}", args=[assistant.pk, OCTOBER]) for what in ("lock", "unlock")
    )
    browse(head).post(lock)
    assert MonthLock.objects.in_force().count() == 1
    answer = browse(head).post(reverse("hours:entry_reopen", args=[entry.pk]), {"reason": "x"}, follow=True)
    assert "octobre 2026 est clos" in answer.content.decode()
    assert "Écrivez pourquoi." in browse(head).post(unlock, {"reason": ""}).content.decode()
    browse(head).post(unlock, {"reason": "Oubli"})
    assert not MonthLock.objects.in_force()


def test_a_closed_month_refuses_the_form_kindly(browse, assistant, head):
    lock_month(person=assistant, month=OCTOBER, actor=head, today=TODAY)
    page = browse(assistant).post(reverse("hours:entry_create"), typed()).content.decode()
    assert "octobre 2026 est clos" in page


def test_booking_more_than_there_is_keeps_the_input(browse, assistant, head):
    validated(assistant, head)
    url, day = reverse("hours:recuperation_create"), add_working_days(local_today(), 2)
    page = browse(assistant).post(url, {"day": day.isoformat(), "length": "day"}).content.decode()
    assert "Il reste 4\xa0h à récupérer" in page and day.isoformat() in page
    data = {"day": day.isoformat(), "length": "other", "minutes": "1 h 30", "starts_at": "08:00"}
    browse(assistant).post(url, data)
    row = Recuperation.objects.get()
    assert (row.minutes, row.starts_at) == (90, time(8))
    browse(head).post(reverse("hours:recuperation_cancel", args=[row.pk]))
    assert Recuperation.objects.get().state == "cancelled"


def test_the_head_allows_an_overdraft_on_its_page(browse, assistant, head):
    url = reverse("hours:overdraft", args=[assistant.pk])
    assert "Écrivez une durée" in browse(head).post(url, {"minutes": "dix", "reason": "x"}).content.decode()
    browse(head).post(url, {"minutes": "8 h", "reason": "Avance"})
    assert assistant.hour_balance.overdraft == 480


@pytest.mark.parametrize(
    ("text", "minutes"), [("3 h 30", 210), ("3h", 180), ("1:15", 75), ("90 min", 90), ("90", 90), ("0", 0)]
)
def test_a_length_is_written_as_people_write_it(text, minutes):
    assert MinutesField().clean(text) == minutes


def test_the_suggested_days_and_a_draft_edited_again(browse, assistant):
    entry = worked(assistant, local_today() - timedelta(days=1), 6, 7)
    page = browse(assistant).get(reverse("hours:entry_edit", args=[entry.pk])).content.decode()
    assert "Hier" in page and 'value="06:00"' in page
    data = typed(when=entry.day.isoformat(), starts="06:00", ends="06:30", break_minutes="0")
    browse(assistant).post(reverse("hours:entry_edit", args=[entry.pk]), data)
    entry.refresh_from_db()
    assert entry.minutes == 30
    browse(assistant).post(reverse("hours:entry_delete", args=[entry.pk]))
    assert not TimeEntry.objects.exists()


def test_the_account_shows_the_latest_row_first(browse, assistant, head):
    validated(assistant, head)
    book_recuperation(person=assistant, day=add_working_days(local_today(), 2), minutes=60)
    page = browse(head).get(reverse("hours:account", args=[assistant.pk])).content.decode()
    assert page.index(">Récupération</a>") < page.index(">Fête du quartier</a>")
