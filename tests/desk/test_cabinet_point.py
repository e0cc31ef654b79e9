"""The week for the meeting with the cabinet, on screen and on paper."""

from datetime import timedelta
from io import BytesIO

from pypdf import PdfReader

from comms.calendar.working_days import local_today
from tests.campaigns.planning.factories import ActionFactory, TaskFactory
from tests.pages import assert_valid_html
from tests.press.newsroom.published import somebody, submitted

URL = "/point-cabinet/"


def fill() -> None:
    today = local_today()
    submitted("Travaux à Plum")
    author = somebody("assistant")
    TaskFactory(title="Affiche en retard", action=None, owner=author, due_on=today - timedelta(days=9))
    ActionFactory(title="Fête de la semaine", starts_on=today, place="Boulari", lead=author)
    TaskFactory(title="Dossier du jour", action=None, owner=author, due_on=today)


def test_it_says_what_is_late_what_comes_and_what_to_decide(client, db):
    fill()
    client.force_login(somebody("cabinet"))
    page = client.get(URL)
    assert_valid_html(page)
    text = page.content.decode()
    for words in ("Affiche en retard", "Fête de la semaine", "Dossier du jour", "Travaux à Plum"):
        assert words in text


def test_the_same_on_paper(client, db):
    fill()
    client.force_login(somebody("cabinet"))
    answer = client.get(f"{URL}point.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    for words in ("Affiche en retard", "Fête de la semaine", "Dossier du jour", "Travaux à Plum"):
        assert words in text


def test_an_empty_week_and_a_date_that_is_none(client, cabinet):
    client.force_login(cabinet)
    assert "Rien à mettre au point" in client.get(f"{URL}?semaine=hier").content.decode()
    assert client.get(f"{URL}point.pdf?semaine=2026-01-01").status_code == 200


def test_it_is_the_unit_s(client, elected, secretary_general, stranger):
    for user in (elected, secretary_general, stranger):
        client.force_login(user)
        assert client.get(URL).status_code == 403
        assert client.get(f"{URL}point.pdf").status_code == 403


def test_thirty_rows_cost_as_many_queries_as_one(client, db, django_assert_max_num_queries):
    def queries() -> int:
        client.force_login(somebody("cabinet"))
        with django_assert_max_num_queries(60) as captured:
            client.get(URL)
        return len(captured)

    fill()
    queries()
    before = queries()
    for _ in range(6):
        fill()
    assert queries() == before
