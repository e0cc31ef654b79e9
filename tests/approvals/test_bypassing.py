import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from comms.approvals import actions
from comms.approvals.errors import ChangedSinceSeen, SomebodyWasFaster, WordsMissing
from comms.approvals.models import Approval, Bypass
from comms.calendar.working_days import local_today
from comms.journal.models import Entry
from tests.approvals.factories import last_mail, mails, say, submitted
from tests.approvals.subject.models import Poster
from tests.people import factories as people

pytestmark = pytest.mark.django_db
ALLOWED = ("head", "cabinet")
OTHERS = ("assistant", "secretary_general", "department_contact", "elected", "stranger", "superuser")


@pytest.mark.parametrize("who", ALLOWED)
def test_an_emergency_is_let_through_told_and_counted(request, assistant, head, cabinet, who):
    actor = request.getfixturevalue(who)
    approval = submitted(assistant)
    before = last_mail()
    bypass = actions.bypass(approval=approval, actor=actor, reason=" Alerte cyclonique ")
    poster = Poster.objects.get()
    assert (poster.state, poster.approved_version) == (Approval.State.BYPASSED, approval.version)
    assert bypass.reason == "Alerte cyclonique"
    everyone = {user.email for user in (assistant, head, cabinet)} - {actor.email}
    assert {address for address, _ in mails(after=before)} == everyone
    entry = Entry.objects.get(verb__startswith="a approuvé en urgence")
    assert {notice.user for notice in entry.notices.all()} == {assistant, head, cabinet} - {actor}
    assert Bypass.objects.in_year(local_today()).count() == 1


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_bypasses_the_circuit(request, head, cabinet, who):
    approval = submitted(people.assistant())
    with pytest.raises(PermissionDenied):
        actions.bypass(approval=approval, actor=request.getfixturevalue(who), reason="Vite")
    assert not Bypass.objects.exists()


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_bypass_says_why(assistant, head, cabinet, reason):
    with pytest.raises(WordsMissing):
        actions.bypass(approval=submitted(assistant), actor=cabinet, reason=reason)


def test_postgresql_refuses_a_bypass_without_a_reason(assistant, head, cabinet):
    approval = submitted(assistant)
    with pytest.raises(IntegrityError, match="a_bypass_says_why"), transaction.atomic():
        Bypass.objects.create(approval=approval, by=cabinet, reason="", bypassed_at=timezone.now())


def test_a_settled_approval_isnt_bypassed(assistant, head, cabinet):
    approval = submitted(assistant)
    say(approval, head)
    say(approval, cabinet)
    with pytest.raises(SomebodyWasFaster):
        actions.bypass(approval=approval, actor=cabinet, reason="Vite")


def test_an_emergency_lets_through_only_the_text_that_was_submitted(assistant, head, cabinet):
    approval = submitted(assistant)
    Poster.objects.update(title="Autre")
    with pytest.raises(ChangedSinceSeen):
        actions.bypass(approval=approval, actor=cabinet, reason="Vite")
    assert Poster.objects.get().state == Approval.State.VOIDED


def test_a_change_after_a_bypass_voids_it_and_tells_who_gave_it(assistant, head, cabinet):
    approval = submitted(assistant)
    actions.bypass(approval=approval, actor=cabinet, reason="Vite")
    before = last_mail()
    Poster.objects.update(title="Autre")
    actions.void_if_changed(subject=approval.subject)
    assert (cabinet.email, "Texte modifié, validation caduque") in mails(after=before)
    assert Poster.objects.get().approved_version is None
