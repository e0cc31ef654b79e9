"""Whatever people do, in whatever order, some things are always so."""

from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from comms.approvals import actions
from comms.approvals.errors import ApprovalError
from comms.approvals.models import Approval, ApprovalStep, Decision, Version, digest_of
from comms.approvals.tasks import reconcile
from comms.people.models import Role
from tests.approvals.factories import PosterFactory, circuit
from tests.approvals.subject.models import Poster
from tests.people import factories as people

TITLES = ("lundi", "mardi", "mercredi")
WHO = ("assistant", "head", "other_head", "cabinet", "stranger")
moves = st.one_of(
    st.tuples(st.just("submit"), st.sampled_from(WHO)),
    st.tuples(st.just("edit"), st.sampled_from(TITLES)),
    st.tuples(st.just("edit_outside"), st.sampled_from(TITLES)),
    st.tuples(st.just("decide"), st.sampled_from(WHO), st.sampled_from(Decision.Verdict.values)),
    st.tuples(st.just("withdraw"), st.sampled_from(WHO)),
    st.tuples(st.just("bypass"), st.sampled_from(WHO)),
    st.tuples(st.just("reconcile")),
)

#: The usual way; each play goes some of it first, so that all states are met.
USUAL = [("submit", "assistant"), ("decide", "head", "approved"), ("decide", "cabinet", "approved")]


class Office:
    """One poster and the people around it; each move is tried, refused moves change nothing."""

    def __init__(self):
        circuit(Role.HEAD, Role.CABINET)
        self.poster = PosterFactory(title="lundi")
        self.people = {
            "assistant": people.assistant(),
            "head": people.head(),
            "other_head": people.head(),
            "cabinet": people.cabinet(),
            "stranger": people.stranger(),
        }

    def try_(self, name, *words):
        with suppress(ApprovalError, PermissionDenied):
            getattr(self, name)(*words)

    def fresh(self):
        return Poster.objects.get(pk=self.poster.pk)

    def submit(self, who):
        actions.submit_version(subject=self.fresh(), author=self.people[who])

    def edit(self, title):
        with transaction.atomic():
            Poster.objects.update(title=title)
            actions.void_if_changed(subject=self.fresh(), actor=self.people["assistant"])

    def edit_outside(self, title):
        Poster.objects.update(title=title)

    def decide(self, who, verdict):
        steps = ApprovalStep.objects.readable()
        if step := steps.open().first() or steps.order_by("pk").last():
            digest = step.approval.version.digest
            actions.decide(
                step=step, actor=self.people[who], verdict=verdict, comment="Bien", seen_digest=digest
            )

    def withdraw(self, who):
        if approval := self.fresh().current_approval:
            actions.withdraw_submission(approval=approval, actor=self.people[who])

    def bypass(self, who):
        if approval := self.fresh().current_approval:
            actions.bypass(approval=approval, actor=self.people[who], reason="Alerte")

    def reconcile(self):
        reconcile()


def check(office):
    poster = office.fresh()
    approvals = list(Approval.objects.about(poster))
    in_force = [approval for approval in approvals if approval.state in Approval.IN_FORCE]
    assert len(in_force) <= 1
    for approval in approvals:
        steps = list(approval.steps.all())
        open_steps = [step for step in steps if step.is_open]
        assert len(open_steps) == (1 if approval.is_open else 0)
        for decision in Decision.objects.filter(step__approval=approval):
            assert decision.digest == approval.version.digest
            assert decision.decided_by != approval.owner, "nobody decides on their own text"
        if approval.state == Approval.State.APPROVED:
            decided = [step for step in steps if step.outcome]
            assert decided, "somebody said yes"
            assert all(step.outcome.approves for step in decided)
            assert {step.state for step in steps} <= {ApprovalStep.State.DECIDED, ApprovalStep.State.SKIPPED}
        if approval.state == Approval.State.BYPASSED:
            assert approval.emergency.reason
    for version in Version.objects.about(poster):
        assert version.digest == digest_of(version.content)
    numbers = sorted(Version.objects.about(poster).values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    if approvals:
        assert poster.state == approvals[0].state, "the thing was told of each change"


class Undo(Exception):
    pass


@pytest.mark.django_db
@given(st.integers(0, len(USUAL)), st.lists(moves, min_size=1, max_size=10))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_people_do_in_whatever_order(db, begun, played):
    with pytest.raises(Undo), transaction.atomic():  # each example starts from nothing
        office = Office()
        for move in USUAL[:begun] + played:
            office.try_(*move)
            check(office)
        reconcile()
        poster = office.fresh()
        if poster.approved_version:
            assert not poster.is_changed_since_approval, "within a minute nothing changed is approved"
        check(office)
        event(poster.state)
        raise Undo
