"""Several people at the same instant, on the real database; each beside the same scene with the lock off."""

import threading

import pytest
from django.db import IntegrityError, connection

from comms.approvals import actions
from comms.approvals.actions import deciding, moves
from comms.approvals.errors import ApprovalError, ChangedSinceSeen, SomebodyWasFaster
from comms.approvals.models import Approval, ApprovalStep, Decision, Version
from tests.approvals.factories import PosterFactory, step_of, submitted
from tests.approvals.subject.models import Poster
from tests.people import factories as people

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """Run these at the same instant, each on its own connection; what each gave or raised."""
    barrier = threading.Barrier(len(works))
    outcomes = [None] * len(works)

    def run(place, work):
        try:
            barrier.wait(timeout=10)
            outcomes[place] = work()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    return outcomes


@pytest.fixture
def heads(db):
    return [people.head() for _ in range(4)]


def decision_of(actor, approval):
    step = step_of(approval)
    return lambda: actions.decide(
        step=step, actor=actor, verdict=Decision.Verdict.APPROVED, seen_digest=approval.version.digest
    )


def submitted_by_somebody():
    people.cabinet()
    return submitted(people.assistant())


def test_two_approvers_at_the_same_instant_make_one_decision(heads):
    approval = submitted_by_somebody()
    outcomes = at_once(*(decision_of(head, approval) for head in heads))
    assert sum(isinstance(outcome, Decision) for outcome in outcomes) == 1
    kind = [outcome for outcome in outcomes if not isinstance(outcome, Decision)]
    assert all(isinstance(outcome, SomebodyWasFaster) for outcome in kind)
    assert all("a approuvé cette étape" in str(outcome) for outcome in kind)
    assert ApprovalStep.objects.open().count() == 1


def test_without_the_lock_and_the_test_of_the_state_only_the_constraint_is_left(heads, monkeypatch):
    """The negative control: several go on to write, and an error stops them instead of a kind word."""
    waiting = threading.Barrier(len(heads))

    def unlocked(subject):
        return type(subject)._base_manager.get(pk=subject.pk)

    def unconditional(row, to, **stamps):
        if isinstance(row, ApprovalStep) and to == ApprovalStep.State.DECIDED:
            waiting.wait(timeout=10)
        type(row).objects.filter(pk=row.pk).update(state=to, **stamps)
        row.state = to

    approval = submitted_by_somebody()
    for module in (deciding, moves):
        monkeypatch.setattr(module, "locked", unlocked)
        monkeypatch.setattr(module, "move", unconditional)
    outcomes = at_once(*(decision_of(head, approval) for head in heads))
    assert any(isinstance(outcome, IntegrityError) for outcome in outcomes)


def test_an_edit_at_the_same_instant_is_before_or_after_never_under_the_decision(heads):
    head = heads[0]
    for _ in range(5):
        approval = submitted_by_somebody()
        poster = approval.subject

        def edit(poster=poster):
            Poster.objects.filter(pk=poster.pk).update(title="Modifié à l’instant")
            return actions.void_if_changed(subject=Poster.objects.get(pk=poster.pk))

        decided, _ = at_once(decision_of(head, approval), edit)
        approval.refresh_from_db()
        assert isinstance(decided, Decision | ChangedSinceSeen | SomebodyWasFaster)
        assert approval.state == Approval.State.VOIDED
        assert poster.approved_version is None


def test_twenty_clicks_on_submit_make_one_version_and_one_approval(heads):
    people.cabinet()
    author, poster = people.assistant(), PosterFactory()
    outcomes = at_once(
        *(
            lambda: actions.submit_version(subject=Poster.objects.get(pk=poster.pk), author=author)
            for _ in range(8)
        )
    )
    assert sum(isinstance(outcome, Approval) for outcome in outcomes) == 1
    assert all(isinstance(outcome, Approval | ApprovalError) for outcome in outcomes)
    assert Version.objects.count() == Approval.objects.count() == 1


def test_without_the_lock_twenty_clicks_meet_in_the_database(heads, monkeypatch):
    people.cabinet()
    author, poster = people.assistant(), PosterFactory()
    waiting = threading.Barrier(4)

    def unlocked(subject):
        waiting.wait(timeout=10)
        return type(subject)._base_manager.get(pk=subject.pk)

    monkeypatch.setattr("comms.approvals.actions.submitting.locked", unlocked)
    outcomes = at_once(
        *(
            lambda: actions.submit_version(subject=Poster.objects.get(pk=poster.pk), author=author)
            for _ in range(4)
        )
    )
    assert any(isinstance(outcome, IntegrityError) for outcome in outcomes)


def test_two_workers_that_reconcile_at_once_make_one_version(heads):
    approval = submitted_by_somebody()
    Poster.objects.update(title="Autre")
    work = lambda: actions.void_if_changed(subject=Poster.objects.get())  # noqa: E731
    made = [outcome for outcome in at_once(work, work, work) if outcome is not None]
    assert [version.number for version in made] == [2]
    assert Version.objects.about(approval.subject).count() == 2
