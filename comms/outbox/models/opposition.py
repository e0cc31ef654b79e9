from typing import Self

from django.db import models
from django.db.models.functions import Now

#: An opposition to everything that isn't addressed to the person alone.
EVERYTHING = ""


class OptOutQuerySet(models.QuerySet):
    def against(self, address_hash: str, scope: str) -> Self:
        """The oppositions that forbid this scope to this address."""
        return self.filter(address_hash=address_hash, scope__in=(scope, EVERYTHING))


class OptOut(models.Model):
    """Who asked not to be written to. Only a keyed hash of the address: it survives the person's erasure."""

    address_hash = models.CharField("empreinte de l’adresse", max_length=64)
    scope = models.CharField(
        "envois concernés", max_length=40, blank=True, help_text="Vide : tous les envois groupés."
    )
    source = models.CharField("d’où vient la demande", max_length=120)
    created_at = models.DateTimeField("depuis le", db_default=Now())

    objects = OptOutQuerySet.as_manager()

    class Meta:
        verbose_name = "opposition"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["address_hash", "scope"],
                name="opposed_once_a_scope",
                violation_error_message="Cette adresse figure déjà dans la liste d’opposition.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.address_hash[:12]}… ({self.scope or 'tous les envois'})"
