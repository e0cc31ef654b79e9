from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from comms.people.models import User
from comms.uploads import StoredFile
from press.models.releases import Release


class Attachment(models.Model):
    """A picture or a PDF of a release.

    The file is kept under the digest of its bytes and never overwritten or removed: an approved
    version that names the digest shows the same file for ever, even once this row is gone.
    """

    class Kind(models.TextChoices):
        PICTURE = "picture", "Photo"
        DOCUMENT = "document", "Document"

    release = models.ForeignKey(
        Release, models.CASCADE, related_name="attachments", verbose_name="communiqué"
    )
    kind = models.CharField("nature", max_length=10, choices=Kind)
    sha256 = models.CharField("empreinte", max_length=64, editable=False)
    name = models.CharField("nom du fichier", max_length=120)
    mime = models.CharField(max_length=60, editable=False)
    size = models.PositiveIntegerField("taille (octets)", editable=False)
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    alt = models.CharField(
        "texte de remplacement",
        max_length=300,
        blank=True,
        help_text="Ce que montre la photo, pour qui ne la voit pas.",
    )
    credit = models.CharField("crédit", max_length=120, blank=True, help_text="« Ville du Mont-Dore »")
    caption = models.CharField("légende", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField("ordre", default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="ajouté par"
    )
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["position", "pk"]
        indexes = [models.Index(fields=["sha256"], name="attachment_by_digest")]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "sha256"],
                name="file_is_attached_once",
                violation_error_message="Ce fichier est déjà joint.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="picture") | ~(Q(alt="") | Q(credit="")),
                name="picture_has_alt_and_credit",
                violation_error_message="Une photo porte un texte de remplacement et un crédit.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.kind == self.Kind.PICTURE

    @cached_property
    def stored(self) -> StoredFile:
        return StoredFile(sha256=self.sha256, mime=self.mime)

    def as_content(self) -> dict[str, Any]:
        """As a version remembers it."""
        return {
            "id": self.sha256,
            "sha256": self.sha256,
            "kind": self.kind,
            "name": self.name,
            "mime": self.mime,
            "size": self.size,
            "alt": self.alt,
            "credit": self.credit,
            "caption": self.caption,
            "width": self.width,
            "height": self.height,
        }


#: A page says every 20 seconds that it is open; silent for longer than this, it was left.
PRESENT_FOR = timedelta(seconds=65)


class EditingPresenceQuerySet(models.QuerySet):
    def of_others(self, user: User, at: datetime) -> Self:
        """Who else has it open now."""
        return (
            self.filter(seen_at__gt=at - PRESENT_FOR)
            .exclude(user=user)
            .select_related("user")
            .order_by("started_at")
        )


class EditingPresence(models.Model):
    """Who has a release open for writing, told by the page's heartbeat, and the words not saved yet.

    Rows are evidence of nothing: they come and go with the page.
    """

    release = models.ForeignKey(Release, models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    started_at = models.DateTimeField("ouvert le")
    seen_at = models.DateTimeField("vu le")
    unsaved = models.JSONField("texte non enregistré", default=dict, blank=True)
    unsaved_at = models.DateTimeField("gardé le", null=True, blank=True)
    revision = models.PositiveIntegerField("écrit à partir de", default=0)

    objects = EditingPresenceQuerySet.as_manager()

    class Meta:
        verbose_name = "rédaction en cours"
        verbose_name_plural = "rédactions en cours"
        constraints = [
            models.UniqueConstraint(fields=["release", "user"], name="person_edits_a_release_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} sur {self.release_id}"

    def is_recent(self, at: datetime) -> bool:
        return self.seen_at > at - PRESENT_FOR
