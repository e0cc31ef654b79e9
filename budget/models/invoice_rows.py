"""What stands on an invoice, row by row: its taxes, its parts, its mentions, its journeys back."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from budget.models.commitments import Commitment
from budget.models.lines import Line
from budget.models.rules import Mention
from budget.models.taxes import TaxRate


class InvoiceTax(models.Model):
    """What the invoice prints for one rate: the printed tax counts, ours is beside it."""

    invoice = models.ForeignKey(
        "budget.Invoice", models.CASCADE, related_name="taxes", verbose_name="facture"
    )
    rate = models.ForeignKey(TaxRate, models.PROTECT, related_name="+", verbose_name="taux")
    base = models.PositiveBigIntegerField("base HT (F CFP)")
    printed = models.PositiveBigIntegerField("TGC imprimée (F CFP)")

    class Meta:
        verbose_name = "TGC de la facture"
        ordering = ["invoice", "rate__percent"]
        constraints = [
            models.UniqueConstraint(
                fields=["invoice", "rate"],
                name="invoice_names_a_rate_once",
                violation_error_message="Ce taux est déjà sur la facture.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rate} : {self.printed}"

    @property
    def computed(self) -> int:
        return self.rate.tax_on(self.base)

    @property
    def gap(self) -> int:
        """Francs printed above (or below) what the rate gives."""
        return self.printed - self.computed


class InvoicePart(models.Model):
    """So much of an invoice on one line, on its commitment where there is one."""

    invoice = models.ForeignKey(
        "budget.Invoice", models.PROTECT, related_name="parts", verbose_name="facture"
    )
    line = models.ForeignKey(Line, models.PROTECT, related_name="invoice_parts", verbose_name="ligne")
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="invoice_parts",
        verbose_name="engagement",
    )  # fmt: skip
    amount = models.PositiveBigIntegerField("montant TTC (F CFP)")

    class Meta:
        verbose_name = "imputation"
        ordering = ["invoice", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="invoice_part_is_something"),
            models.UniqueConstraint(
                fields=["invoice", "line", "commitment"],
                name="invoice_part_is_once",
                nulls_distinct=False,
                violation_error_message="Cette imputation est déjà sur la facture.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} : {self.amount}"

    @property
    def gap(self) -> int:
        """What its commitment still holds beyond it: 0 once the work was invoiced as ordered."""
        return self.commitment.remaining if self.commitment else 0


class InvoiceMention(models.Model):
    """One line of the check-list, ticked or not, for one invoice."""

    invoice = models.ForeignKey(
        "budget.Invoice", models.CASCADE, related_name="mentions", verbose_name="facture"
    )
    mention = models.ForeignKey(Mention, models.PROTECT, related_name="+", verbose_name="mention")
    is_present = models.BooleanField("présente", default=False)

    class Meta:
        verbose_name = "mention vérifiée"
        verbose_name_plural = "mentions vérifiées"
        ordering = ["invoice", "mention__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["invoice", "mention"], name="mention_is_checked_once_an_invoice"),
        ]

    def __str__(self) -> str:
        return f"{self.mention} : {'oui' if self.is_present else 'non'}"


class InvoiceReturn(models.Model):
    """The invoice is at its provider's again: its clock stands still until it comes back."""

    invoice = models.ForeignKey(
        "budget.Invoice", models.PROTECT, related_name="returns", verbose_name="facture"
    )
    returned_on = models.DateField("renvoyée le")
    reason = models.TextField("motif")
    received_again_on = models.DateField("reçue de nouveau le", null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="renvoyée par"
    )

    class Meta:
        verbose_name = "renvoi de facture"
        verbose_name_plural = "renvois de facture"
        ordering = ["invoice", "returned_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(received_again_on=None) | Q(received_again_on__gte=F("returned_on")),
                name="invoice_comes_back_after_it_left",
                violation_error_message="La facture revient au plus tôt le jour où elle est partie.",
            ),
            models.UniqueConstraint(
                fields=["invoice"],
                condition=Q(received_again_on=None),
                name="invoice_is_away_once_at_a_time",
                violation_error_message="Cette facture est déjà renvoyée.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="invoice_return_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.invoice}, renvoyée le {self.returned_on:%d/%m/%Y}"
