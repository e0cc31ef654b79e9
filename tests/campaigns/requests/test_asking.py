"""From the draft to the reference."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from campaigns.requests import actions
from campaigns.requests.errors import Incomplete, NotNow, ReasonMissing, SomebodyWasFaster
from campaigns.requests.models import CommunicationRequest, Door, RequestState, Turn, WaitsOn
from comms.calendar.working_days import local_today
from comms.outbox.models import OutgoingMail
from tests.campaigns.requests import factories
from tests.people.factories import DepartmentFactory

pytestmark = pytest.mark.django_db


def test_a_sent_request_has_its_reference_its_turn_and_its_mail(assistant):
    asked = factories.sent()
    assert asked.reference == f"D {local_today().year}-001"
    assert (asked.state, asked.waits_on, asked.lateness) == (RequestState.SUBMITTED, WaitsOn.UNIT, 0)
    assert Turn.objects.get().side == WaitsOn.UNIT
    assert OutgoingMail.objects.get().address == asked.requester.email
    assert assistant.notices.count() == 1


def test_references_follow_each_other():
    numbers = [factories.sent().number for _ in range(3)]
    assert numbers == [1, 2, 3]


def test_a_late_request_asks_why_and_then_leaves():
    asked = factories.draft(needed_on=local_today() + timedelta(days=1))
    with pytest.raises(ReasonMissing, match="jours ouvrés"):
        actions.submit_request(request=asked, actor=asked.entered_by)
    asked.refresh_from_db()
    assert asked.is_draft and asked.number is None
    actions.submit_request(request=asked, actor=asked.entered_by, late_reason="Imposé par l’État.")
    assert asked.lateness > 0
    assert asked.late_reason == "Imposé par l’État."


def test_what_is_missing_is_said_with_its_field():
    asked = factories.draft(audience="", purpose="")
    asked.kind.questions.create(label="Format ?", is_required=True)
    fields = [missing.field for missing in actions.missing_for_sending(asked)]
    assert fields == ["purpose", "audience", f"q{asked.kind.questions.get().pk}"]
    with pytest.raises(Incomplete, match="pour qui"):
        actions.submit_request(request=asked, actor=asked.entered_by)


def test_a_second_click_sends_nothing_more():
    asked = factories.draft()
    twin = CommunicationRequest.objects.get(pk=asked.pk)
    actions.submit_request(request=asked, actor=asked.entered_by)
    with pytest.raises(SomebodyWasFaster):
        actions.submit_request(request=twin, actor=asked.entered_by)
    assert Turn.objects.count() == 1


def test_the_kind_may_ask_for_the_head_of_the_direction():
    asked = factories.draft(kind=factories.RequestKindFactory(needs_endorsement=True))
    assert [missing.field for missing in actions.missing_for_sending(asked)] == ["endorsed_by"]


def test_a_draft_is_dropped_a_sent_request_isnt(assistant):
    asked = factories.draft()
    actions.drop_draft(request=asked, actor=asked.entered_by)
    assert not CommunicationRequest.objects.exists()
    with pytest.raises(NotNow):
        actions.drop_draft(request=factories.sent(), actor=assistant)


def test_what_was_asked_in_a_corridor_is_on_the_pile_without_a_mail(assistant):
    noted = actions.note_in_passing(actor=assistant, title="Un panneau", requester_name="Une conseillère")
    assert noted.door == Door.CORRIDOR
    assert list(CommunicationRequest.objects.to_triage(local_today())) == [noted]
    assert not OutgoingMail.objects.exists()


def test_who_has_no_account_gets_the_words_without_a_link(assistant):
    actions.enter_request(
        actor=assistant, title="Un tournoi", door=Door.ASSOCIATION, organisation="Amicale",
        requester_name="Sa présidente", email="amicale@example.org",
    )  # fmt: skip
    mail = OutgoingMail.objects.get()
    assert mail.address == "amicale@example.org"
    assert "/demandes/" not in bytes(mail.letter.source).decode()


def test_a_day_brought_forward_while_completing_asks_why(assistant):
    asked = factories.sent()
    soon = local_today() + timedelta(days=1)
    with pytest.raises(ReasonMissing):
        actions.save_request(request=asked, actor=assistant, changes={"needed_on": soon})
    actions.save_request(
        request=asked, actor=assistant, changes={"needed_on": soon}, late_reason="Avancé par le préfet."
    )
    assert asked.lateness > 0


def test_only_texts_pass_from_a_form_to_the_row(assistant):
    with pytest.raises(TypeError):
        actions.save_request(request=factories.draft(), actor=assistant, changes={"state": "accepted"})


def test_files_are_checked_by_their_content_and_kept_once():
    asked = factories.draft()
    for _ in range(2):
        actions.attach_files(request=asked, actor=asked.entered_by, files=[factories.picture()])
    assert asked.files.count() == 1
    bad = factories.picture("facture.pdf")
    bad.seek(0)
    bad.truncate(20)
    with pytest.raises(ValidationError, match="facture"):
        actions.attach_files(request=asked, actor=asked.entered_by, files=[factories.picture("b.jpg"), bad])


def test_who_asked_may_withdraw(assistant):
    asked = factories.sent()
    actions.withdraw_request(request=asked, actor=asked.requester, reason="Annulé.")
    assert (asked.state, asked.waits_on) == (RequestState.WITHDRAWN, WaitsOn.NOBODY)


def test_a_request_of_the_culture_service_is_of_its_direction():
    direction = DepartmentFactory()
    asked = factories.sent(factories.contact(department=DepartmentFactory(parent=direction)))
    above = factories.contact(department=direction)
    assert list(CommunicationRequest.objects.of_department(above)) == [asked]
    assert list(CommunicationRequest.objects.visible_to(above)) == [asked]


def test_a_request_is_found_by_its_words_and_its_reference():
    asked = factories.sent(title="Fête de la mer", place="Boulari")
    factories.sent(title="Autre chose")
    for words in ("fetes", "boulari", asked.reference):
        assert list(CommunicationRequest.objects.search(words)) == [asked]
