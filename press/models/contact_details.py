from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from comms.formats import phone_normalise
from comms.outbox.addresses import address_hash, normalise_address
from comms.outbox.models import OptOut
from comms.outbox.models.opposition import EVERYTHING
from press.models.media import Media, MediaKind

#: The opposition list that press releases obey.
OPT_OUT_SCOPE = "press"


class PositionQuerySet(models.QuerySet):
    def of_kinds(self, kinds: Any) -> Self:
        kinds = list(kinds)
        return self.filter(Q(kind__in=kinds) | Q(kind="", media__kind__in=kinds))


class Position(models.Model):
    """What a contact does for a média; the kind and the hour only where they differ from the média's own."""

    contact = models.ForeignKey("press.Contact", models.CASCADE, related_name="positions")
    media = models.ForeignKey(Media, models.PROTECT, related_name="positions", verbose_name="média")
    function = models.CharField("fonction", max_length=120, blank=True)
    kind = models.CharField("type, s’il diffère", max_length=20, choices=MediaKind, blank=True)
    closing_time = models.TimeField("bouclage, s’il diffère", null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = "fonction"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "media"],
                name="contact_has_one_position_in_a_media",
                violation_error_message="Ce contact a déjà une fonction dans ce média.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["", *MediaKind.values]), name="position_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function}, {self.media}" if self.function else str(self.media)

    @property
    def effective_closing_time(self) -> Any:
        return self.closing_time or self.media.closing_time

    @property
    def kind_label(self) -> str:
        return self.get_kind_display() if self.kind else self.media.get_kind_display()


class AddressQuerySet(models.QuerySet):
    def opposed(self) -> Self:
        """In the opposition list, whoever put them there: the unit, or the person by the mail's link."""
        opposed = OptOut.objects.filter(scope__in=(OPT_OUT_SCOPE, EVERYTHING))
        return self.filter(digest__in=opposed.values("address_hash"))

    def usable(self) -> Self:
        return self.exclude(pk__in=self.model.objects.opposed().values("pk"))


class ContactAddress(models.Model):
    """An e-mail address; one address is one person, and the opposition list knows it by its keyed hash."""

    contact = models.ForeignKey("press.Contact", models.CASCADE, related_name="addresses")
    address = models.EmailField("courriel", max_length=254)
    digest = models.CharField(max_length=64, editable=False, db_index=True)
    is_preferred = models.BooleanField("à utiliser", default=False)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = "adresse"
        ordering = ["-is_preferred", "pk"]
        indexes = [
            GinIndex(fields=["address"], opclasses=["gin_trgm_ops"], name="contact_address_search"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                name="address_is_one_contact",
                violation_error_message="Cette adresse est déjà celle d’un autre contact.",
            ),
            models.CheckConstraint(
                condition=Q(address=Lower("address")), name="contact_address_is_lower_case"
            ),
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(is_preferred=True),
                name="contact_has_one_preferred_address",
                violation_error_message="Une seule adresse est à utiliser.",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.seal()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        try:
            self.seal()
        except ValueError as error:
            raise ValidationError({"address": str(error)}) from error

    def seal(self) -> Self:
        """The one spelling of the address, and its hash; called by hand before a bulk write."""
        self.address = normalise_address(self.address)
        self.digest = address_hash(self.address)
        return self


class ContactPhone(models.Model):
    class Kind(models.TextChoices):
        FIXED = "fixed", "Fixe"
        MOBILE = "mobile", "Mobile"

    contact = models.ForeignKey("press.Contact", models.CASCADE, related_name="phones")
    number = models.CharField(
        "numéro", max_length=20, help_text="« 43 70 00 », ou avec l’indicatif pour l’étranger."
    )
    kind = models.CharField("nature", max_length=10, choices=Kind, default=Kind.FIXED)

    class Meta:
        verbose_name = "téléphone"
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "number"],
                name="contact_has_a_number_once",
                violation_error_message="Ce numéro figure déjà sur la fiche.",
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^\+[0-9]{4,15}$"), name="phone_number_is_international"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        try:
            self.number = phone_normalise(self.number)
        except ValueError as error:
            raise ValidationError({"number": str(error)}) from error
