from typing import Any, Self

from django.db import models
from django.urls import reverse

from campaigns.strategy.models.audiences import Audience
from campaigns.strategy.models.plans import Axis, Plan
from campaigns.strategy.models.sides import Side
from campaigns.strategy.models.states import PlanState
from comms.people.models import User
from comms.validators import one_line


class ObjectiveQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """As their plan is."""
        return self.filter(axis__plan__in=Plan.objects.visible_to(user).order_by().values("pk"))

    def in_force(self) -> Self:
        """Those of the plan in force: what actions and campaigns are attached to."""
        return self.filter(axis__plan__state=PlanState.IN_FORCE)

    def proposed(self, *kept: int | None) -> Self:
        """What forms offer: of the plan in force, and the one chosen before."""
        return self.filter(
            models.Q(axis__plan__state=PlanState.IN_FORCE) | models.Q(pk__in=[pk for pk in kept if pk])
        )


class Objective(models.Model):
    """What must have changed at a date, by how much: its indicators say it in figures."""

    axis = models.ForeignKey(Axis, models.PROTECT, related_name="objectives", verbose_name="axe")
    position = models.PositiveSmallIntegerField("rang", default=1)
    statement = models.CharField(
        "objectif", max_length=300, validators=[one_line],
        help_text="Ce qui doit avoir changé : « Les habitants de Plum savent où trouver l’information ».",
    )  # fmt: skip
    side = models.CharField("volet", max_length=10, choices=Side, default=Side.EXTERNAL)
    audiences = models.ManyToManyField(
        Audience, blank=True, related_name="objectives", verbose_name="publics"
    )

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        verbose_name = "objectif"
        ordering = ["axis", "position", "pk"]

    def __str__(self) -> str:
        return self.statement

    def get_absolute_url(self) -> str:
        return reverse("strategy:objective", args=[self.pk])

    def as_content(self) -> dict[str, Any]:
        return {
            "id": self.pk,
            "name": self.statement,
            "side": self.get_side_display(),
            "audiences": ", ".join(audience.name for audience in self.audiences.all()),
            "indicators": [indicator.as_content() for indicator in self.indicators.all()],
        }
