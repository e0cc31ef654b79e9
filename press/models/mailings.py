from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse

from comms.approvals.models import Version
from comms.outbox.models import Mailing, OutgoingMail
from press.models.contacts import PreferredFormat
from press.models.lists import ContactList
from press.models.release_states import ReleaseState
from press.models.releases import Release


class DispatchQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Not cancelled: at most one for a version."""
        return self.filter(cancelled_at=None)

    def begun(self) -> Self:
        """Its first mail has left, or its moment has come without anything holding it."""
        begun = DispatchPart.objects.filter(dispatch=OuterRef("pk"), mailing__started_at__isnull=False)
        return self.filter(Exists(begun))

    def due_to_count_as_sent(self) -> Self:
        """Scheduled ones that have begun to leave, by the database's clock."""
        return (
            self.standing()
            .begun()
            .filter(
                scheduled_for__lte=Now(),
                release__state=ReleaseState.SCHEDULED,
                release__effective_version=F("version"),
            )
        )


class Dispatch(models.Model):
    """One approved version sent to its journalists, once; its deliveries are the mails of its parts."""

    release = models.ForeignKey(Release, models.PROTECT, related_name="dispatches", verbose_name="communiqué")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+", verbose_name="version")
    lists = models.ManyToManyField(ContactList, related_name="+", verbose_name="listes")
    left_out = models.JSONField(
        "écartés au lancement", default=list, help_text="Qui des listes ne reçoit rien, et pourquoi."
    )
    scheduled_for = models.DateTimeField("programmée pour", null=True, blank=True)
    launched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="lancée par"
    )
    launched_at = models.DateTimeField("lancée le", auto_now_add=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = "diffusion"
        ordering = ["-launched_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(cancelled_at=None),
                name="version_is_sent_once",
                violation_error_message="Cette version est déjà partie ou programmée.",
            ),
        ]

    def __str__(self) -> str:
        return f"Diffusion de {self.release.reference}, version {self.version.number}"

    def get_absolute_url(self) -> str:
        return reverse("press:dispatch", args=[self.pk])

    @property
    def starts_at(self) -> datetime:
        """Before this nothing leaves."""
        return self.scheduled_for or self.launched_at

    @property
    def mailings(self) -> models.QuerySet[Mailing]:
        return Mailing.objects.filter(part__dispatch=self).order_by("pk")

    @property
    def mails(self) -> models.QuerySet[OutgoingMail]:
        """One a journalist, whatever the form it was sent in."""
        return OutgoingMail.objects.filter(mailing__part__dispatch=self)


class DispatchPart(models.Model):
    """Those of a dispatch who get it in one form: whole, with links, or as a plain text."""

    dispatch = models.ForeignKey(Dispatch, models.PROTECT, related_name="parts")
    form = models.CharField("forme", max_length=10, choices=PreferredFormat)
    mailing = models.OneToOneField(Mailing, models.PROTECT, related_name="part", verbose_name="envoi")

    class Meta:
        verbose_name = "partie d’une diffusion"
        verbose_name_plural = "parties d’une diffusion"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["dispatch", "form"], name="dispatch_has_a_form_once")]

    def __str__(self) -> str:
        return f"{self.dispatch} ({self.get_form_display().lower()})"
