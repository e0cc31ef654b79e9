"""What the town decides about working time, as dated rows: nothing of it is written in the code.

No text of New Caledonia fixes these figures for a commune (domain dossier, part D): each row says where it
comes from, « à confirmer par la DRH » until somebody knows. They weigh minutes; they never make an amount.
"""

from datetime import date, time
from decimal import Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from hours.kinds import HourKind

TO_CONFIRM = "À confirmer par la DRH"


class DatedQuerySet(models.QuerySet):
    def since(self, day: date) -> Self:
        """Those that have begun on that day, the latest first: the first one is in force."""
        return self.filter(starts_on__lte=day).order_by("-starts_on")


class WorkingHours(models.Model):
    """The usual day, the night, and from when on a week is heavy; in force from `starts_on` on."""

    starts_on = models.DateField("à partir du", unique=True)
    day_starts_at = models.TimeField("début de la journée habituelle", default=time(7, 30))
    day_ends_at = models.TimeField("fin de la journée habituelle", default=time(15, 30))
    night_starts_at = models.TimeField("début de la nuit", default=time(22))
    night_ends_at = models.TimeField("fin de la nuit", default=time(7))
    night_comes_first = models.BooleanField(
        "la nuit passe avant le dimanche et le jour férié",
        default=False,
        help_text="Une minute n’a qu’une nature : décoché, une nuit de dimanche compte comme dimanche.",
    )
    heavy_week_minutes = models.PositiveSmallIntegerField(
        "semaine chargée à partir de (minutes en plus)", default=5 * 60
    )
    too_heavy_week_minutes = models.PositiveSmallIntegerField(
        "semaine trop lourde à partir de (minutes en plus)", default=10 * 60
    )
    heavy_week_tasks = models.PositiveSmallIntegerField("semaine chargée à partir de (tâches)", default=8)
    too_heavy_week_tasks = models.PositiveSmallIntegerField(
        "semaine trop lourde à partir de (tâches)", default=15
    )
    reminder_after = models.PositiveSmallIntegerField(
        "rappel de valider après (jours ouvrés)", default=3, validators=[MinValueValidator(1)]
    )
    source = models.CharField("décision ou source", max_length=200, default=TO_CONFIRM)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "horaires et seuils"
        verbose_name_plural = "horaires et seuils"
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(day_ends_at__gt=F("day_starts_at")),
                name="usual_day_ends_after_it_starts",
                violation_error_message="La journée habituelle finit avant de commencer.",
            ),
            models.CheckConstraint(
                condition=Q(too_heavy_week_minutes__gte=F("heavy_week_minutes"))
                & Q(too_heavy_week_tasks__gte=F("heavy_week_tasks")),
                name="too_heavy_is_more_than_heavy",
                violation_error_message="Une semaine trop lourde l’est plus qu’une semaine chargée.",
            ),
        ]

    def __str__(self) -> str:
        return f"Horaires et seuils au {self.starts_on:%d/%m/%Y}"

    def is_night(self, at: time) -> bool:
        if self.night_starts_at > self.night_ends_at:
            return at >= self.night_starts_at or at < self.night_ends_at
        return self.night_starts_at <= at < self.night_ends_at

    @property
    def usual_minutes(self) -> int:
        """How long the usual day is: what a day of recuperation costs unless somebody says otherwise."""
        ends, starts = self.day_ends_at, self.day_starts_at
        return (ends.hour - starts.hour) * 60 + ends.minute - starts.minute


class Coefficient(models.Model):
    """By how much a minute of one kind counts in recuperation, from a day on."""

    kind = models.CharField("nature", max_length=10, choices=HourKind)
    starts_on = models.DateField("à partir du")
    value = models.DecimalField(
        "coefficient",
        max_digits=4,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(9))],
    )
    source = models.CharField("décision ou source", max_length=200, default=TO_CONFIRM)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = "coefficient"
        ordering = ["kind", "-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "starts_on"],
                name="coefficient_is_one_a_kind_and_day",
                violation_error_message="Cette nature a déjà un coefficient qui commence ce jour-là.",
            ),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="coefficient_is_not_negative",
                violation_error_message="Un coefficient n’est pas négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.value}"
