"""What somebody reads before deciding: the text as it will leave, what changed, who said what already."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import cached_property

from comms.approvals import permissions
from comms.approvals.differences import FieldDifference, differences
from comms.approvals.models import Approvable, Approval, ApprovalStep, Version
from comms.calendar.working_days import local_today
from comms.people.models import User


def rounds_of(subject: Approvable) -> list[Approval]:
    """Every approval of this thing, the latest first, with its steps and what was decided."""
    steps = ApprovalStep.objects.select_related("person", "decision__decided_by", "decision__on_behalf_of")
    return list(
        Approval.objects.about(subject)
        .select_related("version__author", "submitted_by", "bypass__by")
        .prefetch_related(Prefetch("steps", steps.order_by("position")))
    )


@dataclass
class Dossier:
    """One step's page, on the staff side and in the admin; `step.approval.version` is fetched with it."""

    step: ApprovalStep
    user: User
    url_name: str  # of such a page, on this side

    @property
    def approval(self) -> Approval:
        return self.step.approval

    @property
    def version(self) -> Version:
        return self.approval.version

    @property
    def content(self) -> dict:
        """What the preview shows: the version's words, whatever the row says by now."""
        return self.version.content

    @cached_property
    def subject(self) -> Approvable:
        return self.approval.subject

    @property
    def preview_template(self) -> str:
        return self.subject.approval_preview_template

    @cached_property
    def today(self) -> date:
        return local_today()

    # --- what changed ------------------------------------------------------------------------------
    @cached_property
    def approved_version(self) -> Version | None:
        """The last one ever approved, when it isn't this one."""
        version = self.subject.last_approved_version
        return None if version == self.version else version

    @cached_property
    def since_approved(self) -> list[FieldDifference]:
        return self._since(self.approved_version)

    @cached_property
    def previous_version(self) -> Version | None:
        """The one just before, when it isn't the approved one: what a reader who asked for changes knows."""
        earlier = Version.objects.about(self.subject).filter(number__lt=self.version.number)
        version = earlier.order_by("-number").first()
        return None if version == self.approved_version else version

    @cached_property
    def since_previous(self) -> list[FieldDifference]:
        return self._since(self.previous_version)

    def _since(self, version: Version | None) -> list[FieldDifference]:
        if version is None:
            return []
        return differences(version.content, self.content, self.subject.approval_fields)

    # --- the circuit and its history -----------------------------------------------------------------
    @cached_property
    def rounds(self) -> list[Approval]:
        return rounds_of(self.subject)

    @property
    def current_round(self) -> Approval:
        return next(approval for approval in self.rounds if approval == self.approval)

    @property
    def earlier_rounds(self) -> list[Approval]:
        return [approval for approval in self.rounds if approval != self.approval]

    @property
    def newer_url(self) -> str:
        """Where to go when this step is settled: the one that is open for the same thing now, if any."""
        steps = [step for approval in self.rounds for step in approval.steps.all() if step.is_open]
        return next((reverse(self.url_name, args=[step.pk]) for step in steps if step != self.step), "")

    # --- what this person may do -----------------------------------------------------------------------
    @cached_property
    def may_decide(self) -> bool:
        return self.step.is_open and permissions.may_decide(self.user, self.step)

    @property
    def stands_in_for(self) -> User | None:
        return permissions.stands_in_for(self.user, self.step) if self.may_decide else None

    @property
    def is_own(self) -> bool:
        return self.user == self.approval.owner

    @property
    def may_bypass(self) -> bool:
        return self.approval.is_open and permissions.may_bypass(self.user)

    @property
    def may_withdraw(self) -> bool:
        return self.approval.is_open and permissions.may_withdraw(self.user, self.approval)

    @property
    def is_late(self) -> bool:
        return self.step.is_late(self.today)
