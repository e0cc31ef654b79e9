"""Finance's file of a year's chart and voted credits, kept as it came until it is applied."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from budget.models.decisions import Decision
from budget.models.moving import Moving
from budget.models.years import FiscalYear, ReadersQuerySet


class ChartFileState(models.TextChoices):
    READY = "ready", "À vérifier"
    APPLIED = "applied", "Importé"
    DROPPED = "dropped", "Abandonné"


class ChartFile(Moving):
    """Looked at line by line, then added to the chart in one go; its credits make a draft decision."""

    MOVES: ClassVar[dict[str, tuple[str, ...]]] = {
        ChartFileState.READY: (ChartFileState.APPLIED, ChartFileState.DROPPED),
        ChartFileState.APPLIED: (),
        ChartFileState.DROPPED: (),
    }
    TONES: ClassVar[dict[str, str]] = {
        ChartFileState.READY: "waiting",
        ChartFileState.APPLIED: "good",
        ChartFileState.DROPPED: "muted",
    }

    fiscal_year = models.ForeignKey(
        FiscalYear, models.PROTECT, related_name="chart_files", verbose_name="exercice"
    )
    name = models.CharField("fichier", max_length=200)
    columns = models.JSONField("colonnes reconnues", default=dict)  # field → position in the file
    lines = models.JSONField("lignes", default=list)  # [number, cells]
    state = models.CharField(
        "état", max_length=10, choices=ChartFileState, default=ChartFileState.READY, editable=False
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="décision des crédits votés",
    )  # fmt: skip
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="déposé par"
    )
    brought_at = models.DateTimeField("déposé le", auto_now_add=True)

    objects = ReadersQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier du plan de comptes"
        verbose_name_plural = "fichiers du plan de comptes"
        ordering = ["-brought_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ChartFileState.values), name="chart_file_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Plan de comptes {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("budget:chart_file", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        return self.state == ChartFileState.READY
