"""Credits are opened, moved and frozen by what was approved; what is passed is countered, never edited."""

import pytest
from django.db import transaction

from budget import actions
from budget.errors import NotEnough, NotNow, NotYours, Wrong
from budget.models import BudgetRules, Decision, DecisionKind, DecisionState, FiscalYear, Line, YearState
from comms.calendar.working_days import local_today
from tests.approvals.factories import say
from tests.budget.factories import account, approved, committed, line, passed, prepared
from tests.people import factories as people

pytestmark = pytest.mark.django_db
Kind = DecisionKind


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_credits_are_there_once_the_decision_is_passed_and_not_before():
    year = prepared()
    row = actions.create_line(account=account(year), label="Bulletin", actor=people.head())
    decision = approved(Kind.PRIMITIVE, {row: 800_000})
    assert (decision.state, fresh(row).voted) == (DecisionState.APPROVED, 0)
    actions.pass_decision(decision=decision, actor=people.head(), on=local_today(), act="Délibération 12")
    assert fresh(row).voted == 800_000
    assert fresh(decision).act == "Délibération 12"


def test_what_was_not_approved_is_not_passed():
    row = line()
    decision = actions.write_decision(
        fiscal_year=row.fiscal_year, kind=Kind.AMENDING, title="DM", lines={row: 5}, author=people.assistant()
    )
    with pytest.raises(NotNow):
        actions.pass_decision(decision=decision, actor=people.head(), on=local_today())


def test_a_change_after_the_approval_voids_it():
    row = line()
    decision = approved(Kind.AMENDING, {row: 5_000})
    actions.edit_decision(decision=decision, actor=people.assistant(), title="DM", lines={row: 500_000})
    with pytest.raises(NotNow):
        actions.pass_decision(decision=fresh(decision), actor=people.head(), on=local_today())
    assert fresh(row).voted == 1_000_000


def test_an_amending_decision_gives_and_takes():
    rich, poor = line(1_000_000), line(10)
    passed(Kind.AMENDING, {rich: -400_000, poor: 400_000})
    assert (fresh(rich).available, fresh(poor).available) == (600_000, 400_010)


def test_a_decision_takes_all_or_nothing():
    rich, poor = line(1_000_000), line(10)
    committed(rich, 900_000)
    decision = approved(Kind.AMENDING, {poor: 400_000, rich: -400_000})
    with pytest.raises(NotEnough):
        actions.pass_decision(decision=decision, actor=people.head(), on=local_today())
    assert (fresh(rich).voted, fresh(poor).voted) == (1_000_000, 10)
    assert fresh(decision).state == DecisionState.APPROVED


def test_a_transfer_creates_nothing():
    one, other = line(), line()
    with pytest.raises(Wrong, match="ne crée rien"):
        approved(Kind.TRANSFER, {one: -10, other: 11})


def test_a_transfer_stays_in_its_chapter_unless_the_council_said_otherwise():
    one = line()
    far = line(account=account(one.fiscal_year, chapter="21", article="2183", section="investment"))
    with pytest.raises(Wrong, match="chapitre"):
        approved(Kind.TRANSFER, {one: -10, far: 10})
    BudgetRules(transfers_stay_in_chapter=False).save()
    passed(Kind.TRANSFER, {one: -10, far: 10})
    assert fresh(far).voted == 1_000_010


def test_frozen_credits_are_not_available_until_they_are_freed():
    row = line(1_000_000)
    passed(Kind.FREEZE, {row: 300_000})
    assert (fresh(row).frozen, fresh(row).available) == (300_000, 700_000)
    with pytest.raises(NotEnough):
        committed(row, 700_001)
    passed(Kind.UNFREEZE, {row: 300_000})
    assert fresh(row).available == 1_000_000


def test_a_passed_decision_is_countered_and_both_stay_to_be_read():
    row = line(1_000_000)
    decision = passed(Kind.AMENDING, {row: 250_000})
    actions.counter_decision(decision=decision, actor=people.head(), reason="Délibération retirée")
    assert fresh(row).voted == 1_000_000
    assert sorted(decision.movements.values_list("amount", flat=True)) == [-250_000, 250_000]
    assert fresh(decision).state == DecisionState.COUNTERED


def test_a_decision_whose_credits_are_used_is_not_countered():
    row = line(1_000)
    decision = passed(Kind.AMENDING, {row: 250_000})
    committed(row, 251_000)
    with pytest.raises(NotEnough):
        actions.counter_decision(decision=decision, actor=people.head(), reason="Retirée")


