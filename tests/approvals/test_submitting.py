import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from comms.approvals import actions
from comms.approvals.defaults import make_missing_circuits
from comms.approvals.errors import AlreadySubmitted, NobodyToDecide, NoCircuit, SomebodyWasFaster
from comms.approvals.models import Approval, ApprovalStep, Circuit, CircuitStep, Decision
from comms.calendar.working_days import add_working_days, local_today
from comms.journal.models import Entry, Notice
from comms.people.models import Role
from tests.approvals.factories import PosterFactory, circuit, last_mail, mails, say, step_of, submitted
from tests.approvals.subject.models import Poster
from tests.people import factories as people

pytestmark = pytest.mark.django_db
State, StepState = Approval.State, ApprovalStep.State


def test_each_kind_of_thing_has_its_circuit_from_the_first_day():
    steps = Circuit.objects.get(kind="tests.poster", is_active=True).steps.values_list("role", flat=True)
    assert list(steps) == [Role.HEAD, Role.CABINET]


def test_a_circuit_put_out_of_service_isnt_made_again():
    Circuit.objects.update(is_active=False)
    make_missing_circuits()
    assert not Circuit.objects.active().exists()


def test_a_kind_has_one_usual_circuit():
    with pytest.raises(IntegrityError, match="one_usual_circuit_a_kind"), transaction.atomic():
        Circuit.objects.create(kind="tests.poster", label="Deuxième")


def test_a_thing_goes_through_the_circuit_that_it_chooses(monkeypatch, assistant, head, cabinet):
    chosen = Circuit.objects.create(kind="tests.poster", label="Grand format", is_usual=False)
    CircuitStep.objects.create(circuit=chosen, position=1, role=Role.CABINET)
    assert submitted(assistant).circuit.is_usual
    monkeypatch.setattr(Poster, "approval_circuit", lambda poster: chosen)
    approval = submitted(assistant)
    assert approval.circuit == chosen
    assert [step.role for step in approval.steps.all()] == [Role.CABINET]


@pytest.mark.parametrize("both", [True, False])
def test_a_step_has_a_role_or_a_person_not_both_nor_none(head, both):
    fields = {"role": Role.HEAD, "person": head} if both else {}
    with pytest.raises(IntegrityError, match="role_or_a_person"), transaction.atomic():
        CircuitStep.objects.create(circuit=Circuit.objects.get(kind="tests.poster"), position=9, **fields)


def test_submitting_opens_the_first_step_and_tells_its_people(assistant, head, cabinet):
    approval = submitted(assistant)
    steps = list(approval.steps.all())
    assert [step.state for step in steps] == [StepState.OPEN, StepState.WAITING]
    assert steps[0].due_on == add_working_days(local_today(), 2)
    assert mails() == {(head.email, "À valider")}
    assert list(Notice.objects.values_list("user", flat=True)) == [head.pk]
    assert Poster.objects.get().state == State.OPEN


def test_a_running_approval_keeps_the_circuit_it_started_with(assistant, head, cabinet):
    approval = submitted(assistant)
    circuit(Role.ASSISTANT)
    say(approval, head)
    assert step_of(approval).role == Role.CABINET


def test_without_a_circuit_nothing_is_submitted(assistant):
    Circuit.objects.update(is_active=False)
    with pytest.raises(NoCircuit, match="Affiche"):
        submitted(assistant)


def test_a_step_that_nobody_can_decide_is_said_at_once(assistant, head):
    with pytest.raises(NobodyToDecide, match="Directeur"):
        submitted(assistant)
    assert not Approval.objects.exists()


def test_the_same_text_isnt_submitted_twice(assistant, head, cabinet):
    approval = submitted(assistant)
    with pytest.raises(AlreadySubmitted):
        submitted(assistant, approval.subject)


def test_two_approvals_in_force_are_impossible(assistant, head, cabinet):
    approval = submitted(assistant)
    approval.pk = None
    with pytest.raises(IntegrityError, match="one_approval_in_force_a_subject"), transaction.atomic():
        approval.save(force_insert=True)


def test_a_new_version_voids_the_one_under_way_and_tells_those_who_decided(assistant, head, cabinet):
    poster = PosterFactory()
    first = submitted(assistant, poster)
    say(first, head)
    before = last_mail()
    poster.body = "<p>La route est fermée mardi.</p>"
    poster.save()
    second = submitted(assistant, poster)
    first.refresh_from_db()
    assert (first.state, second.state) == (State.VOIDED, State.OPEN)
    assert step_of(second).role == Role.HEAD, "the circuit starts again"
    assert (head.email, "Texte modifié, validation caduque") in mails(after=before)


def test_who_asked_for_changes_later_in_the_circuit_learns_of_the_new_version(assistant, head, cabinet):
    poster = PosterFactory()
    first = submitted(assistant, poster)
    say(first, head)
    say(first, cabinet, Decision.Verdict.CHANGES_ASKED, "Dites la durée.")
    before = last_mail()
    poster.body = "<p>La route est fermée lundi, deux heures.</p>"
    poster.save()
    submitted(assistant, poster)
    assert mails(after=before) == {
        (head.email, "À valider"),
        (cabinet.email, "Texte modifié, validation caduque"),
    }


def test_an_author_who_holds_a_step_leaves_it_to_the_others(head, cabinet):
    approval = submitted(head)
    assert [step.state for step in approval.steps.all()] == [StepState.SKIPPED, StepState.OPEN]
    say(approval, cabinet)
    approval.refresh_from_db()
    assert approval.state == State.APPROVED


def test_the_other_holder_of_a_role_reads_what_the_first_wrote(head, cabinet):
    other = people.head()
    approval = submitted(head)
    assert list(step_of(approval).deciders()) == [other]


def test_a_circuit_that_leaves_all_to_the_author_is_refused(head):
    circuit(Role.HEAD)
    with pytest.raises(NobodyToDecide):
        submitted(head)


def test_withdrawing_gives_the_text_back_and_tells_who_was_asked(assistant, head, cabinet):
    approval = submitted(assistant)
    actions.withdraw_submission(approval=approval, actor=assistant, reason="Une date à vérifier")
    approval.refresh_from_db()
    assert approval.state == Poster.objects.get().state == State.WITHDRAWN
    assert {step.state for step in approval.steps.all()} == {StepState.CANCELLED}
    entry = Entry.objects.get(verb__startswith="a retiré")
    assert list(entry.notices.values_list("user", flat=True)) == [head.pk]
    with pytest.raises(SomebodyWasFaster):
        actions.withdraw_submission(approval=approval, actor=assistant)


def test_a_stranger_withdraws_nothing(assistant, head, cabinet, stranger):
    with pytest.raises(PermissionDenied):
        actions.withdraw_submission(approval=submitted(assistant), actor=stranger)
