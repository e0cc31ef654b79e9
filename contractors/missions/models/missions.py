"""What the town asks of a contractor: the brief, and each thing to deliver."""

from datetime import date, timedelta
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, Sum, Value
from django.db.models.functions import Concat
from django.urls import reverse

from budget.models import READERS
from budget.models.moving import Moving
from campaigns.planning.models import Action
from comms.people.models import Department, User
from comms.search import Plain
from comms.validators import one_line
from contractors.missions.models.states import MISSION_MOVES, MISSION_TONES, MissionState
from contractors.providers.models import Provider, Trade


class ImageConsent(models.TextChoices):
    """Who collects the agreement of the people who can be recognised."""

    NOBODY = "nobody", "Personne de reconnaissable"
    UNIT = "unit", "La cellule communication"
    DEPARTMENT = "department", "La direction"
    PROVIDER = "provider", "Le prestataire"


class MissionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Whoever sees the unit's money, but for an action that this person may not read."""
        if not user.acts_as(*READERS):
            return self.none()
        return self.filter(Q(action=None) | Q(action__in=Action.objects.visible_to(user).values("pk")))

    def search(self, words: str) -> Self:
        """Each word in the reference or the title; accents and capitals aside."""
        found = self
        for word in words.split()[:8]:
            found = found.filter(searched__contains=Plain(Value(word)))
        return found

    def to_award(self, today: date) -> Self:
        """Nobody is chosen, and the day for which they are needed is near or past."""
        until = today + timedelta(days=settings.MISSION_NOTICE_DAYS)
        return self.filter(state=MissionState.NEED, needed_on__lte=until).order_by("needed_on", "pk")

    def for_list(self) -> Self:
        return self.select_related("trade", "provider", "lead", "department")

    def awarded_total(self) -> int:
        """Francs without tax."""
        return self.order_by().aggregate(total=Sum("awarded_amount"))["total"] or 0


class Mission(Moving):
    """`provider` and `awarded_amount` (without tax) say the award that holds; each one is kept in `Award`."""

    MOVES, TONES = MISSION_MOVES, MISSION_TONES

    reference = models.CharField("référence", max_length=20, unique=True, editable=False)
    title = models.CharField("titre", max_length=160, validators=[one_line])
    trade = models.ForeignKey(Trade, models.PROTECT, related_name="missions", verbose_name="métier")
    action = models.ForeignKey(
        Action, models.PROTECT, null=True, blank=True, related_name="missions", verbose_name="action"
    )
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="missions",
        verbose_name="pour la direction",
    )  # fmt: skip
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="missions_led", verbose_name="suivie par"
    )
    state = models.CharField(
        "état", max_length=10, choices=MissionState, default=MissionState.NEED, editable=False
    )
    context = models.TextField("contexte", max_length=4000)
    objective = models.TextField("objectif", blank=True, max_length=2000)
    audience = models.CharField("public", max_length=200, blank=True, validators=[one_line])
    message = models.TextField("message", blank=True, max_length=2000)
    place = models.CharField("lieu", max_length=200, blank=True, validators=[one_line])
    site_contact = models.CharField("contact sur place", max_length=200, blank=True, validators=[one_line])
    rights_wanted = models.TextField("droits souhaités", blank=True, max_length=2000)
    credit_line = models.CharField("crédit à porter", max_length=160, blank=True, validators=[one_line])
    image_consent = models.CharField(
        "autorisations de droit à l’image", max_length=10, choices=ImageConsent, default=ImageConsent.NOBODY
    )
    corrections = models.PositiveSmallIntegerField("tours de corrections compris", default=2)
    ceiling = models.PositiveBigIntegerField("plafond (F CFP HT)", null=True, blank=True)
    needed_on = models.DateField("attendue pour le", null=True, blank=True)
    provider = models.ForeignKey(
        Provider, models.PROTECT, null=True, editable=False, related_name="missions",
        verbose_name="prestataire",
    )  # fmt: skip
    awarded_amount = models.PositiveBigIntegerField("montant (F CFP HT)", null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="écrite par"
    )
    created_at = models.DateTimeField("écrite le", auto_now_add=True)
    searched = models.GeneratedField(
        expression=Plain(Concat("reference", Value(" "), "title")),
        output_field=models.TextField(),
        db_persist=True,
    )

    objects = MissionQuerySet.as_manager()

    class Meta:
        verbose_name = "mission"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MissionState.AWARDED, provider__isnull=False, awarded_amount__isnull=False)
                | Q(
                    state__in=[MissionState.NEED, MissionState.CANCELLED], provider=None, awarded_amount=None
                ),
                name="awarded_mission_has_its_provider_and_amount",
            ),
            models.CheckConstraint(
                condition=Q(ceiling=None)
                | Q(awarded_amount=None)
                | Q(awarded_amount__lte=models.F("ceiling")),
                name="mission_is_awarded_under_its_ceiling",
                violation_error_message="Le montant dépasse le plafond de la mission.",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="mission_by_day"),
            GinIndex(fields=["searched"], opclasses=["gin_trgm_ops"], name="mission_search"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} – {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("missions:mission", args=[self.pk])

    @property
    def is_need(self) -> bool:
        return self.state == MissionState.NEED

    @property
    def is_awarded(self) -> bool:
        return self.state == MissionState.AWARDED


class MissionItem(models.Model):
    """One thing to deliver."""

    mission = models.ForeignKey(Mission, models.CASCADE, related_name="items", verbose_name="mission")
    label = models.CharField("livrable", max_length=160, validators=[one_line])
    format = models.CharField("format", max_length=80, blank=True, validators=[one_line])
    size = models.CharField("taille ou durée", max_length=80, blank=True, validators=[one_line])
    quantity = models.PositiveIntegerField("quantité", default=1, validators=[MinValueValidator(1)])
    expected_on = models.DateField("attendu le", null=True, blank=True)

    class Meta:
        verbose_name = "livrable demandé"
        verbose_name_plural = "livrables demandés"
        ordering = ["mission", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="mission_item_is_at_least_one"),
            models.UniqueConstraint(
                fields=["mission", "label"],
                name="mission_item_is_once",
                violation_error_message="Ce livrable est déjà demandé.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
