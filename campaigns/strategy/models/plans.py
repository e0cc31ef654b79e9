from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse

from campaigns.strategy.errors import SomebodyWasFaster
from campaigns.strategy.models.audiences import Audience
from campaigns.strategy.models.sides import Side
from campaigns.strategy.models.states import (
    BEFORE_FORCE,
    EFFECTIVE_STATES,
    KNOWN_STATES,
    PLAN_MOVES,
    PLAN_TONES,
    WRITABLE_STATES,
    PlanState,
)
from comms.approvals.models import Approvable, Approval, ApprovalStep, Version
from comms.people.models import UNIT_ROLES, Role, User
from comms.validators import one_line


class PlanQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The unit and who stands in for it: every plan. The secretary general: from its approval on. Elected
        people and the departments: in force or closed. Besides, whoever is asked to approve one.
        """
        if user.acts_as(*UNIT_ROLES):
            return self
        readable = Q(pk__in=self._to_approve(user))
        if user.acts_as(Role.SECRETARY_GENERAL):
            readable |= Q(state__in=(PlanState.APPROVED, *KNOWN_STATES))
        elif user.acts_as(Role.ELECTED, Role.DEPARTMENT_CONTACT):
            readable |= Q(state__in=KNOWN_STATES)
        return self.filter(readable)

    def _to_approve(self, user: User) -> models.QuerySet:
        steps = ApprovalStep.objects.of_decider(user)
        kind = ContentType.objects.get_for_model(self.model)
        return Approval.objects.filter(subject_type=kind, steps__in=steps).values("subject_id")

    def in_force(self) -> Self:
        return self.filter(state=PlanState.IN_FORCE)

    def writable(self) -> Self:
        return self.filter(state__in=WRITABLE_STATES)


class Plan(Approvable):
    """A plan de communication for a mandate or a year; one is in force.

    The rows are what is being written. What counts is `effective_version`, immutable: once the plan is in
    force, a change of the rows is an amendment, which takes effect when its own version is approved.
    """

    class Span(models.TextChoices):
        MANDATE = "mandate", "Mandat"
        YEAR = "year", "Année"

    approval_kind = "strategy.plan"
    approval_label = "Plan de communication"
    approval_default_steps = (Role.HEAD, Role.CABINET)
    approval_preview_template = "strategy/plans/_preview_of_version.html"
    approval_fields: ClassVar[dict[str, str]] = {
        "title": "Titre",
        "span": "Durée",
        "starts_on": "Du",
        "ends_on": "Au",
        "ambition": "Ambition",
        "envelope": "Enveloppe (F CFP)",
        "axes": "Axes",
        "axes.elected": "Élu référent",
        "axes.objectives": "Objectifs",
        "axes.objectives.side": "Volet",
        "axes.objectives.audiences": "Publics",
        "axes.objectives.indicators": "Indicateurs",
        "axes.objectives.indicators.unit": "Unité",
        "axes.objectives.indicators.start": "Départ",
        "axes.objectives.indicators.target": "Cible",
        "axes.objectives.indicators.target_on": "Échéance",
        "messages": "Messages clés",
        "messages.side": "Volet",
        "messages.audiences": "Publics",
    }

    title = models.CharField("titre", max_length=200, validators=[one_line])
    span = models.CharField("durée", max_length=10, choices=Span, default=Span.YEAR)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    ambition = models.TextField(
        "ambition", blank=True, help_text="En deux ou trois phrases : ce qui doit avoir changé à la fin."
    )
    envelope = models.PositiveBigIntegerField(
        "enveloppe (F CFP)", null=True, blank=True, help_text="En francs ; vide si elle n’est pas arrêtée."
    )
    state = models.CharField(
        "état", max_length=20, choices=PlanState, default=PlanState.DRAFT, editable=False
    )
    effective_version = models.ForeignKey(
        Version, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="version en vigueur",
    )  # fmt: skip
    in_force_since = models.DateField("en vigueur depuis le", null=True, blank=True, editable=False)
    closed_on = models.DateField("clos le", null=True, blank=True, editable=False)
    conclusion = models.TextField("bilan du plan", blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="créé par"
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "plan de communication"
        verbose_name_plural = "plans de communication"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="plan_ends_after_it_starts",
                violation_error_message="Le plan finit avant de commencer.",
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="in_force"),
                name="one_plan_in_force",
                violation_error_message="Un autre plan est déjà en vigueur.",
            ),
            models.CheckConstraint(condition=Q(state__in=PlanState.values), name="plan_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=EFFECTIVE_STATES) | Q(effective_version__isnull=False),
                name="approved_plan_has_its_version",
                violation_error_message="Un plan validé tient à une version validée.",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_on__isnull=False),
                name="closed_plan_says_since_when",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("strategy:plan", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return PLAN_TONES[self.state]

    @property
    def is_writable(self) -> bool:
        return self.state in WRITABLE_STATES

    @property
    def is_in_force(self) -> bool:
        return self.state == PlanState.IN_FORCE

    @property
    def is_amended(self) -> bool:
        """In force, and the rows no longer say what the version in effect says."""
        return self.is_in_force and self.effective_version.digest != self.current_digest

    def approvable_content(self) -> dict[str, Any]:
        axes = self.axes.select_related("elected").prefetch_related(
            Prefetch("objectives__audiences", Audience.objects.order_by("name")), "objectives__indicators"
        )
        messages = self.messages.prefetch_related(Prefetch("audiences", Audience.objects.order_by("name")))
        return {
            "title": self.title,
            "span": self.get_span_display(),
            "starts_on": self.starts_on.isoformat(),
            "ends_on": self.ends_on.isoformat(),
            "ambition": self.ambition,
            "envelope": self.envelope,
            "axes": [axis.as_content() for axis in axes],
            "messages": [message.as_content() for message in messages],
        }

    # --- what becomes of it ---------------------------------------------------------------------------
    def move(self, to: str, **values: Any) -> None:
        """Change the state, on the condition that nobody did so since this row was read."""
        changed = to in PLAN_MOVES[self.state] and (
            type(self).objects.filter(pk=self.pk, state=self.state).update(state=to, **values)
        )
        self.refresh_from_db()
        if not changed:
            raise SomebodyWasFaster(self.get_state_display())

    @classmethod
    def approval_live(cls) -> models.QuerySet[Self]:
        """Once in force, what is in effect is a version: a change of the rows is an amendment to submit."""
        return cls.objects.filter(state__in=BEFORE_FORCE)

    def approval_changed(self, approval: Approval) -> None:
        approved = approval.state in Approval.APPROVING
        if self.state == PlanState.CLOSED:
            return
        if self.state == PlanState.IN_FORCE:
            if approved:
                type(self).objects.filter(pk=self.pk).update(effective_version=approval.version)
                self.refresh_from_db()
        elif approval.is_open:
            self.move(PlanState.IN_APPROVAL)
        elif approved:
            self.move(PlanState.APPROVED, effective_version=approval.version)
        elif self.state in BEFORE_FORCE:
            self.move(PlanState.DRAFT, effective_version=None)

    def covers(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


class Axis(models.Model):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="axes", verbose_name="plan")
    position = models.PositiveSmallIntegerField("rang", default=1)
    title = models.CharField("axe", max_length=200, validators=[one_line])
    elected = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="axes",
        verbose_name="élu référent", help_text="Qui porte cet axe au sein de l’exécutif.",
    )  # fmt: skip

    class Meta:
        verbose_name = "axe"
        verbose_name_plural = "axes"
        ordering = ["plan", "position", "pk"]

    def __str__(self) -> str:
        return self.title

    def as_content(self) -> dict[str, Any]:
        return {
            "id": self.pk,
            "name": self.title,
            "elected": self.elected.full_name if self.elected else "",
            "objectives": [objective.as_content() for objective in self.objectives.all()],
        }


class KeyMessage(models.Model):
    """What the town wants people to remember, in one sentence."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="messages", verbose_name="plan")
    position = models.PositiveSmallIntegerField("rang", default=1)
    text = models.CharField("message clé", max_length=300, validators=[one_line])
    side = models.CharField("volet", max_length=10, choices=Side, default=Side.EXTERNAL)
    audiences = models.ManyToManyField(
        Audience, blank=True, related_name="messages", verbose_name="publics",
        help_text="À qui il s’adresse ; rien de coché : à tous.",
    )  # fmt: skip

    class Meta:
        verbose_name = "message clé"
        verbose_name_plural = "messages clés"
        ordering = ["plan", "position", "pk"]

    def __str__(self) -> str:
        return self.text

    def as_content(self) -> dict[str, Any]:
        return {
            "id": self.pk,
            "name": self.text,
            "side": self.get_side_display(),
            "audiences": ", ".join(audience.name for audience in self.audiences.all()),
        }
