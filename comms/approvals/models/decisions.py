from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from comms.approvals.models.approvals import Approval, ApprovalStep


class Decision(models.Model):
    """What somebody said of one version at one step. PostgreSQL refuses to change or delete it."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", "Approuver"
        APPROVED_WITH_REMARKS = "approved_with_remarks", "Approuver avec remarques"
        CHANGES_ASKED = "changes_asked", "Demander des modifications"
        REFUSED = "refused", "Refuser"

    APPROVING = (Verdict.APPROVED, Verdict.APPROVED_WITH_REMARKS)
    #: Said after the decider's name, in the history and in mails.
    SAID = {
        Verdict.APPROVED: "a approuvé",
        Verdict.APPROVED_WITH_REMARKS: "a approuvé avec remarques",
        Verdict.CHANGES_ASKED: "a demandé des modifications",
        Verdict.REFUSED: "a refusé",
    }
    TONES = {
        Verdict.APPROVED: "good",
        Verdict.APPROVED_WITH_REMARKS: "good",
        Verdict.CHANGES_ASKED: "warning",
        Verdict.REFUSED: "danger",
    }

    step = models.OneToOneField(
        ApprovalStep, models.PROTECT, related_name="decision", verbose_name="étape"
    )  # one decision a step, by the database
    verdict = models.CharField("avis", max_length=30, choices=Verdict)
    comment = models.TextField("commentaire", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="decisions", verbose_name="décidé par"
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="en suppléance de",
    )  # fmt: skip
    digest = models.CharField("empreinte du texte lu", max_length=64)
    decided_at = models.DateTimeField("le")

    class Meta:
        verbose_name = "décision"
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="approved") | ~Q(comment=""),
                name="a_decision_other_than_a_plain_yes_says_why",
                violation_error_message="Écrivez un commentaire : que changer, ou pourquoi ce refus ?",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decided_by} {self.said}"

    @property
    def approves(self) -> bool:
        return self.verdict in self.APPROVING

    @property
    def said(self) -> str:
        return self.SAID[self.Verdict(self.verdict)]

    @property
    def verdict_tone(self) -> str:
        return self.TONES[self.Verdict(self.verdict)]


class BypassQuerySet(models.QuerySet):
    def in_year(self, day: date) -> Self:
        """Those of the civil year of that day: the unit answers for their number."""
        return self.filter(bypassed_at__year=day.year)


class Bypass(models.Model):
    """An approval given in an emergency, without waiting for the circuit. PostgreSQL keeps it as it is."""

    approval = models.OneToOneField(
        Approval, models.PROTECT, related_name="bypass", verbose_name="validation"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="bypasses", verbose_name="par"
    )
    reason = models.TextField("motif")
    bypassed_at = models.DateTimeField("le")

    objects = BypassQuerySet.as_manager()

    class Meta:
        verbose_name = "contournement d’urgence"
        verbose_name_plural = "contournements d’urgence"
        ordering = ["-bypassed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="a_bypass_says_why",
                violation_error_message="Écrivez le motif de l’urgence.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.approval}, par {self.by}"
