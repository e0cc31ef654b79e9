"""Requests: what the unit must say something about, what my direction or I asked for."""

from functools import cached_property

from campaigns.requests.models import CommunicationRequest
from campaigns.requests.permissions import may_answer_for_cabinet, may_triage
from comms.people.models import Role
from desk.day.section import Section, Shown


class RequestsSection(Section):
    @cached_property
    def to_triage(self) -> Shown:
        if not may_triage(self.user):
            return Shown()
        return Shown.of(CommunicationRequest.objects.to_triage(self.today).readable())

    @cached_property
    def for_cabinet(self) -> Shown:
        if not may_answer_for_cabinet(self.user):
            return Shown()
        waiting = CommunicationRequest.objects.waiting_on_cabinet().readable()
        return Shown.of(waiting.order_by("submitted_at", "pk"))

    @cached_property
    def to_answer(self) -> Shown:
        """What waits for my answer or my agreement."""
        waiting = CommunicationRequest.objects.waiting_on_requester(self.user).readable()
        return Shown.of(waiting.order_by("remind_on", "pk"))

    @cached_property
    def of_my_department(self) -> Shown:
        """Under way; for who isn't of the unit, which has its own list of them."""
        if may_triage(self.user):
            return Shown()
        if self.user.has_role(Role.DEPARTMENT_CONTACT):
            rows = CommunicationRequest.objects.of_department(self.user)
        else:
            rows = CommunicationRequest.objects.asked_by(self.user)
        rows = rows.visible_to(self.user).open().readable()
        return Shown.of(rows.order_by("needed_on", "pk"))

    @property
    def title_of_mine(self) -> str:
        of_direction = self.user.has_role(Role.DEPARTMENT_CONTACT)
        return "Les demandes de ma direction" if of_direction else "Mes demandes"

    @property
    def count(self) -> int:
        return len(self.to_triage) + len(self.for_cabinet) + len(self.to_answer)
