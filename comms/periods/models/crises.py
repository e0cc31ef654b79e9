from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from comms.outbox.models import Mailing
from comms.periods.models.levels import LEVEL_MEANINGS, LEVEL_TONES, Level
from comms.periods.models.messages import CrisisMessage
from comms.validators import one_line


class CrisisQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(state=Crisis.State.OPEN)

    def closed(self) -> Self:
        return self.filter(state=Crisis.State.CLOSED)


class Crisis(models.Model):
    """From the first level to the end; one at a time. Levels are decided outside, we note and follow them."""

    class State(models.TextChoices):
        OPEN = "open", "En cours"
        CLOSED = "closed", "Terminée"

    name = models.CharField(
        "phénomène", max_length=120, validators=[one_line], help_text="« Cyclone », son nom, ou « Exercice »."
    )
    level = models.CharField("niveau", max_length=12, choices=Level)
    level_since = models.DateTimeField("niveau depuis")
    state = models.CharField("état", max_length=10, choices=State, default=State.OPEN)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ouverte par"
    )
    opened_at = models.DateTimeField("ouverte le")
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="close par",
    )  # fmt: skip
    closed_at = models.DateTimeField("close le", null=True, blank=True)

    objects = CrisisQuerySet.as_manager()

    class Meta:
        verbose_name = "crise"
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state="open"),
                name="one_crisis_at_a_time",
                violation_error_message="Une crise est déjà ouverte.",
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None) | Q(state="closed", closed_at__isnull=False),
                name="closed_crisis_says_since_when",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="crisis_level_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("periods:crisis", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def level_tone(self) -> str:
        return LEVEL_TONES[self.level]

    @property
    def meaning(self) -> str:
        return LEVEL_MEANINGS[self.level]

    @property
    def current_pause(self) -> "CrisisPause | None":
        return self.pauses.running().first()


def crisis_now() -> Crisis | None:
    """The one that is open, if any: what each page's banner, and whoever may go quicker, asks."""
    return Crisis.objects.open().first()


class CrisisLogEntry(models.Model):
    """One line of the log: when, who, what. PostgreSQL keeps it; a line corrects another."""

    class Kind(models.TextChoices):
        OPENED = "opened", "Ouverture"
        LEVEL = "level", "Niveau"
        NOTE = "note", "Note"
        PUBLISHED = "published", "Publié"
        PAUSED = "paused", "Pause"
        RESUMED = "resumed", "Reprise"
        BYPASSED = "bypassed", "Circuit contourné"
        CLOSED = "closed", "Clôture"

    ICONS = {
        Kind.OPENED: "flag-fill",
        Kind.LEVEL: "exclamation-triangle-fill",
        Kind.NOTE: "pencil",
        Kind.PUBLISHED: "megaphone-fill",
        Kind.PAUSED: "pause-circle-fill",
        Kind.RESUMED: "play-circle-fill",
        Kind.BYPASSED: "lightning-charge-fill",
        Kind.CLOSED: "flag",
    }

    crisis = models.ForeignKey(Crisis, models.PROTECT, related_name="log", verbose_name="crise")
    kind = models.CharField("nature", max_length=10, choices=Kind)
    level = models.CharField("niveau", max_length=12, choices=Level)
    text = models.TextField("quoi")
    happened_at = models.DateTimeField("à")
    written_at = models.DateTimeField("écrit le", default=timezone.now, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    message = models.ForeignKey(
        CrisisMessage, models.PROTECT, null=True, blank=True, related_name="publications",
        verbose_name="message",
    )  # fmt: skip

    class Meta:
        verbose_name = "ligne du journal de crise"
        verbose_name_plural = "journal de crise"
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="crisis_log_says_something"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def icon(self) -> str:
        return self.ICONS[self.Kind(self.kind)]

    @property
    def is_written_later(self) -> bool:
        """Noted more than a few minutes after it happened."""
        return (self.written_at - self.happened_at).total_seconds() > 300


class CrisisPauseQuerySet(models.QuerySet):
    def running(self) -> Self:
        return self.filter(resumed_at=None)


class CrisisPause(models.Model):
    """« Tout mettre en pause »: what was held back then, or launched since; exactly this is resumed."""

    crisis = models.ForeignKey(Crisis, models.PROTECT, related_name="pauses", verbose_name="crise")
    mailings = models.ManyToManyField(Mailing, related_name="+", verbose_name="envois")
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par"
    )
    paused_at = models.DateTimeField("en pause depuis")
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="repris par"
    )
    resumed_at = models.DateTimeField("repris le", null=True)

    objects = CrisisPauseQuerySet.as_manager()

    class Meta:
        verbose_name = "pause"
        ordering = ["-paused_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["crisis"], condition=Q(resumed_at=None), name="one_running_pause_a_crisis"
            ),
        ]

    def __str__(self) -> str:
        return f"Pause : {self.crisis}"


class QuickEntryQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)


class QuickEntry(models.Model):
    """A sentence that the log takes at one touch, on a phone, at night."""

    text = models.CharField("phrase", max_length=120, unique=True, validators=[one_line])
    position = models.PositiveSmallIntegerField("rang", default=1)
    is_active = models.BooleanField("proposée", default=True)

    objects = QuickEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "phrase du journal de crise"
        verbose_name_plural = "phrases du journal de crise"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text
