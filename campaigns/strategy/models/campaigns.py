from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.strategy.models.audiences import Audience
from campaigns.strategy.models.objectives import Objective
from comms.people.models import UNIT_ROLES, Role, User
from comms.validators import one_line

READERS = (*UNIT_ROLES, Role.SECRETARY_GENERAL, Role.DEPARTMENT_CONTACT, Role.ELECTED)


class CampaignQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Everybody who holds a role here, or stands in for somebody who does."""
        return self if user.acts_as(*READERS) else self.none()

    def to_come(self, today: date) -> Self:
        return self.filter(starts_on__gt=today)

    def under_way(self, today: date) -> Self:
        return self.filter(starts_on__lte=today, ends_on__gte=today)

    def over(self, today: date) -> Self:
        return self.filter(ends_on__lt=today)

    def between(self, start: date, end: date) -> Self:
        """Those that last some day of this period."""
        return self.filter(starts_on__lte=end, ends_on__gte=start)

    def awaiting_result(self, today: date) -> Self:
        """Over, and nobody said what came of it."""
        return self.over(today).filter(result="")


class Campaign(models.Model):
    """Actions that serve one objective during a period."""

    title = models.CharField("titre", max_length=200, validators=[one_line])
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name="objectif"
    )
    summary = models.TextField("en bref", blank=True, help_text="Ce qu’on dit, et comment.")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    audiences = models.ManyToManyField(Audience, blank=True, related_name="campaigns", verbose_name="publics")
    envelope = models.PositiveBigIntegerField(
        "enveloppe (F CFP)", null=True, blank=True, help_text="En francs ; vide si elle n’est pas arrêtée."
    )
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="led_campaigns",
        verbose_name="responsable",
    )  # fmt: skip
    result = models.TextField(
        "résultat", blank=True, help_text="Ce qui a marché, ce qu’on changerait, avec les chiffres."
    )
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="campaign_ends_after_it_starts",
                violation_error_message="La campagne finit avant de commencer.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("strategy:campaign", args=[self.pk])

    def phase(self, today: date) -> tuple[str, str]:
        """Where it stands by its days, and the tone of that: the words of a badge."""
        if today < self.starts_on:
            return "À venir", "plain"
        if today <= self.ends_on:
            return "En cours", "active"
        return ("Terminée", "plain") if self.result else ("Résultat à écrire", "waiting")
