from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from comms.formats import day_medium, duration
from comms.people.models import User
from comms.validators import one_line
from hours.models.entries import OwnedQuerySet
from hours.models.states import (
    BOOKED_STATES,
    COUNTED_STATES,
    RECUPERATION_MOVES,
    RECUPERATION_TONES,
    RecuperationState,
)


class RecuperationQuerySet(OwnedQuerySet):
    def requested(self) -> Self:
        return self.filter(state=RecuperationState.REQUESTED)

    def awaiting(self, user: User) -> Self:
        """What this person may agree to now."""
        return self.requested().decided_by_somebody_like(user)

    def booked(self) -> Self:
        """Off the account, not taken yet."""
        return self.filter(state__in=BOOKED_STATES)

    def counted(self) -> Self:
        """Off the account."""
        return self.filter(state__in=COUNTED_STATES)

    def pending_of(self, user: User) -> Self:
        """This person's own requests that nobody has answered."""
        return self.requested().filter(person=user)

    def over(self, today: date) -> Self:
        """Agreed, and their day has come: to be noted as taken."""
        return self.filter(state=RecuperationState.AGREED, day__lte=today)

    def for_list(self) -> Self:
        return self.select_related("person", "decided_by")


class Recuperation(models.Model):
    """Time given back on a day; its minutes leave the account as soon as it is asked for."""

    MOVES = RECUPERATION_MOVES

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="recuperations", verbose_name="qui"
    )
    day = models.DateField("jour")
    starts_at = models.TimeField("à partir de", null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("durée (minutes)")
    note = models.CharField("précision", max_length=200, blank=True, validators=[one_line])
    state = models.CharField(
        "état", max_length=20, choices=RecuperationState, default=RecuperationState.REQUESTED, editable=False
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False,
        verbose_name="décidé par",
    )  # fmt: skip
    decided_at = models.DateTimeField("décidé le", null=True, blank=True, editable=False)
    comment = models.TextField("commentaire", blank=True, editable=False)
    requested_at = models.DateTimeField("demandée le", auto_now_add=True)

    objects = RecuperationQuerySet.as_manager()

    class Meta:
        verbose_name = "récupération"
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0, minutes__lte=24 * 60),
                name="recuperation_lasts_a_day_at_most",
                violation_error_message="Une récupération dure entre une minute et une journée.",
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("person")),
                name="nobody_agrees_to_their_own_recuperation",
                violation_error_message="Personne ne s’accorde une récupération.",
            ),
            models.UniqueConstraint(
                fields=["person", "day"],
                condition=Q(state__in=("requested", "agreed", "taken")),
                name="recuperation_is_one_a_day",
                violation_error_message="Une récupération est déjà posée ce jour-là.",
            ),
        ]

    def __str__(self) -> str:
        return f"Récupération du {day_medium(self.day)}, {duration(self.minutes)}"

    def get_absolute_url(self) -> str:
        return reverse("hours:recuperation", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return RECUPERATION_TONES[self.state]

    @property
    def month(self) -> date:
        return self.day.replace(day=1)

    @property
    def is_cancellable(self) -> bool:
        return RecuperationState.CANCELLED in RECUPERATION_MOVES[self.state]
