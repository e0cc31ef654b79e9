"""Retro-planning templates: the steps of an event, a poster, a film… counted backwards from J0."""

from django.core.validators import MinValueValidator
from django.db import models

from comms.people.models import Role


class PlanTemplate(models.Model):
    name = models.CharField("modèle", max_length=120, unique=True)
    description = models.TextField("à quoi il sert", blank=True)
    is_active = models.BooleanField("proposé", default=True)

    class Meta:
        verbose_name = "modèle de rétroplanning"
        verbose_name_plural = "modèles de rétroplanning"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TemplateStep(models.Model):
    """A step that ends `offset` working days before J0 (after it, when negative: J+15 is -15)."""

    template = models.ForeignKey(PlanTemplate, models.CASCADE, related_name="steps", verbose_name="modèle")
    position = models.PositiveSmallIntegerField("rang", default=1)
    title = models.CharField("étape", max_length=160)
    offset = models.SmallIntegerField(
        "jours ouvrés avant J0", help_text="60 : J−60. Négatif pour ce qui vient après : −15 pour J+15."
    )
    duration = models.PositiveSmallIntegerField(
        "durée (jours ouvrés)", default=1, validators=[MinValueValidator(1)]
    )
    role = models.CharField("qui", max_length=30, choices=Role, default=Role.ASSISTANT)
    after = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="before", verbose_name="après"
    )
    needs_approval = models.BooleanField("à faire valider", default=False)

    class Meta:
        verbose_name = "étape du modèle"
        verbose_name_plural = "étapes du modèle"
        ordering = ["template", "position", "pk"]

    def __str__(self) -> str:
        return f"J{-self.offset:+d} {self.title}" if self.offset else f"J0 {self.title}"
