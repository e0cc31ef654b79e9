from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from comms.approvals import actions
from comms.approvals.errors import ChangedSinceSeen, SomebodyWasFaster, WordsMissing
from comms.approvals.models import Approval, ApprovalStep, Decision
from comms.calendar.working_days import local_today
from comms.people.models import Role
from tests.approvals.factories import (
    PosterFactory,
    circuit,
    last_mail,
    mails,
    say,
    step_of,
    submitted,
)
from tests.approvals.subject.models import Poster
from tests.people import factories as people
from tests.people.factories import DeputyFactory

pytestmark = pytest.mark.django_db
Verdict, State = Decision.Verdict, Approval.State


def standing_in(deputy, absentee, starts_in=0, days=3):
    today = local_today()
    return DeputyFactory(
        deputy=deputy,
        absentee=absentee,
        starts_on=today + timedelta(days=starts_in),
        ends_on=today + timedelta(days=starts_in + days),
    )


# --- who may ---------------------------------------------------------------------------------------
WHO = ("assistant", "head", "cabinet", "secretary_general", "department_contact", "elected", "stranger")


@pytest.mark.parametrize("verdict", Verdict.values)
@pytest.mark.parametrize("who", [*WHO, "superuser"])
def test_only_the_holder_of_the_steps_role_decides_whatever_the_verdict(
    request, assistant, head, cabinet, who, verdict
):
    approval = submitted(people.assistant())
    actor = request.getfixturevalue(who)
    if who == "head":
        assert say(approval, actor, verdict, "Oui, mais").verdict == verdict
    else:
        with pytest.raises(PermissionDenied, match="Chargé"):
            say(approval, actor, verdict, "Oui, mais")
        assert not Decision.objects.exists()


def test_the_next_step_isnt_decided_before_its_turn(assistant, head, cabinet):
    approval = submitted(assistant)
    later = approval.steps.get(role=Role.CABINET)
    with pytest.raises(SomebodyWasFaster):
        actions.decide(
            step=later, actor=cabinet, verdict=Verdict.APPROVED, seen_digest=approval.version.digest
        )


def test_a_named_person_decides_and_nobody_else(assistant, secretary_general):
    circuit(secretary_general)
    approval = submitted(assistant)
    with pytest.raises(PermissionDenied):
        say(approval, people.secretary_general())
    assert say(approval, secretary_general).on_behalf_of is None


def test_a_closed_account_decides_nothing(assistant, head, cabinet):
    approval = submitted(assistant)
    head.is_active = False
    head.save()
    with pytest.raises(PermissionDenied):
        say(approval, head)


def test_nobody_approves_their_own_version(head, cabinet):
    people.head()
    approval = submitted(head)
    with pytest.raises(PermissionDenied, match="son propre texte"):
        say(approval, head)
    assert not ApprovalStep.objects.awaiting(head).exists()


def test_one_approves_ones_own_version_where_the_circuit_says_so(head):
    circuit(Role.HEAD, allows_own_version=True)
    approval = submitted(head)
    assert ApprovalStep.objects.awaiting(head).get().approval == approval
    say(approval, head)
    assert Poster.objects.get().state == State.APPROVED


def test_who_submits_a_text_changed_outside_answers_for_it(assistant, head, cabinet):
    other = people.head()
    approval = submitted(assistant)
    Poster.objects.update(title="Autre titre")
    actions.void_if_changed(subject=approval.subject)
    again = submitted(head, approval.subject)
    assert again.version.author is None
    with pytest.raises(PermissionDenied):
        say(again, head)
    assert say(again, other)


# --- deputies --------------------------------------------------------------------------------------
def test_a_deputy_decides_in_the_absentees_name_and_says_so(assistant, head, cabinet):
    deputy = people.secretary_general()
    standing_in(deputy, head)
    approval = submitted(assistant)
    assert mails() == {(head.email, "À valider"), (deputy.email, "À valider")}
    decision = say(approval, deputy)
    assert (decision.decided_by, decision.on_behalf_of) == (deputy, head)


@pytest.mark.parametrize("starts_in", [1, -4])
def test_a_deputy_decides_nothing_before_nor_after_the_absence(assistant, head, cabinet, starts_in):
    deputy = people.secretary_general()
    standing_in(deputy, head, starts_in=starts_in)
    approval = submitted(assistant)
    assert not ApprovalStep.objects.awaiting(deputy).exists()
    with pytest.raises(PermissionDenied):
        say(approval, deputy)


def test_a_deputy_doesnt_approve_their_own_text(assistant, head, cabinet):
    standing_in(assistant, head)
    with pytest.raises(PermissionDenied, match="son propre texte"):
        say(submitted(assistant), assistant)


def test_the_deputy_of_a_named_person_decides(assistant, elected, secretary_general):
    circuit(elected)
    standing_in(secretary_general, elected)
    assert say(submitted(assistant), secretary_general).on_behalf_of == elected


# --- what becomes of it ----------------------------------------------------------------------------
def test_the_last_yes_approves_the_version(assistant, head, cabinet):
    approval = submitted(assistant)
    say(approval, head)
    assert Poster.objects.get().approved_version is None
    say(approval, cabinet, Verdict.APPROVED_WITH_REMARKS, "Bravo")
    poster = Poster.objects.get()
    assert (poster.state, poster.approved_version) == (State.APPROVED, approval.version)
    assert not poster.is_changed_since_approval


