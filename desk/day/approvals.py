"""What waits for my decision, and where the texts I submitted stand."""

from functools import cached_property

from comms.approvals.models import ApprovalStep
from desk.day.section import SHOWN, Section


class ApprovalsSection(Section):
    @cached_property
    def to_approve(self) -> list[ApprovalStep]:
        return list(ApprovalStep.objects.awaiting(self.user).readable()[:200])

    @property
    def late_count(self) -> int:
        return sum(step.is_late(self.today) for step in self.to_approve)

    @cached_property
    def in_circuit(self) -> list[ApprovalStep]:
        steps = ApprovalStep.objects.open().filter(approval__submitted_by=self.user).readable()
        return list(steps.order_by("due_on", "pk")[:SHOWN])

    @property
    def count(self) -> int:
        return len(self.to_approve)
