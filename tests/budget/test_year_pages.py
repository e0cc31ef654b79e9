"""Years and their chart on the screen: prepared, copied, opened, closing; accounts and lines put right."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget import actions
from budget.models import Account, ControlMode, DecisionKind, FiscalYear, Line, YearState
from comms.calendar.working_days import local_today
from comms.formats import francs
from tests.budget.factories import line, passed, prepared
from tests.people import factories as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def head(client):
    client.force_login(people.head())
    return client


def text_of(response):
    return response.content.decode().replace("&nbsp;", "\u00a0")


def test_a_year_begins_with_the_lines_of_the_year_before(head):
    row = line(500_000, label="Affiches")
    page = head.get(reverse("budget:year_create"))
    asked = page.context["form"].initial
    assert asked == {"year": row.fiscal_year.year + 1, "is_copied": True}
    head.post(reverse("budget:year_create"), {"year": asked["year"], "is_copied": "on"})
    copy = Line.objects.get(fiscal_year__year=asked["year"])
    assert (copy.label, copy.copied_from, copy.voted) == ("Affiches", row, 0)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"year": "26"}, "quatre chiffres"),
        ({"year": "2040", "is_copied": "on"}, "L’exercice 2039 n’existe pas"),
        ({"year": ""}, "Ce champ est obligatoire"),
    ],
)
def test_a_year_that_can_t_be_prepared_says_why(head, typed, said):
    assert said in text_of(head.post(reverse("budget:year_create"), typed))
    assert not FiscalYear.objects.exists()


def test_a_year_opens_once_its_budget_is_voted_then_begins_to_close(head):
    year = prepared()
    row = actions.create_line(
        account=Account.objects.create(fiscal_year=year, chapter="011", article="6236", label="Imprimés"),
        label="Affiches", actor=people.head(),
    )  # fmt: skip
    opening = reverse("budget:year_open", args=[year.year])
    assert "budget primitif est voté" in text_of(head.post(opening, follow=True))
    passed(DecisionKind.PRIMITIVE, {row: 1_000})
    head.post(opening)
    year.refresh_from_db()
    assert year.state == YearState.OPEN
    head.post(reverse("budget:year_start_closing", args=[year.year]))
    year.refresh_from_db()
    assert year.state == YearState.CLOSING
    assert francs(1_000) in text_of(head.get(reverse("budget:years")))


def test_an_account_and_a_line_are_written_and_put_right(head):
    year = prepared().year
    facts = {
        "section": "running",
        "chapter": "011",
        "article": "6236",
        "function": "023",
        "label": "Imprimés",
    }
    new_account, new_line = (reverse(f"budget:{name}_create", args=[year]) for name in ("account", "line"))
    head.post(new_account, facts)
    assert "déjà au plan" in text_of(head.post(new_account, facts))
    account = Account.objects.get()
    head.post(reverse("budget:account_edit", args=[account.pk]), facts | {"label": "Catalogues"})
    words = {"account": account.pk, "label": "Affiches", "mode": ControlMode.BLOCK}
    head.post(new_line, words)
    assert "existe déjà sur le compte" in text_of(head.post(new_line, words))
    row = Line.objects.get()
    head.post(reverse("budget:line_edit", args=[row.pk]), {"label": "Dépliants", "mode": ControlMode.WARN})
    row.refresh_from_db()
    assert (row.label, row.mode, row.account.label) == ("Dépliants", ControlMode.WARN, "Catalogues")


def test_what_was_added_by_mistake_is_taken_back_until_something_rests_on_it(head):
    used = line(1_000, label="Affiches")
    unused = actions.create_line(account=used.account, label="Erreur", actor=people.head())
    account = used.account
    kept = text_of(head.post(reverse("budget:line_remove", args=[used.pk])))
    assert "repose sur « Affiches »" in kept
    assert "a des lignes" in text_of(head.post(reverse("budget:account_remove", args=[account.pk])))
    head.post(reverse("budget:line_remove", args=[unused.pk]))
    assert [row.label for row in account.lines.all()] == ["Affiches"]
    empty = actions.write_account(
        fiscal_year=used.fiscal_year, actor=people.head(), chapter="012", article="6411", label="Erreur"
    )
    head.post(reverse("budget:account_remove", args=[empty.pk]))
    assert [row.pk for row in used.fiscal_year.accounts.all()] == [account.pk]


def test_a_line_is_shared_out_of_what_it_has(head):
    row = line(100_000, label="Affiches")
    address = reverse("budget:line_split", args=[row.pk])
    shares = {
        "shares-TOTAL_FORMS": 2, "shares-INITIAL_FORMS": 0, "shares-0-label": "Affiches du sport",
        "shares-0-amount": "150 000", "shares-0-operation": "Jeux", "shares-1-label": "",
    }  # fmt: skip
    page = text_of(head.post(address, shares))
    assert f"Il reste {francs(100_000)}" in page
    assert "Affiches du sport" in page
    head.post(address, shares | {"shares-0-amount": "40 000"})
    row.refresh_from_db()
    assert (row.available, row.parts.get().available) == (60_000, 40_000)


def test_the_chart_costs_the_same_with_one_line_and_with_thirty(head):
    row = line(1_000)
    address = reverse("budget:chart", args=[row.fiscal_year.year])

    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert head.get(address).status_code == 200
        return len(seen)

    queries()
    one = queries()
    for number in range(29):
        actions.create_line(account=row.account, label=f"Autre {number}", actor=people.head())
    assert queries() == one


def test_who_doesn_t_run_the_year_reads_its_chart_without_tools(client):
    row = line(1_000)
    client.force_login(people.assistant())
    words = text_of(client.get(reverse("budget:chart", args=[row.fiscal_year.year])))
    assert row.label in words
    assert reverse("budget:line_create", args=[row.fiscal_year.year]) not in words
    assert client.post(reverse("budget:year_open", args=[local_today().year])).status_code == 403
