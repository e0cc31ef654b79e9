"""What people say about an action or a task, and the files they join to it."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property

from campaigns.planning.models.actions import Action
from campaigns.planning.models.tasks import Task
from comms.uploads import StoredFile


class AboutQuerySet(models.QuerySet):
    def about(self, subject: Action | Task) -> Self:
        return self.filter(**{subject._meta.model_name: subject})


class About(models.Model):
    """Of an action or of a task, never of both; the foreign keys keep what a generic one wouldn't."""

    action = models.ForeignKey(Action, models.CASCADE, null=True, blank=True, related_name="%(class)ss")
    task = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="%(class)ss")

    objects = AboutQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(action=None, task__isnull=False) | Q(action__isnull=False, task=None),
                name="%(class)s_is_about_one_thing",
            ),
        ]

    @property
    def subject(self) -> Action | Task:
        return self.action if self.action_id else self.task


class Comment(About):
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    text = models.TextField("commentaire")
    mentioned = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name="personnes prévenues"
    )
    at = models.DateTimeField("le", auto_now_add=True)
    corrected_at = models.DateTimeField("corrigé le", null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True, editable=False)

    class Meta(About.Meta):
        verbose_name = "commentaire"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.text[:80]

    def is_open_at(self, at: datetime) -> bool:
        """Its author may still correct or withdraw it."""
        return self.withdrawn_at is None and at < self.at + timedelta(
            minutes=settings.COMMENT_CORRECTION_MINUTES
        )


class Attachment(About):
    """The file is kept under the digest of its bytes; only the view that checks the right serves it."""

    sha256 = models.CharField("empreinte", max_length=64, editable=False)
    name = models.CharField("nom du fichier", max_length=120)
    mime = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField("taille (octets)", editable=False)
    note = models.CharField("ce que c’est", max_length=200, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="ajouté par"
    )
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)

    class Meta(About.Meta):
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering = ["-added_at", "-pk"]
        constraints = [
            *About.Meta.constraints,
            models.UniqueConstraint(fields=["action", "sha256"], name="file_is_joined_once_to_an_action"),
            models.UniqueConstraint(fields=["task", "sha256"], name="file_is_joined_once_to_a_task"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("planning:attachment", args=[self.pk])

    @property
    def is_picture(self) -> bool:
        return self.mime.startswith("image/")

    @cached_property
    def stored(self) -> StoredFile:
        return StoredFile(sha256=self.sha256, mime=self.mime)
