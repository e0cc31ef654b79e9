from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class SenderQuerySet(models.QuerySet):
    def silent(self) -> Self:
        """Their lease is over: whoever wrote these rows is dead, or as good as."""
        return self.filter(lease_until__lt=Now())


class Sender(models.Model):
    """A worker at work: which mails may be on their way this very moment, and what it hasn't settled yet.

    One small row that is written at each conversation, so that a mail's own row is written once. Whatever
    kills the worker, this row tells what it was doing.
    """

    name = models.CharField("ouvrier", max_length=80, primary_key=True)
    begun = ArrayField(models.BigIntegerField(), verbose_name="courriels en cours de remise", default=list)
    done = ArrayField(models.TextField(), default=list)  # outcomes, one JSON text each
    started_at = models.DateTimeField("depuis le", db_default=Now())
    touched_at = models.DateTimeField("dernière remise commencée le", db_default=Now())
    lease_until = models.DateTimeField("réputé vivant jusqu’au")

    objects = SenderQuerySet.as_manager()

    class Meta:
        verbose_name = "ouvrier au travail"
        verbose_name_plural = "ouvriers au travail"
        ordering = ["started_at"]

    def __str__(self) -> str:
        return self.name
