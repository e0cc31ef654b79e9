from datetime import date
from typing import Any, Self

from django.db import models

from comms.formats import day_medium


class ClosedDayQuerySet(models.QuerySet):
    def closing(self) -> Self:
        """Days on which nobody works: bridges and closings, not school holidays."""
        return self.filter(kind__in=(ClosedDay.Kind.BRIDGE, ClosedDay.Kind.CLOSING))

    def school_holidays(self) -> Self:
        """Worked by the town hall, but not by families."""
        return self.filter(kind=ClosedDay.Kind.SCHOOL)

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


def window_start(held_on: date) -> date:
    """The first day of the sixth month before the month of a poll (code électoral, article L. 52-1, al. 2).

    A poll of 15 March 2026 opens its window on 1 September 2025, whatever the day in March.
    """
    months = held_on.year * 12 + held_on.month - 1 - 6
    return date(months // 12, months % 12 + 1, 1)


class PollQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def open_on(self, day: date) -> Self:
        """Those whose window holds that day, the nearest poll first."""
        return self.active().filter(window_starts_on__lte=day, window_ends_on__gte=day).order_by("held_on")

    def overlapping(self, start: date, end: date) -> Self:
        """Those whose window, which ends with the poll, has a day between these two."""
        return self.active().filter(window_starts_on__lte=end, window_ends_on__gte=start).order_by("held_on")

    def adding_cabinet(self) -> Self:
        return self.filter(adds_cabinet_step=True)


class Poll(models.Model):
    """A poll and the window before it, in which a town's communication stays regular and neutral.

    The window is stored, so that it can be corrected; left empty it is computed. Nothing of public service
    is ever forbidden in it.
    """

    class Kind(models.TextChoices):
        MUNICIPAL = "municipal", "Élections municipales"
        PROVINCIAL = "provincial", "Élections provinciales"
        LEGISLATIVE = "legislative", "Élections législatives"
        PRESIDENTIAL = "presidential", "Élection présidentielle"
        EUROPEAN = "european", "Élections européennes"
        SENATORIAL = "senatorial", "Élections sénatoriales"
        CONSULTATION = "consultation", "Référendum ou consultation"

    class Concern(models.TextChoices):
        STRICT = "strict", "Période préélectorale"
        VIGILANCE = "vigilance", "Vigilance"

    #: Those in which the town's own elected people are judged on what the town did.
    STRICT_KINDS = (Kind.MUNICIPAL, Kind.PROVINCIAL, Kind.LEGISLATIVE)

    kind = models.CharField("scrutin", max_length=20, choices=Kind)
    held_on = models.DateField("premier tour, ou tour unique")
    second_round_on = models.DateField("second tour", null=True, blank=True)
    territory = models.CharField(
        "territoire", max_length=80, help_text="« Le Mont-Dore », « Nouvelle-Calédonie », « France »…"
    )
    concern = models.CharField(
        "portée",
        max_length=10,
        choices=Concern,
        blank=True,
        help_text="Vide : d’après le scrutin. La présidentielle est une vigilance.",
    )
    window_starts_on = models.DateField(
        "période ouverte le",
        blank=True,
        help_text="Vide : calculée, le 1er jour du sixième mois précédant le mois du scrutin.",
    )
    window_ends_on = models.DateField("période close le", blank=True, help_text="Vide : le dernier tour.")
    adds_cabinet_step = models.BooleanField(
        "le cabinet valide tout",
        default=True,
        help_text="Dans la période, l’étape du cabinet s’ajoute aux circuits qui ne l’ont pas.",
    )
    source = models.CharField("source", max_length=200, blank=True)
    is_active = models.BooleanField("pris en compte", default=True)

    objects = PollQuerySet.as_manager()

    class Meta:
        verbose_name = "scrutin"
        ordering = ["-held_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "held_on", "territory"],
                name="poll_is_known_once",
                violation_error_message="Ce scrutin est déjà là.",
            ),
            models.CheckConstraint(
                condition=models.Q(second_round_on=None) | models.Q(second_round_on__gt=models.F("held_on")),
                name="second_round_comes_after_the_first",
                violation_error_message="Le second tour vient après le premier.",
            ),
            models.CheckConstraint(
                condition=models.Q(window_ends_on__gte=models.F("window_starts_on")),
                name="poll_window_ends_after_it_starts",
                violation_error_message="La période finit avant de commencer.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {day_medium(self.held_on)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fill_in()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        if self.kind and self.held_on:
            self.fill_in()

    def fill_in(self) -> None:
        """What was left empty follows from the poll's kind and days."""
        self.window_starts_on = self.window_starts_on or window_start(self.held_on)
        self.window_ends_on = self.window_ends_on or self.last_day
        if not self.concern:
            self.concern = self.Concern.STRICT if self.kind in self.STRICT_KINDS else self.Concern.VIGILANCE

    @property
    def last_day(self) -> date:
        return self.second_round_on or self.held_on

    @property
    def is_vigilance(self) -> bool:
        return self.concern == self.Concern.VIGILANCE

    @property
    def is_window_computed(self) -> bool:
        """The stored window is the one that the rule gives."""
        return (self.window_starts_on, self.window_ends_on) == (window_start(self.held_on), self.last_day)

    def is_open_on(self, day: date) -> bool:
        return self.is_active and self.window_starts_on <= day <= self.window_ends_on
