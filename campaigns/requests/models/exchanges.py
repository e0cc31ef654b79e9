"""What is said, joined, proposed and waited for around a request."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from campaigns.requests.models.requests import CommunicationRequest
from campaigns.requests.models.states import WaitsOn
from comms.uploads import StoredFile


class MessageQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.filter(is_internal=False)


class Message(models.Model):
    """One word of the thread; PostgreSQL refuses to change it."""

    request = models.ForeignKey(
        CommunicationRequest, models.CASCADE, related_name="thread", verbose_name="demande"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="de")
    text = models.TextField("message", max_length=8000, blank=True)
    is_internal = models.BooleanField("note interne", default=False)
    is_from_requester = models.BooleanField("du demandeur", default=False)
    at = models.DateTimeField("le", auto_now_add=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = "message"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]


class Delivery(models.Model):
    """A support shown to who asked for it, and what they said of it."""

    class Verdict(models.TextChoices):
        AGREED = "agreed", "D’accord"
        TO_CORRECT = "to_correct", "À corriger"

    request = models.ForeignKey(
        CommunicationRequest, models.CASCADE, related_name="deliveries", verbose_name="demande"
    )
    number = models.PositiveSmallIntegerField("version")
    text = models.TextField("ce qui est proposé", max_length=4000)
    link = models.URLField("adresse", blank=True)
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="proposée par"
    )
    shown_at = models.DateTimeField("proposée le", auto_now_add=True)
    verdict = models.CharField("réponse", max_length=12, choices=Verdict, blank=True)
    comment = models.TextField("à corriger", max_length=4000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="répondu par"
    )
    decided_at = models.DateTimeField("répondu le", null=True)

    class Meta:
        verbose_name = "proposition"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["request", "number"], name="delivery_has_its_own_number"),
            models.CheckConstraint(
                condition=~Q(verdict="to_correct") | ~Q(comment=""),
                name="correction_says_what",
                violation_error_message="Dites ce qui est à corriger.",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number}"

    @property
    def verdict_tone(self) -> str:
        return {self.Verdict.AGREED: "good", self.Verdict.TO_CORRECT: "warning"}.get(self.verdict, "waiting")


class RequestFile(models.Model):
    """A file that came with the request, a message or a delivery; kept under the digest of its bytes."""

    request = models.ForeignKey(
        CommunicationRequest, models.CASCADE, related_name="files", verbose_name="demande"
    )
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, blank=True, related_name="files", verbose_name="message"
    )
    delivery = models.ForeignKey(
        Delivery, models.CASCADE, null=True, blank=True, related_name="files", verbose_name="proposition"
    )
    sha256 = models.CharField("empreinte", max_length=64, editable=False)
    name = models.CharField("nom du fichier", max_length=120)
    mime = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField("taille (octets)", editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="ajouté par"
    )
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)

    class Meta:
        verbose_name = "fichier"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.mime.startswith("image/")

    @property
    def is_internal(self) -> bool:
        return self.message is not None and self.message.is_internal

    @cached_property
    def stored(self) -> StoredFile:
        return StoredFile(sha256=self.sha256, mime=self.mime)


class Turn(models.Model):
    """From this moment on, the request waits on this side; PostgreSQL refuses to change it."""

    request = models.ForeignKey(
        CommunicationRequest, models.CASCADE, related_name="turns", verbose_name="demande"
    )
    side = models.CharField("attend", max_length=10, choices=WaitsOn)
    began_at = models.DateTimeField("depuis le")
    began_on = models.DateField("jour")
    why = models.CharField("pourquoi", max_length=200)

    class Meta:
        verbose_name = "tour d’attente"
        verbose_name_plural = "tours d’attente"
        ordering = ["request", "began_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_side_display()} depuis le {self.began_on:%d/%m/%Y}"