@pytest.mark.parametrize(
    ("verdict", "state"),
    [(Verdict.CHANGES_ASKED, State.CHANGES_ASKED), (Verdict.REFUSED, State.REFUSED)],
)
def test_a_no_ends_the_circuit_and_tells_the_author(assistant, head, cabinet, verdict, state):
    approval = submitted(assistant)
    before = last_mail()
    say(approval, head, verdict, "Il manque la durée.")
    poster = Poster.objects.get()
    assert (poster.state, poster.approved_version) == (state, None)
    assert not ApprovalStep.objects.open().exists()
    assert {address for address, _ in mails(after=before)} == {assistant.email}


@pytest.mark.parametrize("verdict", [Verdict.CHANGES_ASKED, Verdict.REFUSED, Verdict.APPROVED_WITH_REMARKS])
def test_a_no_or_a_remark_says_why(assistant, head, cabinet, verdict):
    with pytest.raises(WordsMissing):
        say(submitted(assistant), head, verdict, "  \n ")


def test_postgresql_refuses_a_no_without_a_comment(assistant, head, cabinet):
    approval = submitted(assistant)
    with pytest.raises(IntegrityError, match="says_why"), transaction.atomic():
        Decision.objects.create(
            step=step_of(approval),
            verdict=Verdict.REFUSED,
            decided_by=head,
            digest=approval.version.digest,
            decided_at=timezone.now(),
        )


def test_a_step_is_decided_once(assistant, head, cabinet):
    other = people.head()
    approval = submitted(assistant)
    step = step_of(approval)
    say(approval, head)
    with pytest.raises(SomebodyWasFaster, match=f"{head} a approuvé cette étape"):
        actions.decide(
            step=step,
            actor=other,
            verdict=Verdict.REFUSED,
            comment="Non",
            seen_digest=approval.version.digest,
        )
    assert Decision.objects.count() == 1


# --- who approves sees what he approves ------------------------------------------------------------
def test_a_text_edited_meanwhile_isnt_approved_and_what_changed_is_shown(assistant, head, cabinet):
    approval = submitted(assistant, title="Route fermée lundi")
    step = step_of(approval)
    Poster.objects.update(title="Route fermée mardi")
    with pytest.raises(ChangedSinceSeen) as refusal:
        actions.decide(step=step, actor=head, verdict=Verdict.APPROVED, seen_digest=approval.version.digest)
    (difference,) = refusal.value.differences
    assert difference.label == "Titre"
    assert [piece.text for piece in difference.pieces if piece.kind != "same"] == ["lundi", "mardi"]
    approval.refresh_from_db()
    assert approval.state == State.VOIDED, "found now, not at the next minute"
    assert not Decision.objects.exists()


def test_the_digest_of_another_version_decides_nothing(assistant, head, cabinet):
    poster = PosterFactory(title="Lundi")
    first = submitted(assistant, poster)
    poster.title = "Mardi"
    poster.save()
    second = submitted(assistant, poster)
    with pytest.raises(ChangedSinceSeen) as refusal:
        actions.decide(
            step=step_of(second), actor=head, verdict=Verdict.APPROVED, seen_digest=first.version.digest
        )
    assert refusal.value.differences
    second.refresh_from_db()
    assert second.is_open, "the version that waits is still the one to read"


def test_an_invented_digest_decides_nothing(assistant, head, cabinet):
    approval = submitted(assistant)
    with pytest.raises(ChangedSinceSeen):
        actions.decide(step=step_of(approval), actor=head, verdict=Verdict.APPROVED, seen_digest="0" * 64)


# --- several at once -------------------------------------------------------------------------------
def test_one_that_cant_be_decided_leaves_the_others(assistant, head, cabinet):
    good, changed, foreign = (submitted(assistant) for _ in range(3))
    say(foreign, head)
    seen = [(step_of(approval), approval.version.digest) for approval in (good, changed, foreign)]
    Poster.objects.filter(pk=changed.subject_id).update(title="Autre")
    done, left = actions.decide_several(seen=seen, actor=head, verdict=Verdict.APPROVED)
    assert [decision.step.approval for decision in done] == [good]
    assert [step.approval for step, _ in left] == [changed, foreign]
    assert "a changé" in left[0][1]
    assert "Directeur" in left[1][1]


# --- what waits ------------------------------------------------------------------------------------
def test_late_ones_come_first(assistant, head, cabinet):
    first, second = submitted(assistant), submitted(assistant)
    today = local_today()
    ApprovalStep.objects.filter(approval=second, state="open").update(due_on=today - timedelta(days=3))
    assert [step.approval for step in ApprovalStep.objects.awaiting(head)] == [second, first]
    assert [step.approval for step in ApprovalStep.objects.late(today)] == [second]


def test_a_person_sees_the_approvals_that_pass_through_them_and_their_own(
    assistant, head, cabinet, secretary_general, elected, stranger, superuser
):
    circuit(Role.HEAD, Role.SECRETARY_GENERAL)
    author = people.department_contact()
    approval = submitted(author)
    seen = {
        user: ApprovalStep.objects.visible_to(user).filter(approval=approval).exists()
        for user in (assistant, head, cabinet, secretary_general, author, superuser, elected, stranger)
    }
    assert [user for user, sees in seen.items() if not sees] == [elected, stranger]
