"""The end of a year: each franc committed and not invoiced is attached, carried or given back, once."""

from datetime import date

import pytest
from django.urls import reverse

from budget import actions
from budget.models import BudgetRules, CommitmentState, Decision, DecisionKind, Line, YearState
from budget.year_end import YearEndAlert
from comms.calendar.working_days import local_today
from comms.formats import francs
from tests.approvals.factories import say
from tests.budget.factories import committed, line, passed
from tests.people import factories as people

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode().replace("&nbsp;", "\u00a0")


def closing(row):
    actions.start_closing(fiscal_year=row.fiscal_year, actor=people.head())
    return reverse("budget:year_end", args=[row.fiscal_year.year])


def test_attached_carried_and_released_each_go_their_way_to_the_franc(client):
    row = line(1_000_000)
    attached, carried, released = (committed(row, amount) for amount in (100_000, 200_000, 300_000))
    following = actions.copy_year(source=row.fiscal_year, actor=people.head())
    url = closing(row)
    client.force_login(people.head())
    sent = {f"choice_{attached.pk}": "attach", f"choice_{carried.pk}": "carry", "others": "release"}
    response = client.post(url, sent)
    decision = Decision.objects.get(kind=DecisionKind.CARRY)
    assert response.url == decision.get_absolute_url()
    row.refresh_from_db()
    row.fiscal_year.refresh_from_db()
    assert row.fiscal_year.state == YearState.CLOSED
    assert (row.committed, row.available) == (100_000, 900_000)
    for commitment, state in (
        (attached, CommitmentState.ATTACHED),
        (carried, CommitmentState.CARRIED),
        (released, CommitmentState.SETTLED),
    ):
        commitment.refresh_from_db()
        assert commitment.state == state
    assert decision.fiscal_year == following
    assert decision.total == 200_000
    page = text_of(client.get(url))
    assert all(francs(amount) in page for amount in (100_000, 200_000, 300_000))


def test_what_is_carried_is_committed_again_once_the_carry_is_passed():
    row = line(1_000_000)
    commitment = committed(row, 200_000)
    following = actions.copy_year(source=row.fiscal_year, actor=people.head())
    copy = Line.objects.get(fiscal_year=following)
    passed(DecisionKind.PRIMITIVE, {copy: 500_000})
    actions.open_year(fiscal_year=following, actor=people.head())
    closing(row)
    decision = actions.close_year(
        fiscal_year=row.fiscal_year, choices={commitment: "carry"}, actor=people.head(), on=local_today()
    )
    approval = actions.propose_decision(decision=decision, actor=people.assistant())
    say(approval, people.head())
    say(approval, people.cabinet())
    decision.refresh_from_db()
    actions.pass_decision(decision=decision, actor=people.head(), on=local_today())
    copy.refresh_from_db()
    assert (copy.voted, copy.committed, copy.available) == (700_000, 200_000, 500_000)


def test_a_commitment_without_a_choice_keeps_the_year_open_and_the_other_choices_typed(client):
    row = line(1_000_000)
    first, second = committed(row, 100_000), committed(row, 200_000)
    url = closing(row)
    client.force_login(people.head())
    page = client.post(url, {f"choice_{first.pk}": "attach"})
    assert f"il en reste 1, dont {second.document_reference}" in text_of(page)
    assert 'value="attach" selected' in text_of(page)
    row.fiscal_year.refresh_from_db()
    assert row.fiscal_year.is_closing


def test_nothing_is_asked_before_the_closing_begins_nor_of_who_may_not_close(client):
    row = line(1_000_000)
    commitment = committed(row, 100_000)
    url = reverse("budget:year_end", args=[row.fiscal_year.year])
    client.force_login(people.head())
    assert f"choice_{commitment.pk}" not in text_of(client.get(url))
    closing(row)
    assert f"choice_{commitment.pk}" in text_of(client.get(url))
    client.force_login(people.assistant())
    page = text_of(client.get(url))
    assert commitment.document_reference in page
    assert f"choice_{commitment.pk}" not in page
    assert client.post(url, {"others": "release"}).status_code == 403


def test_from_the_day_of_the_rules_the_year_says_what_is_left(client):
    row = line(1_000_000)
    committed(row, 100_000)
    year = row.fiscal_year.year
    BudgetRules(year_end_month=10, year_end_day=20).save()
    assert YearEndAlert.of(row.fiscal_year, date(year, 10, 19)) is None
    assert YearEndAlert.of(row.fiscal_year, date(year, 10, 20)) == (row.fiscal_year, 1, 100_000)
    BudgetRules(year_end_month=1, year_end_day=1).save()
    client.force_login(people.assistant())
    page = text_of(client.get(reverse("budget:glance")))
    assert "La fin d’exercice approche" in page
    assert francs(100_000) in page
