"""From which amount the texts call for which procedure, in rows dated as the texts are."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comms.validators import one_line


class Nature(models.TextChoices):
    SERVICES = "services", "Services et fournitures"
    WORKS = "works", "Travaux"


class ThresholdQuerySet(models.QuerySet):
    def valid_on(self, day: date) -> Self:
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day), valid_from__lte=day)

    def of_nature(self, nature: str) -> Self:
        return self.filter(Q(nature="") | Q(nature=nature))

    def called_for(self, *, amount: int, on: date, nature: str = Nature.SERVICES) -> "Threshold | None":
        """The row that an amount without tax falls under that day; None where no row is dated so."""
        rows = self.valid_on(on).of_nature(nature).filter(from_amount__lte=amount)
        return rows.order_by("-from_amount", "-valid_from").first()

    def next_above(self, *, amount: int, on: date, nature: str = Nature.SERVICES) -> "Threshold | None":
        """The first row that more of the same would come under."""
        rows = self.valid_on(on).of_nature(nature).filter(from_amount__gt=amount)
        return rows.order_by("from_amount", "-valid_from").first()

    def ending(self, today: date) -> Self:
        """Rows whose text ends soon: the rules are to be read again."""
        until = today + timedelta(days=settings.THRESHOLD_NOTICE_DAYS)
        return self.filter(valid_until__gte=today, valid_until__lte=until).order_by("valid_until", "pk")


class Threshold(models.Model):
    """One step of one text. Amounts are without tax; the step begins at `from_amount` itself."""

    nature = models.CharField(
        "nature", max_length=10, choices=Nature, blank=True, help_text="Vide : toutes les commandes."
    )
    from_amount = models.PositiveBigIntegerField("à partir de (F CFP HT)")
    procedure = models.CharField("procédure", max_length=160, validators=[one_line])
    advice = models.CharField("à savoir", max_length=240, blank=True, validators=[one_line])
    needs_competition = models.BooleanField("demande plusieurs entreprises", default=False)
    source = models.CharField("texte", max_length=200, validators=[one_line])
    valid_from = models.DateField("depuis le")
    valid_until = models.DateField("jusqu’au", null=True, blank=True)

    objects = ThresholdQuerySet.as_manager()

    class Meta:
        verbose_name = "seuil de commande"
        verbose_name_plural = "seuils de commande"
        ordering = ["-valid_from", "nature", "from_amount"]
        constraints = [
            models.UniqueConstraint(
                fields=["nature", "from_amount", "valid_from"],
                name="threshold_step_is_once",
                violation_error_message="Ce seuil commence déjà ce jour-là.",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="threshold_ends_after_it_begins",
                violation_error_message="Un seuil ne finit pas avant de commencer.",
            ),
        ]

    def __str__(self) -> str:
        return self.procedure
