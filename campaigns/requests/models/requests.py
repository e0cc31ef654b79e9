from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from campaigns.planning.models import Action
from campaigns.requests.errors import SomebodyWasFaster
from campaigns.requests.models.kinds import RequestKind
from campaigns.requests.models.queries import CommunicationRequestQuerySet
from campaigns.requests.models.states import (
    AT_WORK_STATES,
    DONE_STATES,
    ENDED_STATES,
    OPEN_REQUEST_STATES,
    REQUEST_MOVES,
    STATE_TONES,
    UNDECIDED_STATES,
    Door,
    RequestState,
    SupportLevel,
    WaitsOn,
)
from comms.people.models import Department
from comms.search import SEARCH_CONFIG
from comms.validators import one_line


class CommunicationRequest(models.Model):
    """What somebody asks of the unit: what should change, for whom, when and where; and what becomes of it.

    A draft has no number. `lateness` counts, in working days, how much later than the kind's minimum delay
    it was sent; it is fixed at the sending.
    """

    year = models.PositiveSmallIntegerField("année", null=True, editable=False)
    number = models.PositiveIntegerField("numéro", null=True, editable=False)
    door = models.CharField("porte", max_length=12, choices=Door, default=Door.DEPARTMENT)
    kind = models.ForeignKey(
        RequestKind, models.PROTECT, null=True, blank=True, related_name="requests", verbose_name="nature"
    )
    # --- who asks
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True,
        related_name="communication_requests", verbose_name="demandée par",
    )  # fmt: skip
    requester_name = models.CharField("qui demande", max_length=120, blank=True, validators=[one_line])
    organisation = models.CharField("organisme", max_length=160, blank=True, validators=[one_line])
    phone = models.CharField("téléphone", max_length=30, blank=True, validators=[one_line])
    email = models.EmailField("courriel", blank=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="communication_requests",
        verbose_name="direction",
    )  # fmt: skip
    endorsed_by = models.CharField(
        "validée par", max_length=120, blank=True, validators=[one_line],
        help_text="Le chef de la direction ou du service, s’il l’a vue.",
    )  # fmt: skip
    # --- what is asked
    title = models.CharField("titre", max_length=160, validators=[one_line])
    purpose = models.TextField("ce qui doit changer", max_length=4000, blank=True)
    audience = models.CharField("pour qui", max_length=300, blank=True, validators=[one_line])
    needed_on = models.DateField("pour le", null=True, blank=True)
    place = models.CharField("où", max_length=160, blank=True, validators=[one_line])
    material = models.TextField("ce que vous avez déjà", max_length=8000, blank=True)
    wishes = models.TextField("supports souhaités", max_length=2000, blank=True)
    budget_note = models.CharField("sur quel budget", max_length=160, blank=True, validators=[one_line])
    answers = models.JSONField("réponses aux questions", default=list, blank=True, editable=False)
    is_confidential = models.BooleanField(
        "confidentielle", default=False, help_text="Lue de la cellule et du demandeur seulement."
    )
    # --- its delay, as it was at the sending
    earliest_on = models.DateField("au plus tôt", null=True, blank=True, editable=False)
    lateness = models.PositiveIntegerField("retard (jours ouvrés)", default=0, editable=False)
    late_reason = models.TextField("motif du retard", max_length=2000, blank=True, editable=False)
    # --- what becomes of it
    state = models.CharField(
        "état", max_length=20, choices=RequestState, default=RequestState.DRAFT, editable=False
    )
    state_reason = models.TextField("motif", blank=True, editable=False)
    waits_on = models.CharField(
        "attend", max_length=10, choices=WaitsOn, default=WaitsOn.NOBODY, editable=False
    )
    snoozed_until = models.DateField("remise au", null=True, blank=True, editable=False)
    level = models.CharField(
        "niveau d’accompagnement", max_length=1, choices=SupportLevel, blank=True, editable=False
    )
    is_lightened = models.BooleanField("acceptée allégée", default=False, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False,
        verbose_name="regroupée avec",
    )  # fmt: skip
    action = models.OneToOneField(
        Action, models.PROTECT, null=True, blank=True, related_name="request", editable=False,
        verbose_name="action",
    )  # fmt: skip
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False,
        verbose_name="décidée par",
    )  # fmt: skip
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name="saisie par"
    )
    created_at = models.DateTimeField("commencée le", auto_now_add=True)
    updated_at = models.DateTimeField("modifiée le", auto_now=True)
    submitted_at = models.DateTimeField("envoyée le", null=True, editable=False)
    submitted_on = models.DateField("jour de l’envoi", null=True, editable=False)
    decided_at = models.DateTimeField("décidée le", null=True, editable=False)
    delivered_at = models.DateTimeField("livrée le", null=True, editable=False)
    delivered_on = models.DateField("jour de la livraison", null=True, editable=False)
    corrections = models.PositiveSmallIntegerField("corrections", default=0, editable=False)
    rating = models.PositiveSmallIntegerField(
        "note", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)], editable=False
    )
    rating_words = models.TextField("un mot", max_length=1000, blank=True, editable=False)
    # --- its reminders
    remind_on = models.DateField("prochain rappel", null=True, editable=False)
    close_on = models.DateField("se clôture le", null=True, editable=False)
    search_vector = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=SEARCH_CONFIG)
        + SearchVector("organisation", "requester_name", "place", weight="B", config=SEARCH_CONFIG)
        + SearchVector("purpose", "material", "wishes", weight="C", config=SEARCH_CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = CommunicationRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de communication"
        verbose_name_plural = "demandes de communication"
        ordering = ["-submitted_at", "-pk"]
        indexes = [
            GinIndex(fields=["search_vector"], name="request_search"),
            models.Index(fields=["state", "submitted_at"], name="request_by_state"),
            models.Index(fields=["department", "submitted_on"], name="request_by_department"),
            models.Index(fields=["-submitted_at", "-id"], name="request_latest_first"),
            models.Index(
                fields=["needed_on"], include=["id", "state", "entered_by"], name="request_by_day_needed"
            ),
            models.Index(
                fields=["remind_on"], condition=Q(remind_on__isnull=False), name="request_to_remind"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="request_number_is_given_once_a_year"),
            models.CheckConstraint(
                condition=Q(state=RequestState.DRAFT) | Q(number__isnull=False, year__isnull=False),
                name="sent_request_has_its_number",
            ),
            models.CheckConstraint(
                condition=~Q(state=RequestState.MERGED) | Q(merged_into__isnull=False),
                name="merged_request_says_into_which",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=models.F("pk")),
                name="request_is_not_merged_into_itself",
                violation_error_message="Une demande ne se regroupe pas avec elle-même.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AT_WORK_STATES) | Q(action__isnull=False),
                name="accepted_request_has_its_action",
            ),
            models.CheckConstraint(
                condition=Q(lateness=0) | ~Q(late_reason=""),
                name="late_request_says_why",
                violation_error_message="Dites pourquoi la demande arrive tard.",
            ),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__gte=1, rating__lte=5), name="rating_is_from_1_to_5"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} · {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("requests:request", args=[self.pk])

    # --- facts ------------------------------------------------------------------------------------------
    @property
    def reference(self) -> str:
        """« D 2026-031 »; a draft has none yet."""
        return f"D {self.year}-{self.number:03d}" if self.number else "Brouillon"

    @property
    def state_tone(self) -> str:
        return STATE_TONES[self.state]

    @property
    def who(self) -> str:
        """Who asks, as people say it."""
        return self.requester_name or (self.requester.full_name if self.requester else self.organisation)

    @property
    def from_where(self) -> str:
        """The direction, the association or the media."""
        return self.organisation or (self.department.name if self.department else self.get_door_display())

    @property
    def is_late(self) -> bool:
        return self.lateness > 0

    @property
    def is_draft(self) -> bool:
        return self.state == RequestState.DRAFT

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REQUEST_STATES

    @property
    def is_undecided(self) -> bool:
        return self.state in UNDECIDED_STATES

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK_STATES

    @property
    def is_done(self) -> bool:
        return self.state in DONE_STATES

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED_STATES

    @property
    def waits_for_requester(self) -> bool:
        return self.is_open and self.waits_on == WaitsOn.REQUESTER

    def is_snoozed(self, today: date) -> bool:
        return self.snoozed_until is not None and self.snoozed_until > today

    # --- what becomes of it -----------------------------------------------------------------------------
    def move(self, to: str, **values: Any) -> None:
        """Change the state, on the condition that nobody did so since this row was read."""
        changed = to in REQUEST_MOVES[self.state] and (
            type(self).objects.filter(pk=self.pk, state=self.state).update(state=to, **values)
        )
        self.refresh_from_db()
        if not changed:
            raise SomebodyWasFaster(self.get_state_display())
