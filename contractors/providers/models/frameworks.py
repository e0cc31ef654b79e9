"""A contract that orders draw on, up to its maximum, until it ends."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from comms.calendar.working_days import local_today
from comms.validators import one_line
from contractors.providers.models.providers import Provider, SeenByReaders


class FrameworkContractQuerySet(SeenByReaders):
    def usable(self, on: date) -> Self:
        """Orders may draw on them that day."""
        return self.filter(starts_on__lte=on, ends_on__gte=on, consumed__lt=F("maximum"))

    def nearly_used(self, today: date) -> Self:
        """Their first alert or more is passed while they run."""
        share = settings.FRAMEWORK_ALERTS[0]
        running = self.filter(starts_on__lte=today, ends_on__gte=today)
        return running.filter(consumed__gte=F("maximum") * share / 100).order_by("ends_on", "pk")

    def ending(self, today: date) -> Self:
        until = today + timedelta(days=settings.FRAMEWORK_NOTICE_DAYS)
        return self.filter(ends_on__gte=today, ends_on__lte=until).order_by("ends_on", "pk")

    def due(self, today: date) -> Self:
        """To think of: nearly used, or over soon."""
        return self.filter(
            Q(pk__in=self.nearly_used(today).values("pk")) | Q(pk__in=self.ending(today).values("pk"))
        ).order_by("ends_on", "pk")


class FrameworkContract(models.Model):
    """`consumed` is the sum of its uses, kept by the one action that writes them; amounts are without tax."""

    reference = models.CharField("référence", max_length=40, unique=True, validators=[one_line])
    title = models.CharField("objet", max_length=160, validators=[one_line])
    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="frameworks", verbose_name="prestataire"
    )
    minimum = models.PositiveBigIntegerField("minimum (F CFP HT)", default=0)
    maximum = models.PositiveBigIntegerField("maximum (F CFP HT)")
    consumed = models.PositiveBigIntegerField("consommé (F CFP HT)", default=0, editable=False)
    starts_on = models.DateField("commence le")
    ends_on = models.DateField("finit le")
    renewals_allowed = models.PositiveSmallIntegerField("reconductions possibles", default=0)
    renewal_months = models.PositiveSmallIntegerField("durée d’une reconduction (mois)", default=12)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="saisi par"
    )
    created_at = models.DateTimeField("saisi le", auto_now_add=True)

    objects = FrameworkContractQuerySet.as_manager()

    class Meta:
        verbose_name = "contrat-cadre"
        verbose_name_plural = "contrats-cadres"
        ordering = ["-ends_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(maximum__gt=0, maximum__gte=F("minimum")),
                name="framework_maximum_is_above_its_minimum",
                violation_error_message="Le maximum est au moins le minimum.",
            ),
            models.CheckConstraint(
                condition=Q(consumed__lte=F("maximum")),
                name="framework_is_not_used_beyond_its_maximum",
                violation_error_message="Le contrat-cadre n’a plus ce montant.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="framework_ends_after_it_begins",
                violation_error_message="Un contrat ne finit pas avant de commencer.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} – {self.title}"

    @property
    def remaining(self) -> int:
        return self.maximum - self.consumed

    @property
    def share(self) -> int:
        """Percents of the maximum that were used, rounded down."""
        return self.consumed * 100 // self.maximum

    @property
    def missing_to_minimum(self) -> int:
        return max(self.minimum - self.consumed, 0)

    @property
    def tone(self) -> str:
        first, last = settings.FRAMEWORK_ALERTS
        if self.share >= last:
            return "danger"
        return "waiting" if self.share >= first else "good"

    @property
    def has_ended(self) -> bool:
        return self.ends_on < local_today()

    @property
    def ends_soon(self) -> bool:
        return 0 <= (self.ends_on - local_today()).days <= settings.FRAMEWORK_NOTICE_DAYS

    @property
    def renewals_left(self) -> int:
        return self.renewals_allowed - len(self.renewals.all())


class FrameworkUse(models.Model):
    """What one order drew, or gave back below zero; PostgreSQL refuses its change."""

    contract = models.ForeignKey(
        FrameworkContract, models.PROTECT, related_name="uses", verbose_name="contrat-cadre"
    )
    reference = models.CharField("pièce", max_length=60, validators=[one_line])
    amount = models.BigIntegerField("montant (F CFP HT)")
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="écrit par"
    )
    used_at = models.DateTimeField("écrit le", auto_now_add=True)

    class Meta:
        verbose_name = "consommation"
        ordering = ["contract", "-used_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "reference"],
                name="framework_use_is_once_a_document",
                violation_error_message="Cette pièce a déjà consommé ce contrat-cadre.",
            ),
            models.CheckConstraint(condition=~Q(amount=0), name="framework_use_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} : {self.amount}"


class FrameworkRenewal(models.Model):
    """It runs longer; append-only."""

    contract = models.ForeignKey(
        FrameworkContract, models.PROTECT, related_name="renewals", verbose_name="contrat-cadre"
    )
    until = models.DateField("jusqu’au")
    renewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="reconduit par"
    )
    renewed_at = models.DateTimeField("reconduit le", auto_now_add=True)

    class Meta:
        verbose_name = "reconduction"
        ordering = ["contract", "until"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "until"], name="framework_is_renewed_once_until_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract} jusqu’au {self.until}"
