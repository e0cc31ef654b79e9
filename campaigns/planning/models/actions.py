from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.planning.models.states import ActionState
from campaigns.strategy.models import Audience, Campaign, Objective
from comms.people.models import Department


class Action(models.Model):
    """What the unit does on a day or during a period: an event, a publication, a support, help…"""

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
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="créée par"
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)

    class Meta:
        verbose_name = "action"
        ordering = ["starts_on", "pk"]
        constraints = [
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
