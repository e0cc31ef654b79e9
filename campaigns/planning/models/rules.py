from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models


class PlanningRules(models.Model):
    """The delays of reminders and evaluations, in working days: one row, edited in the admin."""

    evaluation_after = models.PositiveSmallIntegerField(
        "bilan demandé après (jours ouvrés)", default=15, help_text="15 : à J+15, ou 15 jours après la fin."
    )
    remind_before = models.PositiveSmallIntegerField(
        "premier rappel avant l’échéance (jours ouvrés)", default=2, help_text="0 : seulement le jour même."
    )
    remind_late_every = models.PositiveSmallIntegerField(
        "rappel d’un retard tous les (jours ouvrés)", default=3, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = verbose_name_plural = "délais des rappels et des bilans"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="planning_has_one_row_of_rules")]

    def __str__(self) -> str:
        return "Délais des rappels et des bilans"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> Self:
        """The row, or an unsaved one with the usual delays; never writes."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
