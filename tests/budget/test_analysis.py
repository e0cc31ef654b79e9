"""Money by provider, department, month and action: whole whatever the axis, down to each document."""

from io import BytesIO

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from budget import analysis
from budget.analysis import Amounts, Axis
from comms.formats import francs
from tests.budget.factories import certified, committed, line
from tests.campaigns.planning import factories as planning
from tests.people import factories as people

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode().replace("&nbsp;", "\u00a0")


@pytest.fixture
def spent():
    """300,000 committed for an action at a provider, 106,000 of it invoiced; 212,000 without commitment."""
    row = line(1_000_000)
    action = planning.ActionFactory(title="Marché de nuit")
    department = people.DepartmentFactory(name="Culture")
    first = committed(row, 300_000, provider_name="Studio Niaouli", department=department, subject=action)
    certified(first, 100_000, provider_name="STUDIO NIAOULI")
    certified(row, 200_000, provider_name="Hebdo fictif")
    return row, action, department


@pytest.mark.parametrize("axis", Axis)
def test_every_axis_tells_the_same_francs(spent, axis):
    rows = analysis.groups(spent[0].fiscal_year, axis, people.head())
    assert analysis.whole(rows) == Amounts(300_000, 318_000, 0, 0, 194_000)


def test_each_group_has_its_name_and_its_part(spent):
    row, action, department = spent
    found = {
        axis: {group.label: group.amounts for group in analysis.groups(row.fiscal_year, axis, people.head())}
        for axis in Axis
    }
    mine, other = Amounts(300_000, 106_000, 0, 0, 194_000), Amounts(0, 212_000, 0, 0, 0)
    assert found[Axis.PROVIDER] == {"Studio Niaouli": mine, "Hebdo fictif": other}
    assert found[Axis.DEPARTMENT] == {str(department): mine, "Pour aucune direction en particulier": other}
    assert found[Axis.SUBJECT] == {str(action): mine, "Pour aucune action en particulier": other}
    assert len(found[Axis.MONTH]) == 1


def test_a_group_opens_on_its_documents(client, spent):
    client.force_login(people.assistant())
    address = reverse("budget:analysis") + f"?year={spent[0].fiscal_year.year}&by=prestataire"
    assert "key=Studio%20Niaouli" in text_of(client.get(address))
    page = client.get(reverse("budget:analysis_documents") + "?by=prestataire&key=Studio%20Niaouli")
    assert {row.amount for row in page.context["page"]} == {300_000, 106_000}
    assert francs(106_000) in text_of(page)


def test_an_action_kept_from_its_reader_is_counted_without_its_name(client, spent):
    action = spent[1]
    type(action).objects.filter(pk=action.pk).update(is_confidential=True)
    client.force_login(people.secretary_general())
    page = text_of(client.get(reverse("budget:analysis") + "?by=action"))
    assert "Marché de nuit" not in page
    assert "Une action ou une mission réservée" in page
    assert francs(300_000) in page


def test_the_workbook_has_living_totals_and_runs_nothing_typed(client):
    row = line(1_000_000)
    committed(row, 300_000, provider_name="=1+1")
    committed(row, 100_000, provider_name="Studio Niaouli")
    client.force_login(people.assistant())
    response = client.get(reverse("budget:analysis_export"))
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    sheet = book["Par prestataire"]
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].data_type == "s"
    assert (sheet["A4"].value, sheet["B4"].value) == ("Total", "=SUBTOTAL(109,B2:B3)")
    assert sheet["B4"].data_type == "f"


@pytest.mark.parametrize("key", ["", "x-y", "999999-1", "2026-99", "\x00", "é" * 300])
@pytest.mark.parametrize("axis", Axis)
def test_whatever_the_address_says_the_page_answers(client, axis, key):
    line(1_000)
    client.force_login(people.assistant())
    assert client.get(reverse("budget:analysis_documents"), {"by": axis, "key": key}).status_code == 200


def test_the_page_costs_the_same_with_one_provider_and_with_thirty(client):
    row = line(1_000_000)
    committed(row, 1_000, provider_name="Premier")
    client.force_login(people.assistant())

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("budget:analysis"))
        return len(seen)

    queries()
    one = queries()
    for number in range(29):
        committed(row, 1_000, provider_name=f"Autre {number}")
    assert queries() == one


def test_an_address_that_names_another_kind_of_thing_finds_nothing(client):
    line(1_000)
    client.force_login(people.assistant())
    key = f"{ContentType.objects.get_for_model(LogEntry).pk}-1"
    page = client.get(reverse("budget:analysis_documents"), {"by": Axis.SUBJECT, "key": key})
    assert page.status_code == 200
