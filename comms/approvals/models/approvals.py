from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse

from comms.approvals.models.circuits import ROLE_OR_PERSON, Circuit, StepRule
from comms.approvals.models.versions import Version
from comms.people.models import Deputy, RoleAssignment, User

if TYPE_CHECKING:
    from comms.approvals.models.decisions import Bypass, Decision


class ApprovalQuerySet(models.QuerySet):
    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)

    def open(self) -> Self:
        return self.filter(state=Approval.State.OPEN)

    def approving(self) -> Self:
        """Those whose version may leave the house."""
        return self.filter(state__in=Approval.APPROVING)

    def in_force(self) -> Self:
        """Those a change of the subject would make void."""
        return self.filter(state__in=Approval.IN_FORCE)

    def visible_to(self, user: User) -> Self:
        """As their steps are, see below."""
        return self.filter(pk__in=ApprovalStep.objects.visible_to(user).values("approval"))

    def readable(self) -> Self:
        return self.select_related("version__author", "submitted_by")


class Approval(models.Model):
    """One version going through its circuit, or having gone through it."""

    class State(models.TextChoices):
        OPEN = "open", "En cours de validation"
        APPROVED = "approved", "Approuvé"
        BYPASSED = "bypassed", "Approuvé en urgence"
        CHANGES_ASKED = "changes_asked", "Modifications demandées"
        REFUSED = "refused", "Refusé"
        WITHDRAWN = "withdrawn", "Retiré de la validation"
        VOIDED = "voided", "Caduc : texte modifié"

    APPROVING = (State.APPROVED, State.BYPASSED)
    IN_FORCE = (State.OPEN, *APPROVING)
    MOVES = {
        State.OPEN: {
            State.APPROVED, State.BYPASSED, State.CHANGES_ASKED, State.REFUSED, State.WITHDRAWN, State.VOIDED,
        },
        State.APPROVED: {State.VOIDED},
        State.BYPASSED: {State.VOIDED},
    }  # fmt: skip
    TONES = {
        State.OPEN: "waiting",
        State.APPROVED: "good",
        State.BYPASSED: "warning",
        State.CHANGES_ASKED: "warning",
        State.REFUSED: "danger",
    }

    version = models.ForeignKey(Version, models.PROTECT, related_name="approvals", verbose_name="version")
    # the version's own subject again, so that the database holds « one in force a subject »
    subject_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name="nature")
    subject_id = models.PositiveBigIntegerField("identifiant")
    subject = GenericForeignKey("subject_type", "subject_id")
    circuit = models.ForeignKey(Circuit, models.PROTECT, related_name="approvals", verbose_name="circuit")
    label = models.CharField("nature de l’objet", max_length=120)
    allows_own_version = models.BooleanField("chacun peut valider son propre texte", default=False)
    state = models.CharField("état", max_length=20, choices=State, default=State.OPEN)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="submitted_approvals",
        verbose_name="soumis par",
    )
    submitted_at = models.DateTimeField("soumis le")
    closed_at = models.DateTimeField("clos le", null=True, blank=True)
    approved_at = models.DateTimeField(
        "approuvé le", null=True, blank=True, help_text="Gardé quand un changement le rend caduc."
    )

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = "validation"
        ordering = ["-submitted_at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="approval_by_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id"],
                condition=Q(state__in=("open", "approved", "bypassed")),
                name="one_approval_in_force_a_subject",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="approval_is_closed_when_it_is_not_open",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "bypassed")) | Q(approved_at__isnull=False),
                name="approved_approval_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return str(self.version)

    def get_absolute_url(self) -> str:
        """The page of its open step, else of the last one that was reached."""
        reached = self.steps.exclude(state=ApprovalStep.State.WAITING)
        step = self.open_step or reached.last() or self.steps.first()
        return step.get_absolute_url()

    @property
    def state_tone(self) -> str:
        return self.TONES.get(self.state, "muted")

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def owner(self) -> User:
        """Whose text it is: the version's author; for one modified outside, who vouched by submitting it."""
        return self.version.author or self.submitted_by

    @property
    def emergency(self) -> "Bypass | None":
        return getattr(self, "bypass", None)

    @property
    def open_step(self) -> "ApprovalStep | None":
        return self.steps.open().first()


class ApprovalStepQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=ApprovalStep.State.OPEN)

    def upcoming(self) -> Self:
        return self.filter(state=ApprovalStep.State.WAITING)

    def of_decider(self, user: User, on: date | None = None) -> Self:
        """Those of the person or one of the person's roles, in person or standing in for somebody."""
        if not user.is_active:
            return self.none()
        absentees = Deputy.objects.in_force(on).filter(deputy=user, absentee__is_active=True)
        people = [user.pk, *absentees.values_list("absentee", flat=True)]
        roles = RoleAssignment.objects.filter(user__in=people).values("role")
        return self.filter(Q(role__in=roles) | Q(person__in=people))

    def awaiting(self, user: User, on: date | None = None) -> Self:
        """What this person can decide now, the most urgent first; one's own versions aren't there."""
        return (
            self.open()
            .of_decider(user, on)
            .exclude(_of_owner(user), approval__allows_own_version=False)
            .order_by("due_on", "opened_at", "pk")
        )

    def visible_to(self, user: User) -> Self:
        """Superusers and the unit see all; others what passes through them, and their own texts."""
        if user.is_superuser or user.is_unit:
            return self
        through_me = ApprovalStep.objects.of_decider(user).values("approval")
        decided = Q(approval__steps__decision__decided_by=user)
        mine = _of_owner(user) | Q(approval__submitted_by=user)
        ids = ApprovalStep.objects.filter(Q(approval__in=through_me) | decided | mine).values("pk")
        return self.filter(pk__in=ids)

    def late(self, today: date) -> Self:
        return self.open().filter(due_on__lt=today)

    def due_for_reminder(self, today: date) -> Self:
        return self.open().filter(remind_on__lte=today)

    def readable(self) -> Self:
        """With what a row or a page says of it: a list's length doesn't change its number of queries."""
        return self.select_related(
            "person", "approval__version__author", "approval__version__subject_type", "approval__submitted_by"
        )


def _of_owner(user: User) -> Q:
    return Q(approval__version__author=user) | Q(
        approval__version__author__isnull=True, approval__submitted_by=user
    )


class ApprovalStep(StepRule):
    """A step of a running approval: the circuit's rule as it was at the submission, and what became of it."""

    class State(models.TextChoices):
        WAITING = "waiting", "À venir"
        OPEN = "open", "À valider"
        DECIDED = "decided", "Décidée"
        SKIPPED = "skipped", "Sans objet"
        CANCELLED = "cancelled", "Annulée"

    MOVES = {
        State.WAITING: {State.OPEN, State.SKIPPED, State.CANCELLED},
        State.OPEN: {State.DECIDED, State.CANCELLED},
    }
    TONES = {State.WAITING: "plain", State.OPEN: "waiting", State.DECIDED: "good"}

    approval = models.ForeignKey(Approval, models.CASCADE, related_name="steps", verbose_name="validation")
    added_because = models.CharField(
        "ajoutée au circuit", max_length=200, blank=True, help_text="Vide : l’étape est du circuit."
    )
    state = models.CharField("état", max_length=10, choices=State, default=State.WAITING)
    opened_at = models.DateTimeField("depuis", null=True, blank=True)
    due_on = models.DateField("pour le", null=True, blank=True)
    remind_on = models.DateField("prochaine relance", null=True, blank=True)
    reminded_at = models.DateTimeField("dernière relance", null=True, blank=True)
    escalated_at = models.DateTimeField("retard signalé", null=True, blank=True)

    objects = ApprovalStepQuerySet.as_manager()

    class Meta:
        verbose_name = "étape à valider"
        verbose_name_plural = "à valider"
        ordering = ["approval", "position"]
        indexes = [models.Index(fields=["due_on"], condition=Q(state="open"), name="open_steps_by_due_day")]
        constraints = [
            models.CheckConstraint(condition=ROLE_OR_PERSON, name="approval_step_has_a_role_or_a_person"),
            models.UniqueConstraint(fields=["approval", "position"], name="approval_step_has_its_own_place"),
            models.UniqueConstraint(
                fields=["approval"], condition=Q(state="open"), name="one_open_step_an_approval"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("open", "decided"))
                | Q(opened_at__isnull=False, due_on__isnull=False),
                name="open_step_says_since_when_and_until_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approval} : {self.who}"

    def get_absolute_url(self) -> str:
        return reverse("approvals:step", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def outcome(self) -> "Decision | None":
        return getattr(self, "decision", None)

    @property
    def is_skipped(self) -> bool:
        return self.state == self.State.SKIPPED

    @property
    def state_tone(self) -> str:
        return self.TONES.get(self.state, "muted")

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on < today

    def people(self, on: date | None = None) -> models.QuerySet[User]:
        """Who stands at this step: the role's holders or the person, and their deputies of that day."""
        if self.role:
            return User.objects.acting_as(self.role, on=on)
        deputies = Deputy.objects.in_force(on).filter(absentee=self.person_id, absentee__is_active=True)
        return User.objects.active().filter(Q(pk=self.person_id) | Q(pk__in=deputies.values("deputy")))

    def deciders(self, on: date | None = None) -> models.QuerySet[User]:
        """Those of them who may decide: not the text's own author, unless the circuit allows it."""
        people = self.people(on)
        if self.approval.allows_own_version:
            return people
        return people.exclude(pk=self.approval.owner.pk)
