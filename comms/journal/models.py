from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class EntryQuerySet(models.QuerySet):
    def about(self, target: models.Model) -> Self:
        content_type = ContentType.objects.get_for_model(target)
        return self.filter(target_type=content_type, target_id=target.pk).select_related("actor")


class Entry(models.Model):
    """One step in the life of an object: who, when, what, why. PostgreSQL refuses to change it."""

    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name="par",
        help_text="Vide : l’application elle-même.",
    )  # fmt: skip
    at = models.DateTimeField("le", auto_now_add=True)
    verb = models.CharField("quoi", max_length=200)
    target_type = models.ForeignKey(ContentType, models.PROTECT)
    target_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    target_label = models.CharField("objet", max_length=200)
    target_url = models.CharField(max_length=300, blank=True)
    reason = models.TextField("motif", blank=True)
    data = models.JSONField(default=dict, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "ligne d’historique"
        verbose_name_plural = "historique"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["target_type", "target_id", "-at"], name="entry_by_target")]

    def __str__(self) -> str:
        return f"{self.target_label} : {self.verb}"


class NoticeQuerySet(models.QuerySet):
    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """An entry brought to somebody's attention: the bell in the top bar."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="notices")
    read_at = models.DateTimeField("lue le", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "notification"
        ordering = ["-entry_id"]
        constraints = [models.UniqueConstraint(fields=["user", "entry"], name="told_once_of_an_entry")]
        indexes = [models.Index(fields=["user"], condition=models.Q(read_at=None), name="unread_notices")]

    def __str__(self) -> str:
        return str(self.entry)
