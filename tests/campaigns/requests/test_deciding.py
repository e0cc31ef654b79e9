"""What the unit decides, and what becomes of who asked."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from campaigns.planning.models import Action, ActionState, Task
from campaigns.requests import actions
from campaigns.requests.errors import NotNow, ReasonMissing, SomebodyWasFaster
from campaigns.requests.models import REQUEST_MOVES, CommunicationRequest, RequestState, WaitsOn
from comms.calendar.working_days import local_today
from comms.outbox.models import OutgoingMail
from tests.campaigns.requests import factories

pytestmark = pytest.mark.django_db


def test_accepted_it_is_an_action_with_its_plan_and_its_facts(head, assistant):
    asked = factories.sent(kind=factories.kind_with_plan(), place="La Coulée")
    action = actions.accept_request(request=asked, actor=head, level="A", lead=assistant)
    assert (action.title, action.starts_on, action.place) == (asked.title, asked.needed_on, "La Coulée")
    assert (action.origin, action.lead) == (Action.Origin.REQUEST, assistant)
    assert list(action.departments.all()) == [asked.department]
    assert list(action.tasks.order_by("due_on").values_list("title", flat=True)) == ["Maquette", "Affichage"]
    assert (asked.state, asked.level, asked.action) == (RequestState.ACCEPTED, "A", action)


def test_what_the_head_accepts_is_decided_and_planned_as_far_as_its_plan_goes(head, assistant):
    planned = actions.accept_request(request=factories.sent(kind=factories.kind_with_plan()), actor=head)
    assert (planned.state, planned.decided_by) == (ActionState.PLANNED, "Tri des demandes")
    assert actions.accept_request(request=factories.sent(), actor=head).state == ActionState.APPROVED
    proposed_later = actions.accept_request(request=factories.sent(), actor=assistant)
    assert (proposed_later.state, proposed_later.decided_by) == (ActionState.IDEA, "")


def test_a_late_request_is_taken_on_by_the_head_alone(head, assistant):
    asked = factories.late()
    with pytest.raises(PermissionDenied):
        actions.accept_request(request=asked, actor=assistant)
    assert not Action.objects.exists()
    actions.accept_request(request=asked, actor=head)
    assert asked.state == RequestState.ACCEPTED


def test_accepted_twice_in_a_row_the_second_is_told(head):
    asked = factories.sent()
    twin = CommunicationRequest.objects.get(pk=asked.pk)
    actions.accept_request(request=asked, actor=head)
    with pytest.raises(SomebodyWasFaster, match="Acceptée"):
        actions.accept_request(request=twin, actor=head)
    assert Action.objects.count() == 1


def test_lightened_says_what_is_done(head):
    asked = factories.sent()
    with pytest.raises(ReasonMissing):
        actions.accept_request(request=asked, actor=head, is_lightened=True)
    actions.accept_request(request=asked, actor=head, is_lightened=True, words="Une publication.")
    assert asked.is_lightened
    assert "Une publication." in asked.action.description


def test_a_double_s_people_follow_the_other(head):
    kept, double = factories.sent(), factories.sent()
    actions.merge_request(request=double, other=kept, actor=head)
    assert kept in CommunicationRequest.objects.visible_to(double.requester)
    OutgoingMail.objects.all().delete()
    actions.post_message(request=kept, author=head, text="Où en est la salle ?")
    told = set(OutgoingMail.objects.values_list("address", flat=True))
    assert told == {kept.requester.email, double.requester.email}


def test_a_double_isnt_merged_with_itself_nor_with_one_that_is_over(head):
    asked, over = factories.sent(), factories.sent()
    actions.decline_request(request=over, actor=head, reason="Non.")
    for other in (asked, over):
        with pytest.raises(NotNow):
            actions.merge_request(request=asked, other=other, actor=head)


def test_a_confidential_request_doesnt_open_by_a_merge(head):
    secret, asked = factories.sent(is_confidential=True), factories.sent()
    with pytest.raises(NotNow, match="confidentielle"):
        actions.merge_request(request=asked, other=secret, actor=head)


def test_asked_for_more_the_clock_waits_on_who_asked_until_the_answer(assistant):
    asked = factories.sent()
    actions.ask_more(request=asked, actor=assistant, question="Quelle salle ?")
    assert (asked.state, asked.waits_on) == (RequestState.TO_COMPLETE, WaitsOn.REQUESTER)
    assert asked in CommunicationRequest.objects.waiting_on_requester(asked.requester)
    actions.post_message(request=asked, author=asked.requester, text="La salle Camille.")
    assert (asked.state, asked.waits_on) == (RequestState.SUBMITTED, WaitsOn.UNIT)
    assert [turn.side for turn in asked.turns.all()] == ["unit", "requester", "unit"]


def test_declined_or_redirected_says_why(head):
    asked = factories.sent()
    with pytest.raises(ReasonMissing):
        actions.decline_request(request=asked, actor=head, reason=" ")
    with pytest.raises(ReasonMissing, match="modèle"):
        actions.redirect_request(request=asked, actor=head)
    asked.kind.self_service_name = "Modèle d’affiche"
    asked.kind.save()
    actions.redirect_request(request=asked, actor=head)
    assert "Modèle d’affiche" in asked.state_reason


def test_put_off_it_leaves_the_pile_until_its_day(assistant):
    asked, today = factories.sent(), local_today()
    actions.snooze_request(request=asked, actor=assistant, until=today + timedelta(days=7))
    assert not CommunicationRequest.objects.to_triage(today).exists()
    assert CommunicationRequest.objects.to_triage(today + timedelta(days=7)).exists()
    assert asked.waits_on == WaitsOn.UNIT


def test_put_off_after_a_decision_somebody_was_faster(head):
    asked = factories.sent()
    twin = CommunicationRequest.objects.get(pk=asked.pk)
    actions.ask_more(request=asked, actor=head, question="Quoi ?")
    with pytest.raises(SomebodyWasFaster):
        actions.snooze_request(request=twin, actor=head, until=local_today() + timedelta(days=3))


def test_the_cabinet_is_asked_and_answers_in_private(head, cabinet):
    asked = factories.sent()
    actions.ask_cabinet(request=asked, actor=head, question="Le maire vient-il ?")
    assert asked.waits_on == WaitsOn.CABINET
    assert asked in CommunicationRequest.objects.waiting_on_cabinet()
    actions.answer_for_cabinet(request=asked, actor=cabinet, answer="Oui.")
    assert asked.waits_on == WaitsOn.UNIT
    assert not asked.thread.public().exists()


def test_a_confidential_request_makes_a_confidential_action(head):
    asked = factories.accepted(actor=head, is_confidential=True)
    assert asked.action.is_confidential
    assert asked.action not in Action.objects.visible_to(asked.requester)
    assert not Task.objects.visible_to(asked.requester).exists()


@pytest.mark.parametrize("start", RequestState.values)
@pytest.mark.parametrize("end", RequestState.values)
def test_only_the_moves_of_the_table_are_made(start, end):
    asked = CommunicationRequest(state=start, pk=0)
    if end not in REQUEST_MOVES[start]:
        with pytest.raises((SomebodyWasFaster, CommunicationRequest.DoesNotExist)):
            asked.move(end)
