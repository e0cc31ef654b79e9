from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from campaigns.planning.errors import SomebodyWasFaster
from campaigns.planning.models.action_queries import ActionQuerySet
from campaigns.planning.models.channels import Channel
from campaigns.planning.models.states import (
    ACTION_MOVES,
    ACTION_TONES,
    LIVE_ACTION_STATES,
    REASONED_MOVES,
    ActionState,
)
from campaigns.strategy.models import Audience, Campaign, Objective
from comms.approvals.models import Approvable, Approval
from comms.people.models import Department, Role
from comms.search import SEARCH_CONFIG


class Action(Approvable):
    """What the unit does on a day or during a period: an event, a publication, a support, help…

    What is approved is what is decided (what, for whom, at what cost), not its dates: moving J0 leaves
    the decision as it is.
    """

    approval_kind = "planning.action"
    approval_label = "Action de communication"
    approval_default_steps = (Role.HEAD, Role.CABINET)
    approval_preview_template = "planning/_preview_of_action.html"
    approval_fields: ClassVar[dict[str, str]] = {
        "reference": "Numéro",
        "title": "Titre",
        "description": "Description",
        "kind": "Nature",
        "origin": "Origine",
        "decided_by": "Instance",
        "objective": "Objectif",
        "campaign": "Campagne",
        "audiences": "Publics",
        "departments": "Directions concernées",
        "channels": "Canaux",
        "place": "Lieu",
        "foreseen_cost": "Coût prévu (F CFP)",
        "confidentiality": "Confidentialité",
    }

    class Kind(models.TextChoices):
        CAMPAIGN = "campaign", "Campagne"
        EVENT = "event", "Événement"
        PUBLICATION = "publication", "Publication"
        SUPPORT = "support", "Support"
        HELP = "help", "Aide à une direction"
        PROMOTION = "promotion", "Promotion de la commune"

    class Origin(models.TextChoices):
        EXECUTIVE = "executive", "Décision de l’exécutif"
        REQUEST = "request", "Demande"
        UNIT = "unit", "Initiative de la cellule"
        RECURRING = "recurring", "Rendez-vous régulier"

    class Priority(models.IntegerChoices):
        HIGH = 1, "Haute"
        NORMAL = 2, "Normale"
        LOW = 3, "Basse"

    year = models.PositiveSmallIntegerField("année", editable=False)
    number = models.PositiveIntegerField("numéro", editable=False)
    title = models.CharField("titre", max_length=200)
    description = models.TextField("description", blank=True)
    kind = models.CharField("nature", max_length=20, choices=Kind, default=Kind.SUPPORT)
    origin = models.CharField("origine", max_length=20, choices=Origin, default=Origin.UNIT)
    decided_by = models.CharField(
        "instance", max_length=120, blank=True, help_text="« Réunion de l’exécutif »"
    )
    decided_on = models.DateField("décidée le", null=True, blank=True)
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name="objectif"
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="actions", verbose_name="campagne"
    )
    audiences = models.ManyToManyField(Audience, blank=True, related_name="actions", verbose_name="publics")
    departments = models.ManyToManyField(
        Department, blank=True, related_name="actions", verbose_name="directions concernées"
    )
    channels = models.ManyToManyField(Channel, blank=True, related_name="actions", verbose_name="canaux")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="led_actions",
        verbose_name="responsable",
    )  # fmt: skip
    place = models.CharField("lieu", max_length=160, blank=True)
    zone = models.CharField("secteur", max_length=80, blank=True)
    starts_on = models.DateField(
        "J0", null=True, blank=True, help_text="Le jour de l’action, ou son premier."
    )
    ends_on = models.DateField("jusqu’au", null=True, blank=True)
    priority = models.PositiveSmallIntegerField("priorité", choices=Priority, default=Priority.NORMAL)
    foreseen_cost = models.PositiveBigIntegerField("coût prévu (F CFP)", null=True, blank=True)
    is_confidential = models.BooleanField(
        "confidentiel cabinet", default=False, help_text="Visible de la seule cellule et du cabinet."
    )
    state = models.CharField(
        "état", max_length=20, choices=ActionState, default=ActionState.IDEA, editable=False
    )
    state_reason = models.TextField("motif", blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)  # one more at each save of the form
    baseline_starts_on = models.DateField("J0 à l’origine", null=True, blank=True, editable=False)
    evaluation_asked_at = models.DateTimeField("bilan demandé le", null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="créée par"
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name="modifiée par",
    )  # fmt: skip
    search_vector = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=SEARCH_CONFIG)
        + SearchVector("description", "place", "zone", weight="C", config=SEARCH_CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = "action"
        ordering = ["starts_on", "pk"]
        indexes = [
            GinIndex(fields=["search_vector"], name="action_search"),
            models.Index(fields=["starts_on", "id"], name="action_by_day"),
            models.Index(fields=["state", "starts_on", "id"], name="action_by_state"),
            models.Index(fields=["lead", "state", "starts_on", "id"], name="action_by_lead"),
            # the other orders of the list
            models.Index(fields=["title", "id"], name="action_by_title"),
            models.Index(fields=["foreseen_cost", "id"], name="action_by_cost"),
            # what lists and calendars show unless somebody asks for the rest; the past isn't walked through
            models.Index(
                fields=["starts_on", "id"],
                condition=Q(state__in=LIVE_ACTION_STATES),
                name="live_action_by_day",
            ),
            models.Index(Coalesce("ends_on", "starts_on"), "starts_on", name="action_by_last_day"),
            models.Index(
                fields=["ends_on", "starts_on"], condition=Q(ends_on__isnull=False), name="action_by_end"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ActionState.values), name="action_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=REASONED_MOVES) | ~Q(state_reason=""),
                name="stopped_action_says_why",
                violation_error_message="Dites pourquoi l’action est reportée ou annulée.",
            ),
            models.UniqueConstraint(fields=["year", "number"], name="action_number_is_unique_in_its_year"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
                name="action_ends_after_it_starts",
                violation_error_message="L’action finit avant de commencer.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("planning:action", args=[self.pk])

    @property
    def reference(self) -> str:
        """« A 2026-014 »"""
        return f"A {self.year}-{self.number:03d}"

    @property
    def state_tone(self) -> str:
        return ACTION_TONES[self.state]

    @property
    def last_day(self) -> date | None:
        return self.ends_on or self.starts_on

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_ACTION_STATES

    @property
    def is_closed(self) -> bool:
        """Nothing more happens to it but reading: cancelled, or evaluated."""
        return not ACTION_MOVES[self.state]

    def approvable_content(self) -> dict[str, Any]:
        """What is decided, and only that: neither dates nor who does the work."""
        return {
            "reference": self.reference,
            "title": self.title,
            "description": self.description,
            "kind": self.get_kind_display(),
            "origin": self.get_origin_display(),
            "decided_by": self.decided_by,
            "objective": str(self.objective or ""),
            "campaign": str(self.campaign or ""),
            "audiences": _names(self.audiences),
            "departments": _names(self.departments),
            "channels": _names(self.channels),
            "place": self.place,
            "foreseen_cost": self.foreseen_cost,
            "confidentiality": "Cabinet" if self.is_confidential else "",
        }

    # --- what becomes of it ---------------------------------------------------------------------------
    def move(self, to: str, **values: Any) -> None:
        """Change the state, on the condition that nobody did so since this row was read."""
        changed = to in ACTION_MOVES[self.state] and (
            type(self).objects.filter(pk=self.pk, state=self.state).update(state=to, **values)
        )
        self.refresh_from_db()
        if not changed:
            raise SomebodyWasFaster(self)

    @classmethod
    def approval_live(cls) -> models.QuerySet[Self]:
        return cls.objects.live()

    def approval_changed(self, approval: Approval) -> None:
        """An action already at work goes on while a change of what was decided goes round the circuit."""
        if approval.is_open and self.state in (ActionState.IDEA, ActionState.APPROVED):
            self.move(ActionState.PROPOSED)
        elif approval.state in Approval.APPROVING and self.state in (ActionState.IDEA, ActionState.PROPOSED):
            self.move(ActionState.APPROVED)
        elif (
            not approval.is_open
            and approval.state not in Approval.APPROVING
            and self.state
            in (
                ActionState.PROPOSED,
                ActionState.APPROVED,
            )
        ):
            self.move(ActionState.IDEA)


def _names(related: models.Manager) -> str:
    return ", ".join(str(row) for row in related.all())
