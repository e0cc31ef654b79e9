from typing import Self

from django.db import models
from django.db.models import Q


class ThemeQuerySet(models.QuerySet):
    def proposed(self, chosen: int | None = None) -> Self:
        """Those one may choose, and the one chosen already."""
        return self.filter(Q(is_active=True) | Q(pk=chosen))


class Theme(models.Model):
    """A subject of the newsroom, under which journalists find releases again."""

    name = models.CharField("nom", max_length=80)
    slug = models.SlugField("adresse", max_length=80, unique=True)
    position = models.PositiveSmallIntegerField("ordre", default=0)
    is_active = models.BooleanField("proposé", default=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = "thème"
        verbose_name_plural = "thèmes"
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="theme_name_is_unique",
                violation_error_message="Un thème porte déjà ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.name
