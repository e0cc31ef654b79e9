"""Commitments on the screen: found, read, made, changed; a line that blocks says what remains."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget.models import Commitment, CommitmentState, ControlMode
from comms.formats import francs
from tests.budget.factories import committed, line
from tests.people import factories as people

pytestmark = pytest.mark.django_db


def text_of(response):
    return response.content.decode().replace("&nbsp;", "\u00a0")


def commit(client, row, amount, **fields):
    typed = {"line": row.pk, "amount": amount, "label": "Affiches"} | fields
    return client.post(reverse("budget:commit"), typed)


def test_credits_are_committed_from_the_page(client):
    row = line(1_000_000)
    client.force_login(people.assistant())
    page = client.get(reverse("budget:commit"), {"line": row.pk})
    assert f'<option value="{row.pk}" selected>' in text_of(page)
    answer = commit(client, row, "300 000 F CFP", provider_name="Imprimerie du Lagon")
    made = Commitment.objects.get()
    assert (made.amount, made.provider_name) == (300_000, "Imprimerie du Lagon")
    assert answer.url == made.get_absolute_url()


def test_a_line_that_blocks_says_what_remains_and_keeps_what_was_typed(client):
    row = line(100_000)
    client.force_login(people.assistant())
    page = commit(client, row, "150000", label="Grande affiche")
    assert page.status_code == 200
    words = text_of(page)
    assert f"Il reste {francs(100_000)} sur la ligne" in words
    assert "Grande affiche" in words
    assert "derogation_reason" not in page.context["form"].fields
    assert not Commitment.objects.exists()


def test_who_may_derogate_is_asked_why_then_let_through(client):
    row = line(100_000)
    client.force_login(people.head())
    page = commit(client, row, "150000")
    assert "derogation_reason" in page.context["form"].fields
    commit(client, row, "150000", derogation_reason="Alerte cyclonique")
    made = Commitment.objects.get()
    assert "Alerte cyclonique" in text_of(client.get(made.get_absolute_url()))
    assert [
        found.pk
        for found in client.get(reverse("budget:commitments"), {"situation": "derogatory"}).context["page"]
    ] == [made.pk]


def test_a_line_that_warns_lets_go_and_says_where_it_stands(client):
    row = line(100_000, mode=ControlMode.WARN)
    client.force_login(people.assistant())
    commit(client, row, "150000")
    assert francs(-50_000) in text_of(client.get(Commitment.objects.get().get_absolute_url()))


@pytest.mark.parametrize("amount", ["0", "-5", "12,50", "mille", "999 999 999 999"])
def test_what_is_not_an_amount_is_said_at_its_field(client, amount):
    row = line(100_000)
    client.force_login(people.assistant())
    assert "amount" in commit(client, row, amount).context["form"].errors


def test_a_commitment_is_changed_settled_and_opened_again(client):
    made = committed(line(1_000_000), 300_000)
    client.force_login(people.assistant())
    client.post(reverse("budget:commitment_amend", args=[made.pk]), {"amount": "250 000", "reason": "Devis"})
    client.post(reverse("budget:commitment_release", args=[made.pk]), {"reason": ""})
    made.refresh_from_db()
    assert (made.state, made.amount) == (CommitmentState.SETTLED, 0)
    client.post(reverse("budget:commitment_reopen", args=[made.pk]), {"reason": "Facture tardive"})
    made.refresh_from_db()
    assert (made.state, made.amount) == (CommitmentState.OPEN, 250_000)
    words = text_of(client.get(made.get_absolute_url()))
    assert "Devis" in words
    assert "Facture tardive" in words


def test_the_list_finds_by_words_without_accents_and_gives_totals(client):
    row = line(1_000_000)
    committed(row, 300_000, provider_name="Émilie Fictive")
    committed(row, 100_000, provider_name="Studio Niaouli")
    client.force_login(people.assistant())
    page = client.get(reverse("budget:commitments"), {"q": "emilie affiches", "year": row.fiscal_year.year})
    assert [found.amount for found in page.context["page"]] == [300_000]
    assert page.context["totals"] == {"amount": 300_000, "invoiced": 0, "remaining": 300_000}


def test_the_list_is_exported_as_it_is_filtered(client):
    row = line(1_000_000)
    committed(row, 300_000, provider_name="Émilie Fictive")
    committed(row, 100_000, provider_name="Studio Niaouli")
    client.force_login(people.assistant())
    file = client.get(reverse("budget:commitment_export", args=["csv"]), {"q": "emilie"}).getvalue().decode()
    assert "300000" in file
    assert "100000" not in file


def test_the_list_costs_the_same_with_one_commitment_and_with_thirty(client):
    row = line(1_000_000)
    committed(row, 1_000)
    client.force_login(people.assistant())

    def queries():
        with CaptureQueriesContext(connection) as seen:
            client.get(reverse("budget:commitments"))
        return len(seen)

    queries()
    one = queries()
    for _ in range(24):
        committed(row, 1_000)
    assert queries() == one


def test_who_only_reads_changes_nothing(client):
    made = committed()
    client.force_login(people.secretary_general())
    assert client.get(made.get_absolute_url()).status_code == 200
    for name, args in (
        ("commit", []), ("commitment_amend", [made.pk]), ("commitment_release", [made.pk]),
        ("commitment_reopen", [made.pk]),
    ):  # fmt: skip
        assert client.post(reverse(f"budget:{name}", args=args), {"reason": "x"}).status_code == 403
