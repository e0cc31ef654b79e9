"""Two at the same instant for the last francs; each wall alone, then the same scene without any."""

import pytest
from django.db import connection

from budget import actions
from budget.actions import commitments, finance
from budget.actions.commitments import Committed
from budget.errors import NotEnough
from budget.models import ChartFile, Decision, DecisionKind, FinanceFile, Invoice, Line
from comms.calendar.working_days import local_today
from tests.budget.factories import certified, committed, line
from tests.people import factories as people
from tests.press.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 6


@pytest.fixture
def poor():
    """Credits for one commitment of the six that are wanted."""
    return line(100_000)


def commit_on(row, actor):
    return lambda n: actions.commit_credits(line=row, amount=100_000, label=f"Film {n}", actor=actor)


def counted(outcomes):
    return [sum(isinstance(outcome, kind) for outcome in outcomes) for kind in (Committed, NotEnough)]


def unlocked(row):
    return Line.objects.select_related("fiscal_year", "account").get(pk=row.pk)


def test_the_last_francs_go_to_one_commitment(poor):
    assert counted(at_once(commit_on(poor, people.assistant()), CROWD)) == [1, CROWD - 1]
    assert unlocked(poor).available == 0
    assert not Line.objects.wrong().exists()


def test_without_the_lock_the_database_is_the_second_wall(poor, monkeypatch):
    monkeypatch.setattr(commitments, "locked_line", unlocked)
    assert counted(at_once(commit_on(poor, people.assistant()), CROWD)) == [1, CROWD - 1]
    assert unlocked(poor).available == 0


def test_without_the_lock_and_the_rule_the_line_goes_below_zero(poor, monkeypatch):
    """The negative control: the check is passed by all before any has written."""
    monkeypatch.setattr(commitments, "locked_line", unlocked)
    monkeypatch.setattr(commitments, "make_room", lambda *a, **k: (None, ""))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('budget_post_movement'::regproc)")
        (function,) = cursor.fetchone()
        cursor.execute(function.replace("line.available < 0", "FALSE"))
    try:
        assert counted(at_once(commit_on(poor, people.assistant()), CROWD)) == [CROWD, 0]
        assert unlocked(poor).available == -500_000
    finally:
        with connection.cursor() as cursor:
            cursor.execute(function)


def test_one_mandate_is_written_however_many_say_so():
    invoice, actor = certified(committed(line()), 100_000), people.assistant()
    at_once(
        lambda n: actions.record_mandate(invoice=invoice, number="M-1", on=local_today(), actor=actor), CROWD
    )
    assert Invoice.objects.get().movements.filter(kind="mandated").count() == 1


@pytest.fixture
def finance_file():
    """One mandate to note, which two persons are about to."""
    invoice = certified(line(), received_on=local_today())
    content = (
        "Prestataire;N° de facture;N° de mandat;Date du mandat\n"
        f"{invoice.provider_name};{invoice.number};M-1;{local_today():%d/%m/%Y}\n"
    )
    return actions.bring_finance_file(name="m.csv", content=content.encode(), actor=people.assistant())


def noted(file):
    actor = people.assistant()
    outcomes = at_once(lambda n: actions.apply_finance_file(file=file, actor=actor), 2)
    return sum(isinstance(outcome, FinanceFile) for outcome in outcomes)


def test_two_at_once_note_a_finance_file_once(finance_file):
    assert noted(finance_file) == 1
    assert Line.objects.get().mandated == Invoice.objects.get().total


def test_without_its_lock_the_invoices_are_the_second_wall(finance_file, monkeypatch):
    monkeypatch.setattr(finance, "_ready", lambda file: file)
    monkeypatch.setattr(FinanceFile, "move", lambda *a, **k: None)
    noted(finance_file)  # the second is refused, or finds the mandate written: it depends on the moment
    invoice = Invoice.objects.get()
    assert invoice.movements.filter(kind="mandated").count() == 1
    assert Line.objects.get().mandated == invoice.total


def test_without_any_wall_both_believe_they_noted_it(finance_file, monkeypatch):
    """The negative control."""
    monkeypatch.setattr(finance, "_ready", lambda file: file)
    monkeypatch.setattr(FinanceFile, "move", lambda *a, **k: None)
    monkeypatch.setattr(finance, "record_mandate", lambda **facts: None)
    assert noted(finance_file) == 2


def chart_applied_twice(year):
    """How many of two at once imported the chart."""
    actor = people.head()
    brought = actions.bring_chart(
        fiscal_year=year, name="plan.csv", actor=actor,
        content="Chapitre;Article;Libellé;Voté\n011;6236;Imprimés;1000".encode(),
    )  # fmt: skip

    def apply(_):
        file = ChartFile.objects.select_related("fiscal_year").get(pk=brought.pk)
        return actions.apply_chart(file=file, kind=DecisionKind.AMENDING, actor=actor)

    return sum(isinstance(outcome, ChartFile) for outcome in at_once(apply, 2))


def test_two_at_once_import_a_chart_once():
    year = line(1_000).fiscal_year
    assert chart_applied_twice(year) == 1
    assert Decision.objects.filter(kind=DecisionKind.AMENDING).count() == 1


def test_without_the_condition_its_credits_would_be_drafted_twice(monkeypatch):
    """The negative control: the file leaves « à vérifier » without being looked at again."""
    year = line(1_000).fiscal_year
    monkeypatch.setattr(ChartFile, "move", lambda file, to: None)
    assert chart_applied_twice(year) == 2
    assert Decision.objects.filter(kind=DecisionKind.AMENDING).count() == 2
