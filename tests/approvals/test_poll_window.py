"""Before a poll the cabinet's step joins the circuits that haven't it."""

import pytest

from comms.approvals import actions
from comms.approvals.actions import reminding
from comms.approvals.models import ApprovalStep
from comms.outbox.actions import pause_reminders, resume_reminders
from comms.people.models import Role
from tests.approvals.factories import circuit, say, submitted
from tests.periods.factories import PollFactory, past_poll

pytestmark = pytest.mark.django_db


def roles(approval):
    return [step.role for step in approval.steps.all()]


def test_outside_the_windows_the_circuit_is_what_it_is(assistant, head, cabinet):
    circuit(Role.HEAD)
    past_poll()
    assert roles(submitted(assistant)) == [Role.HEAD]


def test_in_a_window_the_cabinet_comes_last_and_the_step_says_why(client, assistant, head, cabinet):
    circuit(Role.HEAD)
    poll = PollFactory()
    approval = submitted(assistant)
    assert roles(approval) == [Role.HEAD, Role.CABINET]
    added = approval.steps.last()
    assert added.added_because == f"Vigilance : {poll}"
    client.force_login(head)
    page = client.get(approval.get_absolute_url()).content.decode()
    assert "Étape ajoutée au circuit." in page
    assert str(poll) in page
    say(approval, head)
    say(approval, cabinet)
    approval.refresh_from_db()
    assert approval.state == "approved"


def test_a_circuit_that_has_the_cabinet_stays_as_it_is(assistant, head, cabinet):
    PollFactory()
    approval = submitted(assistant)
    assert roles(approval) == [Role.HEAD, Role.CABINET]
    assert not approval.steps.exclude(added_because="").exists()


def test_the_cabinet_s_own_person_counts_as_the_cabinet(assistant, head, cabinet):
    circuit(Role.HEAD, cabinet)
    PollFactory()
    assert len(roles(submitted(assistant))) == 2


def test_a_poll_that_asks_for_no_step_adds_none(assistant, head, cabinet):
    circuit(Role.HEAD)
    PollFactory(adds_cabinet_step=False)
    assert roles(submitted(assistant)) == [Role.HEAD]


def test_what_is_under_way_when_a_window_opens_keeps_its_circuit(assistant, head, cabinet):
    circuit(Role.HEAD)
    approval = submitted(assistant)
    PollFactory()
    assert roles(approval) == [Role.HEAD]


def test_an_emergency_passes_the_added_step_too(assistant, head, cabinet):
    circuit(Role.HEAD)
    PollFactory()
    approval = submitted(assistant)
    actions.bypass(approval=approval, actor=head, reason="Coupure d’eau")
    approval.refresh_from_db()
    assert approval.state == "bypassed"


def test_reminders_are_silent_during_a_pause_and_come_after(assistant, head, cabinet, monkeypatch):
    step = submitted(assistant).open_step
    at = step.opened_at
    monkeypatch.setattr(reminding, "is_working_day", lambda day: True)
    ApprovalStep.objects.filter(pk=step.pk).update(remind_on=at.date())
    pause_reminders()
    assert not actions.remind(step=step, at=at)
    resume_reminders()
    assert actions.remind(step=step, at=at)
