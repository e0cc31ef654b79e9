"""Templates applied, J0 moved after its preview, tasks that wait, approvals of steps, reminders."""

import threading
from datetime import UTC, date, datetime

import pytest
import time_machine

from campaigns.planning import actions
from campaigns.planning.actions import finishing, shifting
from campaigns.planning.errors import (
    ChangedSinceSeen,
    Incomplete,
    NotNow,
    SomebodyWasFaster,
    StaleText,
    Waiting,
)
from campaigns.planning.models import Action, ActionState, Task, TaskState
from comms.journal.models import Entry
from comms.outbox.models import OutgoingMail
from tests.campaigns.planning.factories import ActionFactory, TaskFactory, event_template
from tests.people import factories as people
from tests.press.at_once import at_once

TODAY = date(2026, 10, 5)  # a Monday
MORNING = datetime(2026, 10, 4, 22, 0, tzinfo=UTC)  # Monday, 9 h in Nouméa


@pytest.fixture
def monday():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def planned(monday, assistant, head):
    """An approved action on 11 December with the plan of an event."""
    action = ActionFactory(created_by=assistant, state=ActionState.APPROVED)
    actions.apply_template(action=action, template=event_template(), actor=head)
    return action


@pytest.mark.django_db
def test_a_template_gives_tasks_by_role_with_a_baseline_and_plans_the_action(planned, assistant, head):
    assert planned.state == ActionState.PLANNED and planned.baseline_starts_on == planned.starts_on
    tasks = {task.title: task for task in planned.tasks.all()}
    assert tasks["Brief"].owner == assistant and tasks["Bilan"].owner == head
    assert all(task.baseline_due_on == task.due_on for task in tasks.values())
    assert list(tasks["Affichage"].after.all()) == [tasks["Bon à tirer"]]
    assert tasks["Bilan"].due_on > planned.starts_on


@pytest.mark.django_db
def test_applied_twice_nothing_more_comes(planned, head):
    template = planned.tasks.first().step.template
    assert actions.apply_template(action=planned, template=template, actor=head) == []
    assert planned.tasks.count() == 4


@pytest.mark.django_db
def test_without_j0_there_is_no_plan(monday, head):
    with pytest.raises(Incomplete):
        actions.apply_template(action=ActionFactory(starts_on=None), template=event_template(), actor=head)


@pytest.mark.django_db
def test_moving_j0_says_what_moves_what_is_impossible_and_what_is_spared(planned, assistant):
    brief, poster = planned.tasks.get(title="Brief"), planned.tasks.get(title="Affichage")
    Task.objects.filter(pk=poster.pk).update(is_pinned=True)
    preview = actions.preview_move(planned, date(2026, 10, 30))
    assert brief in [change.task for change in preview.impossible]
    assert preview.impossible[0].wanted_due < TODAY <= preview.impossible[0].due_on
    assert [(change.task, change.spared) for change in preview.spared] == [(poster, "date fixe")]
    assert "Bilan" in {change.task.title for change in preview.moved}
    assert assistant in preview.people


@pytest.mark.django_db
def test_what_was_seen_is_applied_and_the_baseline_stays(planned, head):
    preview = actions.preview_move(planned, date(2026, 12, 18))
    actions.move_j0(action=planned, new_j0=date(2026, 12, 18), actor=head, seen=preview.digest)
    assert planned.starts_on == date(2026, 12, 18) and planned.baseline_starts_on == date(2026, 12, 11)
    for change in preview:
        task = Task.objects.get(pk=change.task.pk)
        assert (task.starts_on, task.due_on) == (change.starts_on, change.due_on)
        assert task.baseline_due_on < task.due_on
    again = actions.preview_move(planned, date(2026, 12, 18))
    assert not again.moved and not again.impossible


