"""What the town decides about its budget's follow-up: one row of rules, and the check-list of invoices."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from comms.validators import one_line


class BudgetRules(models.Model):
    """Delays and tolerances: one row, edited in the admin."""

    nomenclature = models.CharField(
        "nomenclature des nouveaux exercices", max_length=30, default="M14", validators=[one_line]
    )
    payment_delay = models.PositiveSmallIntegerField(
        "délai de mandatement (jours)",
        default=30,
        validators=[MinValueValidator(1)],
        help_text="À partir de la réception de la facture, sans les jours où elle est renvoyée.",
    )
    tax_tolerance = models.PositiveSmallIntegerField(
        "écart de TGC accepté par taux (F CFP)", default=1, validators=[MaxValueValidator(100)]
    )
    transfers_stay_in_chapter = models.BooleanField(
        "un virement reste dans son chapitre",
        default=True,
        help_text="Décoché si le conseil a voté autrement.",
    )
    head_may_derogate = models.BooleanField(
        "le ou la chargé(e) de communication peut déroger",
        default=True,
        help_text="Décoché : le cabinet seul engage au-delà du disponible.",
    )
    year_end_month = models.PositiveSmallIntegerField(
        "alerte de fin d’exercice : mois",
        default=11,
        validators=[MinValueValidator(1), MaxValueValidator(12)],
    )
    year_end_day = models.PositiveSmallIntegerField(
        "alerte de fin d’exercice : jour",
        default=15,
        validators=[MinValueValidator(1), MaxValueValidator(28)],
    )

    class Meta:
        verbose_name = verbose_name_plural = "règles du budget"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="budget_has_one_row_of_rules")]

    def __str__(self) -> str:
        return "Règles du budget"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> Self:
        """The row, or an unsaved one with the usual rules; never writes."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class MentionQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)


class Mention(models.Model):
    """Something that an invoice must say; the list is the town's."""

    label = models.CharField("mention", max_length=160, unique=True, validators=[one_line])
    source = models.CharField("texte", max_length=200, blank=True, validators=[one_line])
    position = models.PositiveSmallIntegerField("rang", default=1)
    is_active = models.BooleanField("demandée", default=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = "mention obligatoire"
        verbose_name_plural = "mentions obligatoires"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label
