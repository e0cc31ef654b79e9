"""The account of minutes: rows that are written once, and the total that PostgreSQL keeps of them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from comms.people.models import User
from hours.kinds import HourKind
from hours.models.entries import OwnedQuerySet, TimeEntry
from hours.models.recuperations import Recuperation


class LedgerRowQuerySet(OwnedQuerySet):
    def of(self, person: User) -> Self:
        return self.filter(person=person)

    def total(self) -> int:
        return self.aggregate(minutes=Coalesce(Sum("minutes"), 0))["minutes"]


class LedgerRow(models.Model):
    """So many minutes more or less for a person. Never edited: a row is countered by another one."""

    class Kind(models.TextChoices):
        CREDIT = "credit", "Heures validées"
        BOOKING = "booking", "Récupération"
        COUNTER = "counter", "Annulation"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="ledger_rows", verbose_name="qui"
    )
    day = models.DateField("jour", help_text="Celui des heures ou de la récupération : il en dit le mois.")
    kind = models.CharField("écriture", max_length=10, choices=Kind)
    minutes = models.IntegerField("minutes")
    entry = models.ForeignKey(
        TimeEntry, models.PROTECT, null=True, blank=True, related_name="ledger_rows", verbose_name="heures"
    )
    hour_kind = models.CharField("nature", max_length=10, choices=HourKind, blank=True)
    worked_minutes = models.PositiveSmallIntegerField("minutes travaillées", null=True, blank=True)
    coefficient = models.DecimalField("coefficient", max_digits=4, decimal_places=2, null=True, blank=True)
    recuperation = models.ForeignKey(
        Recuperation, models.PROTECT, null=True, blank=True, related_name="ledger_rows",
        verbose_name="récupération",
    )  # fmt: skip
    counters = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="countered_by", verbose_name="annule"
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par"
    )
    written_at = models.DateTimeField("écrite le", auto_now_add=True)

    objects = LedgerRowQuerySet.as_manager()

    class Meta:
        verbose_name = "écriture du compte"
        verbose_name_plural = "écritures du compte"
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, recuperation=None)
                | Q(entry=None, recuperation__isnull=False),
                name="ledger_row_has_one_cause",
            ),
            models.CheckConstraint(
                condition=Q(kind="credit", minutes__gte=0, counters=None)
                | Q(kind="booking", minutes__lt=0, counters=None)
                | Q(kind="counter", counters__isnull=False),
                name="ledger_row_goes_its_way",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-written_at", "-id"], name="ledger_of_person"),
            models.Index(fields=["person", "day"], name="ledger_of_person_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.minutes:+d} min"


class BalanceQuerySet(models.QuerySet):
    def with_ledger_total(self) -> Self:
        rows = LedgerRow.objects.filter(person=models.OuterRef("person")).order_by().values("person")
        total = rows.annotate(total=Sum("minutes")).values("total")
        return self.annotate(ledger_total=Coalesce(models.Subquery(total), 0))

    def wrong(self) -> Self:
        """Those whose kept total isn't the sum of the ledger: there should be none."""
        return self.with_ledger_total().exclude(minutes=F("ledger_total"))


class Balance(models.Model):
    """A person's minutes: the ledger's total, moved by a trigger on the ledger and by nothing else."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="hour_balance",
        verbose_name="qui",
    )  # fmt: skip
    minutes = models.IntegerField("solde (minutes)", default=0)
    overdraft = models.PositiveSmallIntegerField("découvert accordé (minutes)", default=0)

    objects = BalanceQuerySet.as_manager()

    class Meta:
        verbose_name = "solde"
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=-F("overdraft")),
                name="balance_stays_above_what_was_allowed",
                violation_error_message="Le solde ne descend pas sous zéro sans l’accord de qui valide.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} : {self.minutes} min"

    @property
    def available(self) -> int:
        """What may still be booked."""
        return self.minutes + self.overdraft


class Overdraft(models.Model):
    """The head let a person's balance go below zero, down to so many minutes, and said why."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="overdrafts", verbose_name="qui"
    )
    minutes = models.PositiveSmallIntegerField("découvert accordé (minutes)")
    reason = models.TextField("motif")
    allowed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="accordé par"
    )
    allowed_at = models.DateTimeField("accordé le", auto_now_add=True)

    class Meta:
        verbose_name = "découvert accordé"
        verbose_name_plural = "découverts accordés"
        ordering = ["-allowed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("allowed_by")),
                name="nobody_allows_their_own_overdraft",
                violation_error_message="Personne ne s’accorde un découvert.",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="overdraft_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person} : {self.minutes} min"

    def get_absolute_url(self) -> str:
        return reverse("hours:account", args=[self.person_id])
