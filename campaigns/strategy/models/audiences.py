from typing import Self

from django.db import models

from campaigns.strategy.figures import number
from campaigns.strategy.models.sides import Side
from comms.people.models import in_french_order
from comms.validators import one_line


class AudienceQuerySet(models.QuerySet):
    def proposed(self, *kept: int) -> Self:
        """Those that forms offer: in use, and the ones chosen before."""
        return self.filter(models.Q(is_active=True) | models.Q(pk__in=kept))


class Audience(models.Model):
    """A public the town speaks to."""

    name = models.CharField("public", max_length=120, unique=True, validators=[one_line])
    side = models.CharField("volet", max_length=10, choices=Side, default=Side.EXTERNAL)
    size = models.PositiveIntegerField(
        "nombre de personnes", null=True, blank=True, help_text="Un ordre de grandeur suffit."
    )
    size_source = models.CharField(
        "source et date du nombre", max_length=160, blank=True, validators=[one_line],
        help_text="« Recensement 2025 », « effectif au 1er janvier »",
    )  # fmt: skip
    where_reached = models.TextField(
        "où le toucher", blank=True, help_text="Lieux, supports et moments : arrêts de bus, marché, intranet…"
    )
    is_active = models.BooleanField("proposé", default=True, help_text="Décoché, il n’est plus proposé.")

    objects = AudienceQuerySet.as_manager()

    class Meta:
        verbose_name = "public"
        ordering = ["side", *in_french_order("name")]
        constraints = [
            models.CheckConstraint(condition=models.Q(side__in=Side.values), name="audience_side_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def size_said(self) -> str:
        return "" if self.size is None else number(self.size)
