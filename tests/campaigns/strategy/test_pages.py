"""The strategy's pages: who sees what, bad input kept, constant queries, paper read back as text."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from campaigns.planning.models import Evaluation
from campaigns.strategy.actions.campaigns import save_campaign
from campaigns.strategy.actions.content import add_objective, edit_axis, edit_objective
from campaigns.strategy.actions.measures import record_measure
from campaigns.strategy.actions.plans import edit_plan
from campaigns.strategy.models import Campaign, Indicator, Measure, Objective
from comms.calendar.working_days import local_today
from comms.journal.models import Entry
from desk.reports.year import YearReport
from tests.campaigns.planning.factories import ActionFactory
from tests.campaigns.strategy.factories import a_plan, a_plan_in_force, an_indicator
from tests.people.factories import DepartmentFactory


@pytest.fixture
def plan(assistant, head, cabinet):
    return a_plan_in_force(assistant, head, cabinet)


@pytest.fixture
def indicator(plan):
    return Indicator.objects.select_related("objective__axis__plan").get()


def read(response) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)


def test_the_plan_on_one_page_says_what_the_version_says(client, assistant, plan, indicator):
    record_measure(
        indicator=indicator, actor=assistant, measured_on=date(2026, 3, 1), value=Decimal("1250.5")
    )
    client.force_login(assistant)
    response = client.get(reverse("strategy:plan_pdf", args=[plan.pk]))
    assert response["Content-Type"] == "application/pdf"
    text = " ".join(read(response).split())
    for words in ("Plan 2026", "Que chacun sache.", "Informer les quartiers", "Abonnés à la page", "1 250,5"):
        assert words in text
    assert "PROJET" not in text


def test_a_long_plan_still_holds_on_one_page_and_a_draft_says_so(client, assistant):
    plan = a_plan(assistant)
    axis = plan.axes.get()
    for number in range(15):
        objective = add_objective(axis=axis, actor=assistant, statement=f"Objectif numéro {number}")
        an_indicator(objective, assistant, name=f"Indicateur {number}")
    client.force_login(assistant)
    response = client.get(reverse("strategy:plan_pdf", args=[plan.pk]))
    assert len(PdfReader(BytesIO(response.content)).pages) == 1
    text = read(response)
    assert "PROJET" in text
    assert "Objectif numéro 14" in text


def test_who_reads_sees_the_version_in_force_not_the_amendment(client, assistant, elected, plan):
    edit_objective(objective=Objective.objects.get(), actor=assistant, statement="Rien que du neuf")
    client.force_login(elected)
    assert "Rien que du neuf" not in client.get(reverse("strategy:home")).content.decode()
    client.force_login(assistant)
    page = client.get(reverse("strategy:home")).content.decode()
    assert "Rien que du neuf" in page
    assert "amendement" in page


def test_a_measure_of_tomorrow_is_refused_and_the_input_kept(client, assistant, indicator):
    client.force_login(assistant)
    typed = {"measured_on": "2999-01-01", "value": "12 000"}
    page = client.post(indicator.get_absolute_url(), typed).content.decode()
    assert "Ce jour est à venir" in page
    assert "12 000" in page
    assert not Measure.objects.exists()


def test_a_file_is_checked_then_noted(client, assistant, plan, indicator):
    client.force_login(assistant)
    text = "Indicateur;Date;Valeur;Remarque\nAbonnés à la page;31/03/2026;120;\nAutre;31/03/2026;1;\n"
    page = client.post(reverse("strategy:measure_import", args=[plan.pk]), {"pasted": text})
    assert "Aucun indicateur du plan ne s’appelle" in page.content.decode()
    assert not Measure.objects.exists()
    faults = client.post(reverse("strategy:measure_import_faults", args=[plan.pk]), {"text": text})
    assert "3;" in b"".join(faults.streaming_content).decode()
    client.post(reverse("strategy:measure_import_write", args=[plan.pk]), {"text": text})
    assert Measure.objects.get().value == 120


@pytest.mark.parametrize("name", ["home", "indicators", "campaigns"])
def test_a_full_page_asks_no_more_queries_than_one_row(
    client, assistant, plan, name, django_assert_max_num_queries
):
    def fill(count: int) -> None:
        axis = plan.axes.get()
        for number in range(count):
            objective = add_objective(axis=axis, actor=assistant, statement=f"Objectif {number}")
            an_indicator(objective, assistant)
            days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 2, 1)}
            save_campaign(
                campaign=None, actor=assistant, title=f"Campagne {number}", objective=objective, **days
            )

    client.force_login(assistant)
    fill(1)
    url = reverse(f"strategy:{name}")
    client.get(url)
    with django_assert_max_num_queries(60) as few:
        client.get(url)
    fill(20)  # still one page: beyond it, one query more counts the rows
    with django_assert_max_num_queries(len(few)):
        client.get(url)


def test_a_campaign_that_is_over_asks_for_its_result(client, assistant, plan):
    days = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 2, 1)}
    campaign = save_campaign(campaign=None, actor=assistant, title="Plum", **days)
    assert Campaign.objects.awaiting_result(date(2026, 3, 1)).get() == campaign
    assert campaign.phase(date(2026, 1, 5))[0] == "En cours"


def test_the_years_report_reads_on_paper_and_in_a_workbook(client, assistant, plan):
    client.force_login(assistant)
    assert client.get(reverse("reports:year")).status_code == 200
    text = read(client.get(reverse("reports:year_pdf")))
    assert "Bilan de communication" in text
    workbook = load_workbook(BytesIO(b"".join(client.get(reverse("reports:year_xlsx")).streaming_content)))
    assert workbook.sheetnames[:2] == ["Par axe", "Par direction"]


def test_an_objective_nothing_serves_is_told(client, assistant, plan):
    client.force_login(assistant)
    page = client.get(reverse("reports:unlinked")).content.decode()
    assert "Les habitants de Plum" in page


def test_the_years_report_sums_what_was_done_by_axis_and_department(client, assistant, plan):
    department = DepartmentFactory(name="Direction de la culture")
    year = local_today().year
    action = ActionFactory(
        title="Fête de Plum",
        objective=Objective.objects.get(),
        starts_on=date(year, 1, 10),
        state="done",
        foreseen_cost=400_000,
        created_by=assistant,
    )
    action.departments.set([department])
    Evaluation.objects.create(action=action, reach=1200, real_cost=385_000, written_by=assistant)
    report = YearReport(assistant, year)
    assert [(line.name, line.actions, line.cost) for line in report.by_axis] == [
        ("Informer les quartiers", 1, 385_000)
    ]
    assert report.by_department[0].name == "Direction de la culture"
    client.force_login(assistant)
    assert "385\u202f000" in client.get(reverse("reports:year")).content.decode()
    assert "Fête de Plum" in read(client.get(reverse("reports:year_pdf")))
    assert "Fête de Plum" in client.get(Objective.objects.get().get_absolute_url()).content.decode()


class TestTwoWhoWrite:
    """The second save is told; what both wrote is on the page, then in the history."""

    def typed(self, page):
        form = page.context["form"]
        return {bound.name: bound.value() if bound.value() is not None else "" for bound in form}

    def test_the_text_of_a_plan_is_never_written_over_unseen(self, client, assistant, head):
        plan = a_plan(assistant)
        address = f"/strategie/plans/{plan.pk}/modifier/"
        client.force_login(head)
        opened = self.typed(client.get(address))
        edit_plan(plan=plan, actor=assistant, ambition="Que chacun sache où aller.")
        answer = client.post(address, opened | {"ambition": "Que chacun sache vers qui se tourner."})
        page = answer.content.decode()
        assert "modifié entre-temps" in page
        assert assistant.full_name in page
        assert "Que chacun sache où aller." in page
        plan.refresh_from_db()
        assert plan.ambition == "Que chacun sache où aller."
        again = self.typed(answer)
        assert again["ambition"] == "Que chacun sache vers qui se tourner."
        client.post(address, again)
        plan.refresh_from_db()
        assert plan.ambition == "Que chacun sache vers qui se tourner."
        both = ["Que chacun sache où aller.", "Que chacun sache vers qui se tourner."]
        assert Entry.objects.about(plan).first().data == {"ambition": both}

    def test_nor_are_an_axis_and_an_objective(self, client, assistant, head):
        axis = a_plan(assistant).axes.first()
        objective = axis.objectives.first()
        client.force_login(head)
        written = {
            f"/strategie/axes/{axis.pk}/modifier/": "title",
            f"/strategie/objectifs/{objective.pk}/modifier/": "statement",
        }
        opened = {address: self.typed(client.get(address)) for address in written}
        edit_axis(axis=axis, actor=assistant, title="B")
        edit_objective(objective=objective, actor=assistant, statement="B")
        for address, name in written.items():
            answer = client.post(address, opened[address] | {name: "C"})
            assert "modifié entre-temps" in answer.content.decode()
        axis.refresh_from_db()
        objective.refresh_from_db()
        assert (axis.title, objective.statement) == ("B", "B")
