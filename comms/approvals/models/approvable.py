from typing import Any, ClassVar, Self

from django.apps import apps
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models

from comms.approvals.models.approvals import Approval
from comms.approvals.models.circuits import Circuit
from comms.approvals.models.versions import Version, digest_of


class Approvable(models.Model):
    """A thing that is approved before it leaves the house: a release, later a print proof or a post.

    A subclass gives the class attributes and the methods that raise NotImplementedError below, and calls
    the actions: `submit_version` when somebody submits it, `void_if_changed` after each save of its form.
    A row that has versions can't be deleted: PostgreSQL keeps them.
    """

    approval_kind: ClassVar[str]  # « press.release »: the circuit is chosen by it
    approval_label: ClassVar[str]  # « Communiqué de presse »
    approval_default_steps: ClassVar[tuple[str, ...]]  # the roles of the circuit made at the first migrate
    approval_allows_own: ClassVar[bool] = False  # in that circuit, may one say yes to one's own version?
    approval_preview_template: ClassVar[str]  # a fragment, given `subject`, `version` and `content`
    #: Content key → French label, in reading order; « key.sub » for a value inside a list's items.
    approval_fields: ClassVar[dict[str, str]]

    versions = GenericRelation(Version, "subject_id", "subject_type")
    approvals = GenericRelation(Approval, "subject_id", "subject_type")

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    # --- what a subclass gives ---------------------------------------------------------------------
    @classmethod
    def approval_live(cls) -> models.QuerySet[Self]:
        """Those that haven't left yet: the ones whose change still voids an approval."""
        raise NotImplementedError

    def approvable_content(self) -> dict[str, Any]:
        """All that leaves, as `digest_of` takes it; a list holds dicts with « id » and « name »."""
        raise NotImplementedError

    def approval_changed(self, approval: Approval) -> None:
        """Called inside the transaction each time an approval opens, closes or becomes void.

        `self` is the row locked in this transaction; it moves its own state after `approval.state`.
        """
        raise NotImplementedError

    def approval_circuit(self) -> Circuit | None:
        """The circuit it goes through; a subclass may choose another of its kind: by amount, by nature."""
        return Circuit.objects.usual(self.approval_kind)

    # --- what it offers ------------------------------------------------------------------------------
    @property
    def current_digest(self) -> str:
        return digest_of(self.approvable_content())

    @property
    def latest_version(self) -> Version | None:
        return Version.objects.about(self).order_by("-number").first()

    @property
    def current_approval(self) -> Approval | None:
        """The last one opened, whatever became of it."""
        return Approval.objects.about(self).select_related("version").first()

    @property
    def approved_version(self) -> Version | None:
        """The one that may leave now: approved (or let through in an emergency) and not void since."""
        approval = Approval.objects.about(self).approving().select_related("version").first()
        return approval.version if approval else None

    @property
    def last_approved_version(self) -> Version | None:
        """The last one that was ever approved, void since or not: what differences are shown against."""
        approvals = Approval.objects.about(self).filter(approved_at__isnull=False)
        approval = approvals.select_related("version").order_by("-approved_at", "-pk").first()
        return approval.version if approval else None

    @property
    def is_changed_since_approval(self) -> bool:
        """There is an approved version, and the row no longer says what it says."""
        approved = self.approved_version
        return approved is not None and approved.digest != self.current_digest


def approvable_models() -> dict[str, type[Approvable]]:
    """Kind → model, for every approvable thing that is installed."""
    return {model.approval_kind: model for model in apps.get_models() if issubclass(model, Approvable)}
