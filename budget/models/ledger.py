"""The ledger: signed francs on lines, written once, each with the document it rests on."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from budget.models.states import DocumentKind, MovementKind
from budget.models.years import ReadersQuerySet
from comms.formats import francs
from comms.validators import one_line

#: A line's total → the movements it sums. « committed » is what is left: less what was invoiced on it.
TOTALS: dict[str, Q] = {
    "voted": Q(kind="credit"),
    "frozen": Q(kind="freeze"),
    "invoiced": Q(kind="invoiced"),
    "mandated": Q(kind="mandated"),
    "paid": Q(kind="paid"),
}


class MovementQuerySet(ReadersQuerySet):
    def total(self) -> int:
        return self.aggregate(total=Coalesce(Sum("amount"), 0))["total"]

    def standing(self) -> Self:
        """Neither countered nor a counter."""
        return self.filter(counters=None, countered_by=None)

    def for_list(self) -> Self:
        return self.select_related("line__account", "made_by", "commitment", "invoice", "decision")


class Movement(models.Model):
    """So many francs more or less on a line. PostgreSQL refuses to change it: it is countered by another."""

    line = models.ForeignKey("Line", models.PROTECT, related_name="movements", verbose_name="ligne")
    kind = models.CharField("mouvement", max_length=10, choices=MovementKind)
    amount = models.BigIntegerField("montant (F CFP)")
    document_kind = models.CharField("pièce", max_length=12, choices=DocumentKind)
    document_reference = models.CharField("référence de la pièce", max_length=60, validators=[one_line])
    key = models.CharField(
        "clé", max_length=120, unique=True, help_text="Le même fait ne s’écrit qu’une fois."
    )
    decision = models.ForeignKey(
        "Decision", models.PROTECT, null=True, blank=True, related_name="movements", verbose_name="décision"
    )
    commitment = models.ForeignKey(
        "Commitment", models.PROTECT, null=True, blank=True, related_name="movements",
        verbose_name="engagement",
    )  # fmt: skip
    invoice = models.ForeignKey(
        "Invoice", models.PROTECT, null=True, blank=True, related_name="movements", verbose_name="facture"
    )
    derogation = models.OneToOneField(
        "Derogation", models.PROTECT, null=True, blank=True, related_name="movement",
        verbose_name="dérogation",
    )  # fmt: skip
    counters = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="countered_by", verbose_name="contrepasse"
    )
    happened_on = models.DateField("jour du fait")
    reason = models.TextField("motif", blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par"
    )
    made_at = models.DateTimeField("écrit le", auto_now_add=True)

    objects = MovementQuerySet.as_manager()

    class Meta:
        verbose_name = "mouvement"
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="movement_moves_something"),
            models.CheckConstraint(condition=~Q(key=""), name="movement_has_a_key"),
            models.CheckConstraint(condition=Q(kind__in=MovementKind.values), name="movement_kind_is_known"),
            models.CheckConstraint(
                condition=Q(counters__isnull=False)
                | Q(kind__in=("credit", "freeze"))
                | Q(kind="release", amount__lt=0)
                | Q(kind__in=("commitment", "invoiced", "mandated", "paid"), amount__gt=0),
                name="movement_goes_its_way",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("commitment", "release")) | Q(commitment__isnull=False),
                name="commitment_movement_has_its_commitment",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("invoiced", "mandated", "paid")) | Q(invoice__isnull=False),
                name="invoice_movement_has_its_invoice",
            ),
            models.CheckConstraint(
                condition=Q(counters=None) | ~Q(reason=""), name="counter_movement_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["line", "-happened_on", "-id"], name="movement_of_line"),
            models.Index(fields=["-happened_on", "-id"], name="movement_by_day"),
            models.Index(fields=["document_kind", "document_reference"], name="movement_by_document"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {francs(self.amount)}"

    @property
    def rests_on(self) -> models.Model | None:
        """The thing behind its document, when this room has one."""
        return self.invoice or self.commitment or self.decision

    @property
    def is_counter(self) -> bool:
        return self.counters_id is not None


class Derogation(models.Model):
    """Somebody entitled let a line in mode « bloquer » go below what it had, and said why."""

    line = models.ForeignKey("Line", models.PROTECT, related_name="derogations", verbose_name="ligne")
    shortfall = models.PositiveBigIntegerField("manque (F CFP)")
    reason = models.TextField("motif")
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="accordée par"
    )
    allowed_at = models.DateTimeField("accordée le", auto_now_add=True)

    objects = ReadersQuerySet.as_manager()

    class Meta:
        verbose_name = "dérogation"
        ordering = ["-allowed_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="derogation_has_a_reason"),
            models.CheckConstraint(condition=Q(shortfall__gt=0), name="derogation_lacks_something"),
        ]

    def __str__(self) -> str:
        return f"Dérogation de {francs(self.shortfall)} sur « {self.line} »"
