import hashlib
import json
from typing import Any, Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


def digest_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content's canonical JSON: sorted keys, no spaces, UTF-8.

    The content holds texts, whole numbers, booleans, None, lists and dicts of them, so that what
    PostgreSQL gives back has the same digest; anything else (a date, a decimal) raises TypeError.
    """
    canonical = json.dumps(
        content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


class VersionQuerySet(models.QuerySet):
    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)


class Version(models.Model):
    """What a thing said at one moment, word for word. PostgreSQL refuses to change or delete it.

    What leaves the house (a mail, a page) is rendered from the approved version's content, never from
    the row that people go on editing.
    """

    subject_type = models.ForeignKey(ContentType, models.PROTECT, verbose_name="nature")
    subject_id = models.PositiveBigIntegerField("identifiant")
    subject = GenericForeignKey("subject_type", "subject_id")
    subject_label = models.CharField("objet", max_length=200)
    number = models.PositiveIntegerField("version")
    content = models.JSONField("contenu")
    digest = models.CharField("empreinte", max_length=64, help_text="SHA-256 du contenu.")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="versions",
        verbose_name="auteur", help_text="Vide : modifié hors de l’application.",
    )  # fmt: skip
    created_at = models.DateTimeField("le", auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "version"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "number"], name="version_number_is_given_once"
            ),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="versions_count_from_one"),
            models.CheckConstraint(
                condition=models.Q(digest__regex=r"^[0-9a-f]{64}$"), name="version_digest_is_a_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_label}, version {self.number}"

    @property
    def short_digest(self) -> str:
        return self.digest[:12]
