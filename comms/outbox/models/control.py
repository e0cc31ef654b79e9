from datetime import timedelta
from typing import Self

from django.core.validators import MinValueValidator
from django.db import models


class OutboxControl(models.Model):
    """The one row that every sender reads at each claim."""

    is_held = models.BooleanField("courriels retenus", default=False)
    held_because = models.CharField("motif de la retenue", max_length=200, blank=True)
    held_at = models.DateTimeField("retenus depuis", null=True, blank=True)
    identity = models.JSONField(
        "base reconnue",
        null=True,
        blank=True,
        help_text="Ce qui distingue cette base de sa copie : une copie ne part pas sans qu’on le permette.",
    )
    per_minute = models.PositiveIntegerField(
        "courriels par minute, en tout",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Vide : sans limite. Un courriel personnel (mot de passe…) n’attend jamais.",
    )
    free_at = models.DateTimeField(null=True, blank=True, editable=False)
    lateness_limit = models.DurationField(
        "retard admis",
        default=timedelta(hours=1),
        help_text="Au-delà, un envoi dû pendant une panne attend qu’une personne le confirme.",
    )
    reminders_paused_at = models.DateTimeField(
        "rappels muets depuis", null=True, blank=True, editable=False, help_text="Pendant une crise."
    )
    relay_failures = models.PositiveIntegerField("échecs de suite du serveur d’envoi", default=0)
    relay_retry_at = models.DateTimeField("prochain essai du serveur d’envoi", null=True, blank=True)
    relay_error = models.CharField("dernière erreur du serveur d’envoi", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "réglages des envois"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="outbox_has_one_control_row")]

    def __str__(self) -> str:
        return "Réglages des envois"

    @classmethod
    def current(cls) -> Self:
        """The row: made after `migrate` (comms/outbox/defaults.py), and here should it be gone."""
        return cls.objects.filter(pk=1).first() or cls.objects.get_or_create(pk=1)[0]


class DomainThrottle(models.Model):
    """How many mails a minute a destination takes, shared by all workers through this row."""

    domain = models.CharField("domaine", max_length=253, unique=True, help_text="Par exemple « lagoon.nc ».")
    per_minute = models.PositiveIntegerField("courriels par minute", validators=[MinValueValidator(1)])
    free_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "débit par domaine"
        verbose_name_plural = "débits par domaine"
        ordering = ["domain"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(per_minute__gte=1),
                name="domain_takes_at_least_one_a_minute",
                violation_error_message="Le débit est d’au moins un courriel par minute.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.domain} : {self.per_minute} par minute"

    def clean(self) -> None:
        self.domain = self.domain.strip().lower().removeprefix("@")


class Heartbeat(models.Model):
    """When a clock or a sender was last seen alive."""

    name = models.CharField("nom", max_length=60, primary_key=True)
    seen_at = models.DateTimeField("vu le")

    class Meta:
        verbose_name = "signe de vie"
        verbose_name_plural = "signes de vie"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