def test_postgresql_keeps_a_passed_decision_as_it_was():
    row = line()
    decision = passed(Kind.AMENDING, {row: 5})
    for change in (
        lambda: Decision.objects.filter(pk=decision.pk).update(title="Autre"),
        lambda: decision.lines.update(amount=6),
        lambda: decision.lines.all().delete(),
    ):
        with pytest.raises(Exception, match="elle se contrepasse"), transaction.atomic():
            change()


def test_numbers_follow_each_other_within_a_kind():
    row = line()
    first, second = passed(Kind.AMENDING, {row: 1}), passed(Kind.AMENDING, {row: 2})
    assert (first.number, second.number) == (1, 2)
    assert "Décision modificative n°" in second.reference


def test_the_assistant_writes_and_does_not_pass():
    decision = approved(Kind.AMENDING, {line(): 5})
    with pytest.raises(NotYours):
        actions.pass_decision(decision=decision, actor=people.assistant(), on=local_today())


def test_a_year_opens_with_its_budget_primitif():
    year = prepared(2031)
    with pytest.raises(NotNow, match="budget primitif"):
        actions.open_year(fiscal_year=year, actor=people.head())


def test_a_copied_year_has_the_chart_and_no_money():
    row = line()
    part, *_ = actions.split_line(line=row, shares=[actions.Share("Jeunesse", 10_000)], actor=people.head())
    made = actions.copy_year(source=row.fiscal_year, actor=people.head())
    copies = {copy.label: copy for copy in made.lines.all()}
    assert set(copies) == {row.label, "Jeunesse"}
    assert copies["Jeunesse"].parent == copies[row.label]
    assert copies["Jeunesse"].copied_from == part
    assert not any(copy.voted for copy in copies.values())


def test_a_split_moves_what_is_available():
    row = line(1_000_000)
    committed(row, 300_000)
    (part,) = actions.split_line(line=row, shares=[actions.Share("Jeunesse", 200_000)], actor=people.head())
    assert (fresh(row).available, part.available) == (500_000, 200_000)
    with pytest.raises(NotEnough):
        actions.split_line(line=row, shares=[actions.Share("Sports", 500_001)], actor=people.head())


def test_the_year_end_attaches_carries_and_gives_back():
    row = line(1_000_000)
    attached, carried, released = (committed(row, amount) for amount in (100_000, 200_000, 300_000))
    actions.copy_year(source=row.fiscal_year, actor=people.head())
    actions.start_closing(fiscal_year=row.fiscal_year, actor=people.head())
    choices = {attached: "attach", carried: "carry"}
    closing = {"fiscal_year": FiscalYear.objects.get(pk=row.fiscal_year_id), "actor": people.head()}
    with pytest.raises(NotNow, match="il en reste 1"):
        actions.close_year(choices=choices, on=local_today(), **closing)
    draft = actions.close_year(choices=choices | {released: "release"}, on=local_today(), **closing)
    assert fresh(row.fiscal_year).state == YearState.CLOSED
    assert (fresh(row).committed, fresh(row).available) == (100_000, 900_000)
    assert (draft.kind, draft.total) == (Kind.CARRY, 200_000)


def test_what_is_carried_is_committed_again_on_the_next_year():
    row = line(1_000_000)
    committed(row, 200_000)
    following = actions.copy_year(source=row.fiscal_year, actor=people.head())
    copy = following.lines.get()
    passed(Kind.PRIMITIVE, {copy: 50_000})
    actions.open_year(fiscal_year=following, actor=people.head())
    actions.start_closing(fiscal_year=row.fiscal_year, actor=people.head())
    year = FiscalYear.objects.get(pk=row.fiscal_year_id)
    draft = actions.close_year(
        fiscal_year=year, choices=dict.fromkeys(row.commitments.all(), "carry"), actor=people.head(),
        on=local_today(),
    )  # fmt: skip
    head, cabinet = people.head(), people.cabinet()
    approval = actions.propose_decision(decision=draft, actor=people.assistant())
    say(approval, head)
    say(approval, cabinet)
    actions.pass_decision(decision=fresh(draft), actor=people.head(), on=local_today())
    copy = Line.objects.get(pk=copy.pk)
    assert (copy.voted, copy.committed, copy.available) == (250_000, 200_000, 50_000)
