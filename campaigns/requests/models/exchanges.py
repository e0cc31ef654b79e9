"""What is said, joined, proposed and waited for around a request."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from campaigns.requests.models.kinds import DELIVERY_KIND
from campaigns.requests.models.requests import CommunicationRequest
from campaigns.requests.models.states import DELIVERABLE_STATES, WaitsOn
from comms.approvals.models import Approvable, Approval, Circuit
from comms.people.models import Role
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


class DeliveryQuerySet(models.QuerySet):
    def shown(self) -> Self:
        """Those that who asked sees; the others still go round their circuit, or came back from it."""
        return self.filter(shown_at__isnull=False)

    def in_circuit(self) -> Self:
        return self.filter(shown_at=None, pk__in=_subjects(Approval.objects.open()))

    def due_to_be_shown(self) -> Self:
        """Their circuit said yes, and the request still waits for them."""
        approved = _subjects(Approval.objects.approving())
        return self.filter(shown_at=None, pk__in=approved, request__state__in=DELIVERABLE_STATES)


def _subjects(approvals: models.QuerySet[Approval]) -> models.QuerySet:
    return approvals.filter(subject_type=ContentType.objects.get_for_model(Delivery)).values("subject_id")


class Delivery(Approvable):
    """A support made for who asked: read by its kind's circuit, where it has one, then shown and answered."""

    approval_kind = DELIVERY_KIND
    approval_label = "Support livré à un demandeur"
    approval_default_steps = (Role.HEAD,)
    approval_allows_own = True
    approval_preview_template = "requests/_preview_of_delivery.html"
    approval_fields: ClassVar[dict[str, str]] = {
        "request": "Demande",
        "text": "Ce qui est proposé",
        "link": "Adresse",
        "files": "Fichiers",
    }

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
    shown_at = models.DateTimeField("proposée le", null=True, editable=False)
    verdict = models.CharField("réponse", max_length=12, choices=Verdict, blank=True)
    comment = models.TextField("à corriger", max_length=4000, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="répondu par"
    )
    decided_at = models.DateTimeField("répondu le", null=True)

    objects = DeliveryQuerySet.as_manager()

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
        return f"{self.request.title}, proposition {self.number}"

    def get_absolute_url(self) -> str:
        return self.request.get_absolute_url()

    @property
    def is_shown(self) -> bool:
        return self.shown_at is not None

    @classmethod
    def approval_live(cls) -> models.QuerySet[Self]:
        return cls.objects.filter(shown_at=None)

    def approval_circuit(self) -> Circuit | None:
        return self.request.kind.delivery_circuit if self.request.kind else None

    def approvable_content(self) -> dict[str, Any]:
        files = [{"id": file.sha256, "name": file.name} for file in self.files.all()]
        return {"request": self.request.title, "text": self.text, "link": self.link, "files": files}

    def approval_changed(self, approval: Approval) -> None:
        """Nothing of its own moves: `due_to_be_shown` asks the approval, and the clock shows it."""

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
        """Of a note of the unit, or of what isn't shown yet."""
        if self.delivery is not None and not self.delivery.is_shown:
            return True
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
