from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from comms.validators import one_line


class TaxRateQuerySet(models.QuerySet):
    def in_force(self, day: date) -> Self:
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)


class TaxRate(models.Model):
    """A rate of the TGC while it is in force; never a constant: the Congress changes them."""

    label = models.CharField("taux", max_length=60, validators=[one_line], help_text="« réduit »")
    percent = models.DecimalField(
        "%", max_digits=5, decimal_places=2, validators=[MinValueValidator(0), MaxValueValidator(100)]
    )
    valid_from = models.DateField("à partir du")
    valid_until = models.DateField("jusqu’au", null=True, blank=True)
    source = models.CharField("source", max_length=200, validators=[one_line])

    objects = TaxRateQuerySet.as_manager()

    class Meta:
        verbose_name = "taux de TGC"
        verbose_name_plural = "taux de TGC"
        ordering = ["percent", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["percent", "valid_from"],
                name="tax_rate_begins_once",
                violation_error_message="Ce taux commence déjà ce jour-là.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="tax_rate_ends_after_it_begins",
                violation_error_message="Ce taux finit avant de commencer.",
            ),
            models.CheckConstraint(
                condition=Q(percent__gte=0, percent__lte=100), name="tax_rate_is_a_percentage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown} ({self.label})"

    @property
    def shown(self) -> str:
        """« 6 % »."""
        return f"{self.percent.normalize():f}".replace(".", ",") + "\u00a0%"

    def tax_on(self, base: int) -> int:
        """On the sum of the lines of this rate, half a franc rounded up: a franc has no parts."""
        return int((Decimal(base) * self.percent / 100).quantize(Decimal(1), ROUND_HALF_UP))
