"""The sheet of an event: what to bring, who does what at which hour, whom to call, and if the wind turns."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from campaigns.planning.models.actions import Action
from comms.formats import hour


class EventSheet(models.Model):
    action = models.OneToOneField(
        Action, models.CASCADE, primary_key=True, related_name="event_sheet", verbose_name="action"
    )
    meeting_point = models.CharField("rendez-vous de l’équipe", max_length=200, blank=True)
    access = models.TextField("accès et stationnement", blank=True)
    photo_brief = models.TextField(
        "consignes photo", blank=True,
        help_text="Ce qu’il faut rapporter : personnes, moments, formats ; ce qu’on ne montre pas.",
    )  # fmt: skip
    weather_decision_at = models.DateTimeField(
        "point météo", null=True, blank=True, help_text="Le moment où l’on décide de maintenir ou non."
    )
    weather_fallback = models.TextField(
        "repli en cas de pluie ou de vent", blank=True, help_text="Autre lieu, autre jour, ou annulation."
    )
    cyclone_fallback = models.TextField(
        "en cas d’alerte cyclonique", blank=True,
        help_text="Ce qui se démonte, qui prévient qui, à partir de quelle alerte.",
    )  # fmt: skip
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    class Meta:
        verbose_name = "fiche d’événement"
        verbose_name_plural = "fiches d’événement"

    def __str__(self) -> str:
        return f"Fiche de « {self.action} »"

    def get_absolute_url(self) -> str:
        return reverse("planning:event", args=[self.action_id])


class TickedQuerySet(models.QuerySet):
    def still_to_do(self) -> Self:
        return self.filter(done_at=None)


class Ticked(models.Model):
    """A line that somebody ticks on site."""

    done_at = models.DateTimeField("fait le", null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="fait par",
    )  # fmt: skip

    objects = TickedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="%(class)s_is_ticked_by_somebody",
            ),
        ]

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


class CheckItem(Ticked):
    """A line of the logistics checklist: « 2 kakémonos », « groupe électrogène »."""

    sheet = models.ForeignKey(EventSheet, models.CASCADE, related_name="checks", verbose_name="fiche")
    label = models.CharField("à prévoir", max_length=160)
    who = models.CharField("qui", max_length=120, blank=True)

    class Meta(Ticked.Meta):
        verbose_name = "point à prévoir"
        verbose_name_plural = "points à prévoir"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.label


class RunLine(Ticked):
    """A line of the run of the day."""

    sheet = models.ForeignKey(EventSheet, models.CASCADE, related_name="run", verbose_name="fiche")
    on = models.DateField("jour")
    starts_at = models.TimeField("à")
    ends_at = models.TimeField("jusqu’à", null=True, blank=True)
    what = models.CharField("ce qui se passe", max_length=200)
    who = models.CharField("qui", max_length=120, blank=True)
    where = models.CharField("où", max_length=120, blank=True)

    class Meta(Ticked.Meta):
        verbose_name = "moment du déroulé"
        verbose_name_plural = "déroulé"
        ordering = ["on", "starts_at", "pk"]
        constraints = [
            *Ticked.Meta.constraints,
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="run_line_ends_after_it_starts",
                violation_error_message="Ce moment finit avant de commencer.",
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def details(self) -> str:
        """« jusqu’à 9 h · Stade · services techniques »"""
        until = f"jusqu’à {hour(self.ends_at)}" if self.ends_at else ""
        return " · ".join(part for part in (until, self.where, self.who) if part)


class EventPerson(models.Model):
    """Somebody on site, or somebody to call; a colleague or anybody else."""

    class Side(models.TextChoices):
        TEAM = "team", "Équipe sur place"
        CONTACT = "contact", "À appeler"

    sheet = models.ForeignKey(EventSheet, models.CASCADE, related_name="people", verbose_name="fiche")
    side = models.CharField("liste", max_length=10, choices=Side, default=Side.TEAM)
    name = models.CharField("nom", max_length=120)
    role = models.CharField("rôle", max_length=120, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)

    class Meta:
        verbose_name = "personne de l’événement"
        verbose_name_plural = "personnes de l’événement"
        ordering = ["-side", "pk"]

    def __str__(self) -> str:
        return self.name


class UsualCheck(models.Model):
    """What a new sheet's checklist begins with; the unit changes these rows in the admin."""

    label = models.CharField("à prévoir", max_length=160, unique=True)
    position = models.PositiveSmallIntegerField("rang", default=1)
    is_active = models.BooleanField("proposé", default=True)

    class Meta:
        verbose_name = "point habituel d’un événement"
        verbose_name_plural = "points habituels d’un événement"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label
