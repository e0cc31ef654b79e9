from datetime import date
from typing import Self

from django.db import models


class ClosedDayQuerySet(models.QuerySet):
    def closing(self) -> Self:
        """Days on which nobody works: bridges and closings, not school holidays."""
        return self.filter(kind__in=(ClosedDay.Kind.BRIDGE, ClosedDay.Kind.CLOSING))

    def overlapping(self, start: date, end: date) -> Self:
        return self.filter(starts_on__lte=end, ends_on__gte=start)


class ClosedDay(models.Model):
    """A period the yearly decisions add to the public holidays, both days included.

    Public holidays themselves come from the `holidays` package (country NC); bridges are decided
    each year, so they are rows.
    """

    class Kind(models.TextChoices):
        BRIDGE = "bridge", "Pont"
        CLOSING = "closing", "Fermeture"
        SCHOOL = "school", "Vacances scolaires (jours ouvrés)"

    kind = models.CharField("nature", max_length=10, choices=Kind, default=Kind.BRIDGE)
    label = models.CharField("intitulé", max_length=120)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    source = models.CharField("décision ou source", max_length=200, blank=True)

    objects = ClosedDayQuerySet.as_manager()

    class Meta:
        verbose_name = "jour fermé ou période"
        verbose_name_plural = "ponts, fermetures et vacances"
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="closed_period_ends_after_it_starts",
                violation_error_message="La période finit avant de commencer.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
