"""Actions that come again: a rule, and for each of its days an occurrence that becomes an action."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.planning.models.actions import Action
from campaigns.planning.models.templates import PlanTemplate
from campaigns.planning.recurrence import rule_words
from campaigns.strategy.models import Audience, Campaign, Objective
from comms.people.models import UNIT_ROLES, Department, User


class SeriesQuerySet(models.QuerySet):
    def running(self, today: date) -> Self:
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=today))

    def visible_to(self, user: User) -> Self:
        """The unit, and who stands in for it; series are its own way of planning."""
        return self.all() if user.acts_as(*UNIT_ROLES) else self.none()


class Series(models.Model):
    """What each occurrence is made of, and when it comes (`rule` is the text of an RFC 5545 RRULE)."""

    class ClosedDays(models.TextChoices):
        KEEP = "keep", "Garder ce jour"
        NEXT = "next", "Passer au jour ouvré suivant"
        PREVIOUS = "previous", "Passer au jour ouvré précédent"

    title = models.CharField("titre", max_length=200)
    description = models.TextField("description", blank=True)
    kind = models.CharField("nature", max_length=20, choices=Action.Kind, default=Action.Kind.PUBLICATION)
    template = models.ForeignKey(
        PlanTemplate, models.PROTECT, null=True, blank=True, related_name="series",
        verbose_name="modèle de rétroplanning",
    )  # fmt: skip
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="objectif"
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="campagne"
    )
    audiences = models.ManyToManyField(Audience, blank=True, related_name="+", verbose_name="publics")
    departments = models.ManyToManyField(
        Department, blank=True, related_name="+", verbose_name="directions concernées"
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="responsable",
    )  # fmt: skip
    decided_by = models.CharField(
        "instance qui a décidé", max_length=120, blank=True,
        help_text="Sans elle, chaque occurrence commence comme une idée, à valider.",
    )  # fmt: skip
    decided_on = models.DateField("décidé le", null=True, blank=True)
    place = models.CharField("lieu", max_length=160, blank=True)
    zone = models.CharField("secteur", max_length=80, blank=True)
    foreseen_cost = models.PositiveBigIntegerField("coût prévu à chaque fois (F CFP)", null=True, blank=True)
    is_confidential = models.BooleanField("confidentiel cabinet", default=False)
    starts_on = models.DateField("première fois")
    days = models.PositiveSmallIntegerField("durée (jours)", default=1)
    rule = models.CharField("règle", max_length=200, editable=False)
    on_closed_days = models.CharField(
        "un jour fermé", max_length=10, choices=ClosedDays, default=ClosedDays.KEEP
    )
    ended_on = models.DateField("terminée à partir du", null=True, blank=True, editable=False)
    end_reason = models.CharField("motif de fin", max_length=200, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="créée par"
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = SeriesQuerySet.as_manager()

    class Meta:
        verbose_name = "rendez-vous régulier"
        verbose_name_plural = "rendez-vous réguliers"
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(days__gte=1),
                name="series_lasts_a_day_at_least",
                violation_error_message="Chaque occurrence dure un jour au moins.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("planning:series", args=[self.pk])

    @property
    def words(self) -> str:
        """« chaque semaine, le mardi »"""
        return rule_words(self.rule, self.starts_on)


class OccurrenceQuerySet(models.QuerySet):
    def to_make(self) -> Self:
        """Neither skipped nor made yet."""
        return self.filter(is_skipped=False, is_made=False)


class Occurrence(models.Model):
    """One day of a series' rule. The rule's day is its name for ever, wherever it is moved to.

    That a day has one row at most is what makes it safe to make occurrences twice.
    """

    series = models.ForeignKey(Series, models.CASCADE, related_name="occurrences", verbose_name="série")
    rule_day = models.DateField("jour de la règle")
    day = models.DateField("jour")
    is_made = models.BooleanField("créée", default=False)  # stays true when its action is removed
    is_skipped = models.BooleanField("sautée", default=False)
    reason = models.CharField("motif", max_length=200, blank=True)
    action = models.OneToOneField(
        Action, models.SET_NULL, null=True, blank=True, related_name="occurrence", verbose_name="action"
    )

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        verbose_name = "occurrence"
        ordering = ["rule_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "rule_day"],
                name="series_has_an_occurrence_a_day",
                violation_error_message="Cette occurrence existe déjà.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} du {self.day:%d/%m/%Y}"

    @property
    def is_moved(self) -> bool:
        return self.day != self.rule_day