@pytest.mark.django_db
def test_a_plan_that_changed_meanwhile_is_shown_again(planned, head):
    preview = actions.preview_move(planned, date(2026, 12, 18))
    actions.edit_task(task=planned.tasks.get(title="Affichage"), actor=head, due_on=date(2026, 11, 30))
    with pytest.raises(ChangedSinceSeen):
        actions.move_j0(action=planned, new_j0=date(2026, 12, 18), actor=head, seen=preview.digest)
    planned.refresh_from_db()
    assert planned.starts_on == date(2026, 12, 11)


@pytest.mark.django_db
def test_a_postponed_action_is_planned_again_by_its_new_j0(planned, head):
    with pytest.raises(Incomplete):
        actions.move_action(action=planned, actor=head, to=ActionState.POSTPONED)
    actions.move_action(action=planned, actor=head, to=ActionState.POSTPONED, reason="Cyclone")
    assert not Task.objects.filter(action=planned).open().exists()
    actions.move_j0(action=planned, new_j0=date(2026, 12, 18), actor=head)
    assert planned.state == ActionState.PLANNED and planned.state_reason == ""


@pytest.mark.django_db
def test_a_task_waits_unless_what_comes_before_is_dropped(planned, head, assistant):
    brief, proof = planned.tasks.get(title="Brief"), planned.tasks.get(title="Bon à tirer")
    with pytest.raises(Waiting, match="Brief"):
        actions.finish_task(task=proof, actor=assistant)
    actions.drop_task(task=brief, actor=head, reason="Déjà écrit l’an dernier")
    actions.finish_task(task=proof, actor=assistant, outcome="Épreuve du 4 octobre")
    assert proof.state == TaskState.TO_APPROVE
    assert proof.current_approval.open_step.deciders().get() == head


@pytest.mark.django_db
def test_the_first_work_begins_the_action(planned, assistant):
    actions.finish_task(task=planned.tasks.get(title="Brief"), actor=assistant)
    planned.refresh_from_db()
    assert planned.state == ActionState.UNDER_WAY


@pytest.mark.django_db
def test_moving_j0_leaves_the_approval_and_another_cost_voids_it(monday, assistant, head, cabinet):
    action = ActionFactory(created_by=assistant)
    approval = actions.propose_action(action=action, actor=assistant)
    assert action.state == ActionState.PROPOSED
    actions.move_j0(action=action, new_j0=date(2026, 12, 18), actor=assistant)
    approval.refresh_from_db()
    assert approval.is_open
    actions.edit_action(action=action, actor=assistant, foreseen_cost=900_000)
    assert action.state == ActionState.IDEA


@pytest.mark.django_db
def test_somebody_who_saved_first_is_not_overwritten(monday, assistant, head):
    action = ActionFactory(created_by=assistant)
    actions.edit_action(action=action, actor=head, seen_revision=1, title="Autre titre")
    with pytest.raises(StaleText, match=head.full_name):
        actions.edit_action(action=action, actor=assistant, seen_revision=1, title="Mon titre")
    assert Action.objects.get(pk=action.pk).title == "Autre titre"


@pytest.mark.django_db
def test_j0_of_a_plan_moves_only_after_its_preview(planned, head):
    with pytest.raises(NotNow, match="Déplacer J0"):
        actions.edit_action(action=planned, actor=head, starts_on=date(2026, 12, 18))


@pytest.mark.django_db
def test_one_reminds_once_on_the_day_by_a_notice_and_stops_when_done(monday, assistant):
    task = TaskFactory(due_on=TODAY, owner=assistant, created_by=assistant, remind_on=TODAY)
    stale = Task.objects.get(pk=task.pk)
    assert actions.remind(task=task, at=MORNING)
    assert not actions.remind(task=stale, at=MORNING)
    assert [notice.entry.verb for notice in assistant.notices.all()] == ["rappelle : à finir aujourd’hui"]
    assert not OutgoingMail.objects.exists(), "the person chooses between the digest and a mail at once"
    actions.finish_task(task=task, actor=assistant)
    assert not Task.objects.due_for_reminder(date(2027, 1, 4)).exists()


