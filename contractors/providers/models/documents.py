"""A provider's papers, each with the day until which it holds."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from comms.calendar.working_days import local_today
from comms.uploads import StoredFile
from comms.validators import one_line
from contractors.providers.models.providers import Provider, SeenByReaders


class DocumentSort(models.TextChoices):
    COMPANY = "company", "Situation au RIDET"
    SOCIAL = "social", "Attestation CAFAT"
    TAX = "tax", "Attestation fiscale"
    INSURANCE = "insurance", "Assurance"
    BANK = "bank", "RIB"
    CHARTER = "charter", "Charte signée"
    OTHER = "other", "Autre"


class ProviderDocumentQuerySet(SeenByReaders):
    def current(self) -> Self:
        """The last of its sort at its provider; each « Autre » stands for itself."""
        newer = ProviderDocument.objects.filter(
            Q(dated_on__gt=OuterRef("dated_on")) | Q(dated_on=OuterRef("dated_on"), pk__gt=OuterRef("pk")),
            provider=OuterRef("provider"),
            sort=OuterRef("sort"),
        ).exclude(sort=DocumentSort.OTHER)
        return self.filter(~Exists(newer))

    def expiring(self, today: date) -> Self:
        """Over, or over soon, with nothing newer: to be asked for again."""
        until = today + timedelta(days=settings.PROVIDER_DOCUMENT_NOTICE_DAYS)
        return self.current().filter(expires_on__lte=until).order_by("expires_on", "pk")


class ProviderDocument(models.Model):
    """One paper; a newer one of the same sort takes its place, and it stays readable."""

    provider = models.ForeignKey(
        Provider, models.PROTECT, related_name="documents", verbose_name="prestataire"
    )
    sort = models.CharField("document", max_length=10, choices=DocumentSort)
    label = models.CharField("précision", max_length=120, blank=True, validators=[one_line])
    dated_on = models.DateField("daté du")
    expires_on = models.DateField("valable jusqu’au", null=True, blank=True)
    sha256 = models.CharField("empreinte", max_length=64, editable=False)
    mime = models.CharField("format", max_length=100, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="ajouté par"
    )
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)

    objects = ProviderDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document du prestataire"
        verbose_name_plural = "documents du prestataire"
        ordering = ["provider", "-dated_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("dated_on")),
                name="provider_document_ends_after_its_day",
                violation_error_message="Un document ne finit pas avant d’être daté.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_sort_display()} – {self.label}" if self.label else self.get_sort_display()

    @property
    def file(self) -> StoredFile:
        return StoredFile(sha256=self.sha256, mime=self.mime)

    @property
    def tone(self) -> str:
        """How its end is shown: over, over soon, or nothing."""
        if self.expires_on is None:
            return ""
        days = (self.expires_on - local_today()).days
        if days < 0:
            return "danger"
        return "waiting" if days <= settings.PROVIDER_DOCUMENT_NOTICE_DAYS else "good"
