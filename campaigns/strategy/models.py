"""What the town wants to say, to whom, and how it will know."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse


class Side(models.TextChoices):
    """Whom communication turns to: the town's own people, or everybody else."""

    INTERNAL = "internal", "Interne"
    EXTERNAL = "external", "Externe"


class Plan(models.Model):
    """A plan de communication for a mandate or a year; one is in force."""

    class Span(models.TextChoices):
        MANDATE = "mandate", "Mandat"
        YEAR = "year", "Année"

    title = models.CharField("titre", max_length=200)
    span = models.CharField("durée", max_length=10, choices=Span, default=Span.YEAR)
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")

    class Meta:
        verbose_name = "plan de communication"
        verbose_name_plural = "plans de communication"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="plan_ends_after_it_starts",
                violation_error_message="Le plan finit avant de commencer.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Axis(models.Model):
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="axes", verbose_name="plan")
    position = models.PositiveSmallIntegerField("rang", default=1)
    title = models.CharField("axe", max_length=200)

    class Meta:
        verbose_name = "axe"
        verbose_name_plural = "axes"
        ordering = ["plan", "position", "pk"]

    def __str__(self) -> str:
        return self.title


class Objective(models.Model):
    """What must have changed at a date, by how much."""

    axis = models.ForeignKey(Axis, models.CASCADE, related_name="objectives", verbose_name="axe")
    position = models.PositiveSmallIntegerField("rang", default=1)
    statement = models.CharField("objectif", max_length=300)
    side = models.CharField("volet", max_length=10, choices=Side, default=Side.EXTERNAL)

    class Meta:
        verbose_name = "objectif"
        ordering = ["axis", "position", "pk"]

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return reverse("strategy:objective", args=[self.pk])


class Audience(models.Model):
    """A public the town speaks to."""

    name = models.CharField("public", max_length=120, unique=True)
    side = models.CharField("volet", max_length=10, choices=Side, default=Side.EXTERNAL)
    is_active = models.BooleanField("proposé", default=True)

    class Meta:
        verbose_name = "public"
        ordering = ["side", "name"]

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """Actions that serve one objective during a period."""

    title = models.CharField("titre", max_length=200)
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="campaigns", verbose_name="objectif"
    )
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")

    class Meta:
        verbose_name = "campagne"
        ordering = ["-starts_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("strategy:campaign", args=[self.pk])