@pytest.mark.django_db
def test_nothing_is_reminded_on_a_sunday(assistant):
    task = TaskFactory(due_on=TODAY, owner=assistant, created_by=assistant, remind_on=date(2026, 10, 2))
    assert not actions.remind(task=task, at=datetime(2026, 10, 3, 22, 0, tzinfo=UTC))


@pytest.mark.django_db
def test_the_evaluation_is_asked_once_after_fifteen_working_days(assistant):
    action = ActionFactory(created_by=assistant, state=ActionState.DONE, starts_on=date(2026, 9, 11))
    assert not actions.ask_for_evaluation(action=action, at=datetime(2026, 9, 29, 22, 0, tzinfo=UTC))
    assert actions.ask_for_evaluation(action=action, at=datetime(2026, 10, 5, 22, 0, tzinfo=UTC))
    assert not actions.ask_for_evaluation(action=action, at=datetime(2026, 10, 6, 22, 0, tzinfo=UTC))
    actions.evaluate_action(action=action, actor=assistant, real_cost=410_000, to_keep="Le stand")
    assert action.state == ActionState.EVALUATED


def two_move(action: Action, users: list) -> list:
    digests = {
        day: actions.preview_move(Action.objects.get(pk=action.pk), day).digest
        for day in (date(2026, 12, 18), date(2026, 12, 16))
    }
    days = list(digests)
    return at_once(
        lambda rank: actions.move_j0(
            action=Action.objects.get(pk=action.pk),
            new_j0=days[rank],
            actor=users[rank],
            seen=digests[days[rank]],
        ),
        2,
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_move_j0_at_once_one_sees_it_again(transactional_db):
    users = [people.head(), people.cabinet()]
    action = ActionFactory()
    TaskFactory(action=action, offset=7)
    answers = two_move(action, users)
    assert sum(isinstance(answer, ChangedSinceSeen) for answer in answers) == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_both_would_move_it(transactional_db, monkeypatch):
    users = [people.head(), people.cabinet()]
    action = ActionFactory()
    both_read = threading.Barrier(2)

    def not_locked(row: Action) -> Action:
        found = Action.objects.get(pk=row.pk)
        both_read.wait(10)
        return found

    monkeypatch.setattr(shifting, "locked", not_locked)
    answers = two_move(action, users)
    assert not any(isinstance(answer, ChangedSinceSeen) for answer in answers)


def two_finish(task: Task) -> list:
    users = [people.head(), people.cabinet()]
    rows = [Task.objects.get(pk=task.pk) for _ in users]
    return at_once(lambda rank: actions.finish_task(task=rows[rank], actor=users[rank]), 2)


def test_of_two_people_who_finish_at_once_one_is_told(transactional_db):
    task = TaskFactory()
    answers = two_finish(task)
    assert sum(isinstance(answer, SomebodyWasFaster) for answer in answers) == 1
    assert Task.objects.get(pk=task.pk).state == TaskState.DONE
    assert Entry.objects.about(task).filter(verb="a terminé la tâche").count() == 1


def test_without_lock_and_condition_both_would_finish_it(transactional_db, monkeypatch):
    """The negative control: read without the lock, written without asking what stands there."""
    both_read = threading.Barrier(2)

    def not_locked(row: Task) -> Task:
        found = Task.objects.select_related("action").get(pk=row.pk)
        both_read.wait(10)
        return found

    def careless(self: Task, to: str, **values) -> None:
        Task.objects.filter(pk=self.pk).update(state=to, **values)

    monkeypatch.setattr(finishing, "locked_task", not_locked)
    monkeypatch.setattr(Task, "move", careless)
    task = TaskFactory()
    two_finish(task)
    assert Entry.objects.about(task).filter(verb="a terminé la tâche").count() == 2
