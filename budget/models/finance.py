"""Finance's file of mandates and payments: each line as it came, and what it would note on which invoice."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from budget.models.invoices import Invoice
from budget.models.moving import Moving
from budget.models.years import ReadersQuerySet


class FinanceFileState(models.TextChoices):
    READY = "ready", "À vérifier"
    APPLIED = "applied", "Noté"
    DROPPED = "dropped", "Abandonné"


class Finding(models.TextChoices):
    """What comparing a line with the unit's invoices gave."""

    MANDATE = "mandate", "Mandat à noter"
    PAYMENT = "payment", "Paiement à noter"
    BOTH = "both", "Mandat et paiement à noter"
    SAME = "same", "Déjà noté"
    UNMATCHED = "unmatched", "Facture introuvable"
    REFUSED = "refused", "Ne peut pas être noté"
    FAULTY = "faulty", "En défaut"


#: Their lines change an invoice.
FINDINGS_TO_WRITE = (Finding.MANDATE, Finding.PAYMENT, Finding.BOTH)
FINDING_TONES: dict[str, str] = {
    Finding.MANDATE: "active",
    Finding.PAYMENT: "active",
    Finding.BOTH: "active",
    Finding.SAME: "muted",
    Finding.UNMATCHED: "warning",
    Finding.REFUSED: "warning",
    Finding.FAULTY: "danger",
}


class FinanceFile(Moving):
    """Brought, looked at line by line, then noted whole or not at all."""

    MOVES = {
        FinanceFileState.READY: (FinanceFileState.APPLIED, FinanceFileState.DROPPED),
        FinanceFileState.APPLIED: (),
        FinanceFileState.DROPPED: (),
    }
    TONES = {
        FinanceFileState.READY: "waiting",
        FinanceFileState.APPLIED: "good",
        FinanceFileState.DROPPED: "muted",
    }

    name = models.CharField("fichier", max_length=200)
    header = models.JSONField("titres des colonnes", default=list)
    columns = models.JSONField("colonnes reconnues", default=dict)  # field → position in the file
    state = models.CharField(
        "état", max_length=10, choices=FinanceFileState, default=FinanceFileState.READY, editable=False
    )
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="déposé par"
    )
    brought_at = models.DateTimeField("déposé le", auto_now_add=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="noté par",
    )  # fmt: skip
    applied_at = models.DateTimeField("noté le", null=True, blank=True, editable=False)

    objects = ReadersQuerySet.as_manager()

    class Meta:
        verbose_name = "fichier des finances"
        verbose_name_plural = "fichiers des finances"
        ordering = ["-brought_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=FinanceFileState.values), name="finance_file_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_at__isnull=False, applied_by__isnull=False),
                name="applied_finance_file_says_by_whom_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Fichier des finances {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("budget:finance_file", args=[self.pk])

    @property
    def is_ready(self) -> bool:
        return self.state == FinanceFileState.READY


class FinanceRowQuerySet(models.QuerySet):
    def to_write(self) -> Self:
        return self.filter(finding__in=FINDINGS_TO_WRITE)

    def counted(self) -> dict[str, int]:
        """How many lines of each kind that is there, in the order of the kinds."""
        found = dict(self.order_by().values_list("finding").annotate(models.Count("pk")))
        return {finding: found[finding] for finding in Finding if finding in found}


class FinanceRow(models.Model):
    file = models.ForeignKey(FinanceFile, models.CASCADE, related_name="rows", verbose_name="fichier")
    number = models.PositiveIntegerField("ligne")
    cells = models.JSONField("cases", default=list)
    finding = models.CharField("constat", max_length=10, choices=Finding)
    reason = models.CharField("raison", max_length=300, blank=True)
    invoice = models.ForeignKey(
        Invoice, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="facture"
    )
    mandate_number = models.CharField("mandat", max_length=40, blank=True)
    mandated_on = models.DateField("mandatée le", null=True, blank=True)
    paid_on = models.DateField("payée le", null=True, blank=True)

    objects = FinanceRowQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne du fichier"
        verbose_name_plural = "lignes du fichier"
        ordering = ["file", "number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="finance_row_stands_once_in_its_file"),
            models.CheckConstraint(condition=Q(finding__in=Finding.values), name="finance_finding_is_known"),
            models.CheckConstraint(
                condition=~Q(finding__in=FINDINGS_TO_WRITE) | Q(invoice__isnull=False),
                name="finance_row_to_write_has_its_invoice",
            ),
            models.CheckConstraint(
                condition=~Q(finding__in=("unmatched", "refused", "faulty")) | ~Q(reason=""),
                name="finance_row_left_out_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Ligne {self.number}"

    @property
    def finding_tone(self) -> str:
        return FINDING_TONES[self.finding]

    @property
    def filled_cells(self) -> list[str]:
        return [cell for cell in self.cells if cell]
