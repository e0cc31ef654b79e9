"""The year at a glance and a line: to the franc, in a constant number of queries, for those who may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget.glance import BAR_LENGTH, Figures
from budget.models import ControlMode, DecisionKind
from comms.formats import francs
from tests.budget.factories import account, certified, committed, line, passed
from tests.people import factories as people

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode().replace("&nbsp;", "\u00a0")


def test_the_year_shows_each_amount_by_chapter_and_line(client):
    row = line(1_000_000, label="Affiches")
    passed(DecisionKind.FREEZE, {row: 50_000})
    certified(committed(row, 300_000), 100_000)
    line(400_000, label="Site", account=account(row.fiscal_year, section="investment", chapter="20"))
    client.force_login(people.assistant())
    page = client.get(reverse("budget:glance"))
    assert [chapter.number for chapter in page.context["chapters"]] == ["011", "20"]
    total = page.context["whole"]
    assert total == Figures(1_400_000, 50_000, 194_000, 106_000, 0, 0, 1_050_000)
    for amount in (1_400_000, 50_000, 194_000, 106_000, 650_000):
        assert francs(amount) in text_of(page)
    assert "sans valeur comptable" in text_of(page)


def test_the_year_costs_the_same_with_one_line_and_with_thirty(client):
    row = line()
    client.force_login(people.assistant())

    def queries():
        client.get(reverse("budget:glance"))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(reverse("budget:glance")).status_code == 200
        return len(seen)

    one = queries()
    for number in range(29):
        line(1_000, label=f"Autre {number}", account=row.account)
    assert queries() == one


def test_without_a_year_the_page_says_what_will_be_there(client):
    client.force_login(people.head())
    assert "Aucun exercice" in text_of(client.get(reverse("budget:glance")))


@pytest.mark.parametrize(
    ("who", "status"), [("secretary_general", 200), ("department_contact", 403), ("elected", 403)]
)
def test_the_units_money_is_not_for_everybody(client, who, status):
    line()
    client.force_login(getattr(people, who)())
    assert client.get(reverse("budget:glance")).status_code == status


def test_a_year_that_is_not_there_is_not_found(client):
    line()
    client.force_login(people.head())
    assert client.get(reverse("budget:year", args=[2199])).status_code == 404


def test_a_line_shows_what_is_awaited_who_derogated_and_each_movement(client):
    row = line(100_000, label="Films")
    committed(
        row,
        130_000,
        actor=people.head(),
        derogation_reason="Alerte cyclonique",
        provider_name="Studio Niaouli",
    )
    client.force_login(people.assistant())
    page = client.get(reverse("budget:line", args=[row.pk]))
    words = text_of(page)
    assert francs(-30_000) in words
    assert "Alerte cyclonique" in words
    assert "Studio Niaouli" in words
    assert [movement.kind for movement in page.context["page"].items] == ["commitment", "credit"]
    assert row.commitments.get().get_absolute_url() in words


def test_a_line_of_thirty_movements_costs_what_a_line_of_one_does(client):
    row = line(10_000_000)
    client.force_login(people.assistant())

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("budget:line", args=[row.pk])).status_code == 200
        return len(seen)

    committed(row, 1_000)
    queries()
    one = queries()
    for _ in range(20):
        committed(row, 1_000)
    assert queries() == one


def test_a_bar_is_never_longer_than_itself():
    row = line(100_000, mode=ControlMode.FREE)
    committed(row, 250_000)
    row.refresh_from_db()
    bar = Figures.of([row]).bar
    assert [segment.name for segment in bar] == ["committed"]
    assert sum(segment.width for segment in bar) == BAR_LENGTH
