"""The pages of one action and one task: who, what, how."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.planning import actions
from campaigns.planning.demo import load_demo_planning
from campaigns.planning.models import Action, ActionState, Task, TaskState
from comms.calendar.working_days import local_today
from comms.people.models import Department, Role
from tests.campaigns.planning.factories import ActionFactory, TaskFactory, event_template
from tests.people import factories as people

pytestmark = pytest.mark.django_db


def as_(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def planned(assistant, head):
    action = ActionFactory(
        created_by=assistant, state=ActionState.APPROVED, starts_on=local_today() + timedelta(days=90)
    )
    actions.apply_template(action=action, template=event_template(), actor=head)
    return action


def test_only_a_title_is_needed_to_start(assistant):
    answer = as_(assistant).post(
        reverse("planning:action_create"), {"title": "Fête du lagon", "kind": "event"}
    )
    assert answer.status_code == 302
    assert Action.objects.get().title == "Fête du lagon"


def test_a_stranger_finds_nothing(planned, stranger):
    client = as_(stranger)
    assert client.get(planned.get_absolute_url()).status_code == 404
    assert client.get(reverse("planning:action_create")).status_code == 403
    assert client.get(planned.tasks.first().get_absolute_url()).status_code == 404


def test_a_departments_contact_reads_its_actions_and_changes_none(planned):
    department = Department.objects.create(name="Sports")
    contact = people.department_contact(department=department)
    assert as_(contact).get(planned.get_absolute_url()).status_code == 404
    planned.departments.add(department)
    assert as_(contact).get(planned.get_absolute_url()).status_code == 200
    assert as_(contact).get(reverse("planning:action_edit", args=[planned.pk])).status_code == 403
    Action.objects.filter(pk=planned.pk).update(is_confidential=True)
    assert as_(contact).get(planned.get_absolute_url()).status_code == 404


def test_every_page_answers(planned, head):
    client, task = as_(head), planned.tasks.first()
    for name in ("action", "action_edit", "action_evaluate", "action_plan", "action_shift"):
        assert client.get(reverse(f"planning:{name}", args=[planned.pk])).status_code == 200, name
    for way in ("reporter", "annuler"):
        assert client.get(reverse("planning:action_stop", args=[planned.pk, way])).status_code == 200
    for kind in ("csv", "xlsx"):
        assert client.get(reverse("planning:plan_export", args=[planned.pk, kind])).status_code == 200
    for name in ("task", "task_edit", "task_drop"):
        assert client.get(reverse(f"planning:{name}", args=[task.pk])).status_code == 200, name
    assert client.get(reverse("planning:action_task_create", args=[planned.pk])).status_code == 200
    assert client.get(reverse("planning:task_create")).status_code == 200


def test_the_page_asks_the_same_number_of_questions_for_one_task_and_for_thirty(
    head, django_assert_max_num_queries
):
    action = ActionFactory()
    TaskFactory(action=action, owner=head)
    client = as_(head)
    client.get(action.get_absolute_url())
    with django_assert_max_num_queries(60) as first:
        client.get(action.get_absolute_url())
    for _ in range(29):
        TaskFactory(action=action, owner=head, created_by=head)
    with django_assert_max_num_queries(len(first)):
        client.get(action.get_absolute_url())


def test_moving_j0_shows_first_and_applies_what_was_shown(planned, head):
    client, url = as_(head), reverse("planning:action_shift", args=[planned.pk])
    day = planned.starts_on + timedelta(days=14)
    page = client.get(url, {"jour": day.isoformat()})
    assert "Ce qui bouge" in page.content.decode()
    assert Action.objects.get(pk=planned.pk).starts_on == planned.starts_on
    seen = page.context["preview"].digest
    assert client.post(url, {"jour": day.isoformat(), "seen": seen}).status_code == 302
    assert Action.objects.get(pk=planned.pk).starts_on == day


def test_a_digest_that_nobody_saw_moves_nothing(planned, head):
    url = reverse("planning:action_shift", args=[planned.pk])
    day = planned.starts_on + timedelta(days=14)
    answer = as_(head).post(url, {"jour": day.isoformat(), "seen": "0" * 64})
    assert "le plan a changé" in answer.content.decode().lower()
    assert Action.objects.get(pk=planned.pk).starts_on == planned.starts_on


def test_a_day_that_cannot_be_read_is_said(planned, head):
    url = reverse("planning:action_shift", args=[planned.pk])
    assert as_(head).get(url, {"jour": "9999-99-99"}).status_code == 200
    assert as_(head).post(url, {"jour": "demain", "seen": "x"}).status_code == 200


def test_an_edit_that_came_second_keeps_its_input(planned, head):
    url = reverse("planning:action_edit", args=[planned.pk])
    Action.objects.filter(pk=planned.pk).update(revision=5)
    data = {"title": "Ma saisie", "kind": "event", "priority": "2", "origin": "unit", "seen_revision": "1"}
    page = as_(head).post(url, data).content.decode()
    assert "Ma saisie" in page and "pendant que vous écriviez" in page


def test_a_check_is_ticked_without_and_with_htmx(planned, assistant):
    task = planned.tasks.first()
    check = actions.add_check(task=task, actor=assistant, text="Relire les noms")
    client, url = as_(assistant), reverse("planning:check_tick", args=[task.pk, check.pk])
    assert client.post(url, {"is_done": "1"}).status_code == 302
    check.refresh_from_db()
    assert check.is_done and check.done_by == assistant
    assert "point-" in client.post(url, {"is_done": "0"}, headers={"HX-Request": "true"}).content.decode()


def test_a_task_is_finished_from_its_page(planned, assistant):
    task = planned.tasks.get(title="Brief")
    as_(assistant).post(reverse("planning:task_finish", args=[task.pk]), {"outcome": "Rédigé"})
    task.refresh_from_db()
    assert task.state == TaskState.DONE and task.outcome == "Rédigé"


def test_cancelling_asks_why_and_drops_what_was_left(planned, head):
    url = reverse("planning:action_stop", args=[planned.pk, "annuler"])
    assert as_(head).post(url, {"reason": ""}).status_code == 200
    as_(head).post(url, {"reason": "Budget"})
    planned.refresh_from_db()
    assert planned.state == ActionState.CANCELLED
    assert set(planned.tasks.values_list("state", flat=True)) == {TaskState.DROPPED}


def test_the_demonstration_is_full_and_obeys_the_rules():
    department = Department.objects.create(name="Services techniques")
    made = {
        Role.ASSISTANT: people.assistant(), Role.HEAD: people.head(), Role.CABINET: people.cabinet(),
        Role.DEPARTMENT_CONTACT: people.department_contact(department=department),
    }  # fmt: skip
    today = local_today()
    load_demo_planning(made, today)
    assert Action.objects.filter(state=ActionState.EVALUATED).count() >= 5
    assert Task.objects.due_between(today, today + timedelta(days=60)).count() >= 20
