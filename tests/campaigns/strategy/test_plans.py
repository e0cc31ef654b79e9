"""A plan: approved by its circuit, one in force, amended by a new version, closed."""

import threading
from datetime import date

import pytest
from django.db import IntegrityError, connection

from campaigns.strategy.actions.content import edit_objective, remove_axis
from campaigns.strategy.actions.plans import close_plan, create_plan, edit_plan, put_in_force, submit_plan
from campaigns.strategy.errors import AnotherInForce, Incomplete, NotNow, StillUsed, StrategyError
from campaigns.strategy.models import Objective, Plan, PlanState
from tests.campaigns.strategy.factories import END, START, a_plan, a_plan_in_force, approve
from tests.people import factories as people

TODAY = date(2026, 6, 1)


def test_a_plan_goes_from_draft_to_approved_by_its_circuit(assistant, head, cabinet):
    plan = a_plan(assistant)
    submit_plan(plan=plan, actor=assistant)
    plan.refresh_from_db()
    assert plan.state == PlanState.IN_APPROVAL
    other = a_plan(assistant, "Plan 2027")
    approve(other, head, cabinet)
    assert other.state == PlanState.APPROVED
    assert other.effective_version.content["axes"][0]["objectives"][0]["indicators"][0]["target"] == "200"


def test_a_plan_without_measurable_objective_is_not_submitted(assistant):
    plan = create_plan(author=assistant, title="Vide", starts_on=START, ends_on=END)
    with pytest.raises(Incomplete) as refused:
        submit_plan(plan=plan, actor=assistant)
    assert "un axe au moins" in str(refused.value)


def test_putting_a_plan_in_force_closes_the_one_before(assistant, head, cabinet):
    earlier = a_plan_in_force(assistant, head, cabinet)
    plan = a_plan(assistant, "Plan 2027")
    approve(plan, head, cabinet)
    with pytest.raises(AnotherInForce):
        put_in_force(plan=plan, actor=cabinet, today=TODAY, seen_in_force=None)
    put_in_force(plan=plan, actor=cabinet, today=TODAY, seen_in_force=earlier.pk)
    earlier.refresh_from_db()
    assert (earlier.state, plan.state) == (PlanState.CLOSED, PlanState.IN_FORCE)
    assert earlier.closed_on == TODAY


def test_a_change_voids_the_approval_before_the_plan_is_in_force(assistant, head, cabinet):
    plan = a_plan(assistant)
    approve(plan, head, cabinet)
    edit_plan(plan=plan, actor=assistant, ambition="Autre chose.")
    assert plan.state == PlanState.DRAFT
    assert plan.effective_version is None


def test_an_amendment_takes_effect_when_it_is_approved(assistant, head, cabinet):
    plan = a_plan_in_force(assistant, head, cabinet)
    before = plan.effective_version
    objective = Objective.objects.get()
    edit_objective(objective=objective, actor=assistant, statement="Les habitants du Sud savent")
    plan.refresh_from_db()
    assert plan.state == PlanState.IN_FORCE
    assert plan.effective_version == before
    assert plan.is_amended
    approve(plan, head, cabinet)
    assert plan.effective_version.number == 2
    assert "Sud" in str(plan.effective_version.content)
    assert not plan.is_amended


def test_a_closed_plan_no_longer_changes(assistant, head, cabinet):
    plan = a_plan_in_force(assistant, head, cabinet)
    close_plan(plan=plan, actor=cabinet, today=TODAY, conclusion="Bien.")
    with pytest.raises(NotNow):
        edit_plan(plan=plan, actor=assistant, title="Encore")


def test_an_axis_with_objectives_stays(assistant):
    plan = a_plan(assistant)
    with pytest.raises(StillUsed):
        remove_axis(axis=plan.axes.get(), actor=assistant)
    assert plan.axes.count() == 1


# --- the race -----------------------------------------------------------------------------------------
def _race(count: int) -> tuple[list[object], list[str]]:
    """Each person puts another plan in force at the same moment; what each was answered."""
    author, head, cabinet = people.assistant(), people.head(), people.cabinet()
    plans = []
    for number in range(count):
        plan = a_plan(author, f"Plan {number}")
        approve(plan, head, cabinet)
        plans.append(plan)
    barrier, answers = threading.Barrier(count), [None] * count

    def run(number: int) -> None:
        try:
            barrier.wait()
            answers[number] = put_in_force(plan=plans[number], actor=cabinet, today=TODAY)
        except Exception as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers, list(Plan.objects.in_force().values_list("title", flat=True))


@pytest.mark.django_db(transaction=True)
def test_of_six_plans_put_in_force_at_once_one_is():
    answers, in_force = _race(6)
    assert len(in_force) == 1
    assert answers.count(None) == 1
    assert all(isinstance(answer, StrategyError) for answer in answers if answer is not None)


@pytest.mark.django_db(transaction=True)
def test_without_the_constraint_several_are(monkeypatch):
    """The negative control: the constraint off, and everybody let through the check at the same moment."""
    rule = next(rule for rule in Plan._meta.constraints if rule.name == "one_plan_in_force")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Plan, rule)
    checked = threading.Barrier(6)
    move = Plan.move

    def together(plan, to, **values):
        if to == PlanState.IN_FORCE:
            checked.wait(timeout=10)
        return move(plan, to, **values)

    monkeypatch.setattr(Plan, "move", together)
    try:
        _, in_force = _race(6)
        assert len(in_force) > 1
    finally:
        Plan.objects.update(state=PlanState.DRAFT)
        with connection.schema_editor() as editor:
            editor.add_constraint(Plan, rule)


def test_the_database_itself_holds_one_in_force(assistant, head, cabinet):
    a_plan_in_force(assistant, head, cabinet)
    plan = a_plan(assistant, "Plan 2027")
    approve(plan, head, cabinet)
    with pytest.raises(IntegrityError):
        Plan.objects.filter(pk=plan.pk).update(state=PlanState.IN_FORCE)
