"""Who works for the town from outside, in which trades, and whom to call there."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.urls import reverse

from budget.models import READERS, TaxCase
from budget.ridet import ridet_looks_odd
from comms.people.models import User
from comms.search import Plain
from comms.validators import one_line
from contractors.providers.rib import rib_is_whole, rib_key_is_wrong, rib_shown


class ProviderState(models.TextChoices):
    ACTIVE = "active", "Actif"
    BLOCKED = "blocked", "Bloqué"


class TradeQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)


class Trade(models.Model):
    """A trade of the unit's contractors; the list is the town's."""

    name = models.CharField("métier", max_length=60, unique=True, validators=[one_line])
    position = models.PositiveSmallIntegerField("rang", default=1)
    is_active = models.BooleanField("proposé", default=True)

    objects = TradeQuerySet.as_manager()

    class Meta:
        verbose_name = "métier"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class SeenByReaders(models.QuerySet):
    """Whoever sees the unit's money sees whom it pays."""

    def visible_to(self, user: User) -> Self:
        return self if user.acts_as(*READERS) else self.none()


class ProviderQuerySet(SeenByReaders):
    def active(self) -> Self:
        """Those that may be asked for a quote."""
        return self.filter(state=ProviderState.ACTIVE)

    def of_trade(self, trade: Trade) -> Self:
        return self.filter(trades=trade)

    def search(self, words: str) -> Self:
        """Each word in the name, the RIDET, the address or the mail; accents and capitals aside."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(searched__contains=Plain(Value(word)))
        return found


class Provider(models.Model):
    """One company or freelance. The budget knows it by its name and RIDET, which its papers print."""

    name = models.CharField("nom", max_length=160, validators=[one_line])
    ridet = models.CharField(
        "RIDET", max_length=20, blank=True, validators=[one_line],
        help_text="Avec ou sans points : « 1 234 567.001 ».",
    )  # fmt: skip
    trades = models.ManyToManyField(Trade, related_name="providers", verbose_name="métiers")
    email = models.EmailField("courriel", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    address = models.TextField("adresse", blank=True, max_length=500)
    tax_case = models.CharField("TGC", max_length=10, choices=TaxCase, default=TaxCase.RATES)
    rib = models.CharField("RIB", max_length=23, blank=True, validators=[rib_is_whole])
    charter_signed_on = models.DateField("charte signée le", null=True, blank=True)
    notes = models.TextField("notes", blank=True, max_length=4000)
    state = models.CharField(
        "état", max_length=8, choices=ProviderState, default=ProviderState.ACTIVE, editable=False
    )
    blocked_reason = models.TextField("motif du blocage", blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="créé par"
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    name_key = models.GeneratedField(
        expression=Plain("name"), output_field=models.CharField(max_length=200), db_persist=True
    )
    searched = models.GeneratedField(
        expression=Plain(
            Concat(
                "name",
                Value(" "),
                "ridet",
                Value(" "),
                "email",
                Value(" "),
                "address",
                output_field=models.TextField(),
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = ProviderQuerySet.as_manager()

    class Meta:
        verbose_name = "prestataire"
        ordering = ["name_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                Plain("name"),
                name="provider_name_is_once",
                violation_error_message="Un prestataire porte déjà ce nom.",
            ),
            models.UniqueConstraint(
                fields=["ridet"],
                condition=~Q(ridet=""),
                name="provider_ridet_is_once",
                violation_error_message="Un prestataire porte déjà ce RIDET.",
            ),
            models.CheckConstraint(
                condition=Q(state="active", blocked_reason="") | (Q(state="blocked") & ~Q(blocked_reason="")),
                name="blocked_provider_says_why",
                violation_error_message="Un blocage a son motif.",
            ),
            models.CheckConstraint(
                condition=Q(rib="") | Q(rib__regex=r"^[0-9]{23}$"),
                name="provider_rib_is_23_digits",
                violation_error_message="Un RIB a 23 chiffres.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("providers:provider", args=[self.pk])

    @property
    def is_blocked(self) -> bool:
        return self.state == ProviderState.BLOCKED

    @property
    def state_tone(self) -> str:
        return "danger" if self.is_blocked else "good"

    @property
    def has_odd_ridet(self) -> bool:
        return ridet_looks_odd(self.ridet)

    @property
    def ridet_shown(self) -> str:
        """« 1 234 567.001 », when it is made as a RIDET is."""
        number = self.ridet
        if not number.isdigit() or self.has_odd_ridet:
            return number
        company, place = (number[:-3], number[-3:]) if len(number) > 8 else (number, "")
        grouped = f"{int(company):,}".replace(",", " ")
        return f"{grouped}.{place}" if place else grouped

    @property
    def rib_shown(self) -> str:
        return rib_shown(self.rib)

    @property
    def has_odd_rib(self) -> bool:
        return rib_key_is_wrong(self.rib)


class ProviderContact(models.Model):
    """Somebody at the provider's."""

    provider = models.ForeignKey(
        Provider, models.CASCADE, related_name="contacts", verbose_name="prestataire"
    )
    name = models.CharField("nom", max_length=120, validators=[one_line])
    duty = models.CharField("fonction", max_length=120, blank=True, validators=[one_line])
    email = models.EmailField("courriel", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)

    class Meta:
        verbose_name = "contact du prestataire"
        verbose_name_plural = "contacts du prestataire"
        ordering = ["provider", "name", "pk"]

    def __str__(self) -> str:
        return self.name
