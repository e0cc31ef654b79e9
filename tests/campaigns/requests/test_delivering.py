"""Shown, corrected, agreed, rated; and what the clock does meanwhile."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from campaigns.requests import actions
from campaigns.requests.errors import NotNow, ReasonMissing
from campaigns.requests.models import CommunicationRequest, Delivery, RequestKind, RequestState, WaitsOn
from campaigns.requests.tasks import close_quiet_requests, remind_requesters, show_approved_deliveries
from comms.approvals.models import Circuit
from comms.calendar.working_days import is_working_day, local_today
from comms.outbox.models import OutgoingMail
from comms.people.models import Role
from tests.approvals.factories import say
from tests.campaigns.requests import factories
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_corrected_then_agreed_counts_one_correction_and_waits_on_each_side():
    first = factories.shown()
    asked = first.request
    assert (asked.state, asked.waits_on) == (RequestState.TO_AGREE, WaitsOn.REQUESTER)
    with pytest.raises(ReasonMissing):
        actions.answer_delivery(delivery=first, actor=asked.requester, verdict="to_correct")
    actions.answer_delivery(
        delivery=first, actor=asked.requester, verdict="to_correct", comment="La date est le 14."
    )
    assert (asked.state, asked.corrections, asked.waits_on) == ("in_production", 1, "unit")
    second = actions.deliver(request=asked, actor=asked.decided_by, text="Corrigée.")
    actions.answer_delivery(delivery=second, actor=asked.requester, verdict="agreed")
    assert (asked.state, asked.waits_on, asked.delivered_on) == ("delivered", "nobody", local_today())


def test_only_the_last_version_is_answered():
    first = factories.shown()
    asked = first.request
    actions.answer_delivery(delivery=first, actor=asked.requester, verdict="to_correct", comment="Non.")
    actions.deliver(request=asked, actor=asked.decided_by, text="Deuxième.")
    with pytest.raises(NotNow, match="plus récente"):
        actions.answer_delivery(delivery=first, actor=asked.requester, verdict="agreed")


@pytest.fixture
def film():
    """A kind whose deliveries the head reads first."""
    return factories.RequestKindFactory(circuit=Circuit.objects.usual(Delivery.approval_kind))


def test_what_goes_round_a_circuit_is_shown_once_it_said_yes(film):
    asked = factories.accepted(kind=film)
    made = actions.deliver(request=asked, actor=UserFactory(roles=[Role.ASSISTANT]), text="Premier montage.")
    assert (asked.state, made.is_shown, made.current_approval.is_open) == (RequestState.ACCEPTED, False, True)
    with pytest.raises(NotNow, match="en validation"):
        actions.deliver(request=asked, actor=asked.decided_by, text="Deuxième montage.")
    show_approved_deliveries()
    with pytest.raises(NotNow, match="encore en validation"):
        actions.answer_delivery(delivery=made, actor=asked.requester, verdict="agreed")
    say(made.current_approval, asked.decided_by)
    told = OutgoingMail.objects.filter(address=asked.requester.email)
    before = told.count()
    show_approved_deliveries()
    show_approved_deliveries()
    asked.refresh_from_db()
    assert (asked.state, told.count()) == (RequestState.TO_AGREE, before + 1)


def test_what_a_circuit_sends_back_is_never_shown_and_made_again(film):
    asked = factories.accepted(kind=film)
    made = actions.deliver(request=asked, actor=UserFactory(roles=[Role.ASSISTANT]), text="Premier montage.")
    say(made.current_approval, asked.decided_by, verdict="refused", comment="Trop long.")
    show_approved_deliveries()
    assert not asked.deliveries.shown().exists()
    again = actions.deliver(request=asked, actor=asked.decided_by, text="Deuxième montage.")
    assert (again.number, again.current_approval.is_open) == (2, True)


def test_a_withdrawn_request_is_shown_nothing_more(film):
    asked = factories.accepted(kind=film)
    made = actions.deliver(request=asked, actor=UserFactory(roles=[Role.ASSISTANT]), text="Premier montage.")
    say(made.current_approval, asked.decided_by)
    actions.withdraw_request(request=asked, actor=asked.requester, reason="La fête est annulée.")
    show_approved_deliveries()
    assert not asked.deliveries.shown().exists()


def test_where_nobody_has_to_agree_it_is_delivered_at_once():
    kind = factories.RequestKindFactory(agreed_by=RequestKind.AgreedBy.NOBODY)
    assert factories.shown(kind=kind).request.state == RequestState.DELIVERED


def test_rated_once_it_is_closed():
    kind = factories.RequestKindFactory(agreed_by=RequestKind.AgreedBy.NOBODY)
    asked = factories.shown(kind=kind).request
    actions.rate_request(request=asked, actor=asked.requester, rating=4, words="Bien.")
    assert (asked.state, asked.rating) == (RequestState.CLOSED, 4)
    with pytest.raises(NotNow):
        actions.rate_request(request=asked, actor=asked.requester, rating=1)


def worked_moment() -> datetime:
    day = local_today()
    while not is_working_day(day):
        day += timedelta(days=1)
    return timezone.make_aware(datetime.combine(day, time(9)))


def owing(asked: CommunicationRequest, at: datetime) -> None:
    CommunicationRequest.objects.filter(pk=asked.pk).update(remind_on=local_today(at))


def test_who_owes_an_answer_is_reminded_once_a_due_day(time_machine):
    at = worked_moment()
    time_machine.move_to(at)
    asked = factories.shown().request
    owing(asked, at)
    OutgoingMail.objects.all().delete()
    remind_requesters()
    remind_requesters()
    assert OutgoingMail.objects.count() == 1
    asked.refresh_from_db()
    assert asked.remind_on > local_today(at)


def test_nobody_is_reminded_on_a_day_off(time_machine):
    at = timezone.make_aware(datetime(2026, 12, 25, 9))
    asked = factories.shown().request
    time_machine.move_to(at)
    owing(asked, at)
    assert not actions.remind_requester(request=asked, at=at)


def test_who_has_answered_isnt_reminded():
    delivery = factories.shown()
    actions.answer_delivery(delivery=delivery, actor=delivery.request.requester, verdict="agreed")
    assert not CommunicationRequest.objects.due_for_reminder(local_today() + timedelta(days=99)).exists()


def test_delivered_long_ago_and_left_without_a_word_it_closes():
    kind = factories.RequestKindFactory(agreed_by=RequestKind.AgreedBy.NOBODY)
    asked = factories.shown(kind=kind).request
    close_quiet_requests()
    asked.refresh_from_db()
    assert asked.state == RequestState.DELIVERED
    CommunicationRequest.objects.filter(pk=asked.pk).update(close_on=local_today())
    close_quiet_requests()
    close_quiet_requests()
    asked.refresh_from_db()
    assert asked.state == RequestState.CLOSED
