"""Decisions on the screen: written with their lines, proposed, voted, countered; nothing typed is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget import actions
from budget.models import Decision, DecisionKind, DecisionState
from comms.calendar.working_days import local_today
from comms.formats import francs
from tests.approvals.factories import say
from tests.budget.factories import approved, committed, line, passed, prepared
from tests.people import factories as people

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode().replace("&nbsp;", "\u00a0")


def typed(kind, shares, **words):
    data = {
        "kind": kind, "title": "Affiches de la rentrée", "motive": "", "lines-TOTAL_FORMS": len(shares),
        "lines-INITIAL_FORMS": 0,
    }  # fmt: skip
    for place, (row, amount) in enumerate(shares):
        data |= {f"lines-{place}-line": row.pk if row else "", f"lines-{place}-amount": amount}
    return data | words


def write(client, row, kind, shares, **words):
    address = reverse("budget:decision_write", args=[row.fiscal_year.year])
    return client.post(address, typed(kind, shares, **words))


def test_a_transfer_goes_from_the_page_to_the_ledger(client):
    source, target = line(500_000, label="Affiches"), line(100_000, label="Films")
    client.force_login(people.assistant())
    shares = [(source, "-200 000"), (target, "200 000 F CFP"), (None, "")]
    answer = write(client, source, DecisionKind.TRANSFER, shares)
    decision = Decision.objects.get(title="Affiches de la rentrée")
    assert answer.url == decision.get_absolute_url()
    client.post(reverse("budget:decision_propose", args=[decision.pk]))
    approval = decision.current_approval
    page = text_of(client.get(decision.get_absolute_url()))
    assert "Voir la validation" in page
    say(approval, people.head())
    say(approval, people.cabinet())
    client.force_login(people.head())
    today = local_today().isoformat()
    client.post(reverse("budget:decision_pass", args=[decision.pk]), {"on": today, "act": "2026/41"})
    decision.refresh_from_db()
    assert (decision.state, decision.act) == (DecisionState.PASSED, "2026/41")
    source.refresh_from_db()
    target.refresh_from_db()
    assert (source.available, target.available) == (300_000, 300_000)


def test_a_transfer_that_creates_money_is_said_and_kept_on_the_screen(client):
    row = line(500_000)
    client.force_login(people.assistant())
    page = write(client, row, DecisionKind.TRANSFER, [(row, "-200 000")], motive="Le conseil l’a demandé")
    assert page.status_code == 200
    words = text_of(page)
    assert "Un virement ne crée rien" in words
    assert "Le conseil l’a demandé" in words
    assert "-200 000" in words


@pytest.mark.parametrize(("amount", "said"), [("", "Écrivez un montant"), ("12,5", "n’est pas un montant")])
def test_a_line_without_a_readable_amount_is_said_at_its_field(client, amount, said):
    row = line(500_000)
    client.force_login(people.assistant())
    page = write(client, row, DecisionKind.AMENDING, [(row, amount)])
    assert said in text_of(page)
    assert not Decision.objects.filter(kind=DecisionKind.AMENDING).exists()


def test_the_lines_offered_are_those_of_the_decision_s_year(client):
    row, other = line(500_000, label="Affiches"), line(1, label="Autre année", year=local_today().year + 1)
    client.force_login(people.assistant())
    page = write(client, row, DecisionKind.AMENDING, [(other, "10")])
    assert "Autre année" not in text_of(client.get(page.request["PATH_INFO"]))
    assert not Decision.objects.filter(kind=DecisionKind.AMENDING).exists()


def test_a_year_without_a_line_says_what_to_write_first(client):
    year = prepared()
    client.force_login(people.assistant())
    page = text_of(client.get(reverse("budget:decision_write", args=[year.year])))
    assert reverse("budget:chart", args=[year.year]) in page
    assert "Aucun exercice n’est ouvert" in text_of(client.get(reverse("budget:commit")))


def test_changing_what_was_approved_asks_for_another_round(client):
    row = line(500_000)
    decision = approved(DecisionKind.AMENDING, {row: 100_000})
    client.force_login(people.assistant())
    edit = reverse("budget:decision_edit", args=[decision.pk])
    assert "Ce que vous changez l’annule" in text_of(client.get(edit))
    client.post(edit, typed("", [(row, "150 000")], title="Un peu plus"))
    decision.refresh_from_db()
    assert (decision.state, decision.lines.get().amount) == (DecisionState.DRAFT, 150_000)


def test_a_vote_of_tomorrow_is_refused_at_its_field(client):
    decision = approved(DecisionKind.AMENDING, {line(500_000): 100_000})
    client.force_login(people.head())
    page = client.post(reverse("budget:decision_pass", args=[decision.pk]), {"on": "2199-01-01"})
    assert "pas encore venu" in text_of(page)


def test_a_decision_whose_credits_are_used_is_not_countered_and_says_what_remains(client):
    row = line(100_000)
    decision = passed(DecisionKind.AMENDING, {row: 50_000})
    committed(row, 120_000)
    client.force_login(people.head())
    page = client.post(reverse("budget:decision_counter", args=[decision.pk]), {"reason": "Erreur"})
    assert f"Il reste {francs(30_000)}" in text_of(page)
    actions.release_commitment(commitment=row.commitments.get(), actor=people.head())
    client.post(reverse("budget:decision_counter", args=[decision.pk]), {"reason": "Erreur"})
    decision.refresh_from_db()
    assert decision.state == DecisionState.COUNTERED


def test_the_lines_of_the_filtered_decisions_are_exported(client):
    row = line(100_000, label="Affiches")
    passed(DecisionKind.FREEZE, {row: 5_000})
    client.force_login(people.assistant())
    file = client.get(reverse("budget:decision_export", args=["csv"]), {"kind": DecisionKind.FREEZE})
    lines = file.getvalue().decode().splitlines()
    assert len(lines) == 2
    assert "Affiches" in lines[1]
    assert lines[1].endswith("5000")


def test_the_list_filters_and_costs_the_same_with_one_decision_and_with_thirty(client):
    row = line(100_000)
    client.force_login(people.assistant())

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("budget:decisions"))
        return len(seen)

    queries()
    one = queries()
    for number in range(24):
        actions.write_decision(
            fiscal_year=row.fiscal_year, kind=DecisionKind.FREEZE, title=f"Gel {number}", lines={row: 10},
            author=people.assistant(),
        )  # fmt: skip
    assert queries() == one
    found = client.get(reverse("budget:decisions"), {"kind": DecisionKind.PRIMITIVE}).context["page"]
    assert [(decision.net, decision.given) for decision in found] == [(100_000, 100_000)]
