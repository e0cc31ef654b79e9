from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Now
from django.urls import reverse

from comms.outbox.models.mails import Letter, MailState


class MailingState(models.TextChoices):
    SCHEDULED = "scheduled", "programmé"
    SENDING = "sending", "en cours d’envoi"
    PAUSED = "paused", "suspendu"
    DONE = "done", "terminé"
    CANCELLED = "cancelled", "annulé"


#: Which state may follow which.
MAILING_MOVES = {
    MailingState.SCHEDULED: {MailingState.SENDING, MailingState.PAUSED, MailingState.CANCELLED},
    MailingState.SENDING: {MailingState.PAUSED, MailingState.DONE, MailingState.CANCELLED},
    MailingState.PAUSED: {MailingState.SCHEDULED, MailingState.CANCELLED},
    MailingState.DONE: {MailingState.SENDING},
    MailingState.CANCELLED: set(),
}
ACTIVE = (MailingState.SCHEDULED, MailingState.SENDING)
TONES = {
    MailingState.SCHEDULED: "waiting",
    MailingState.SENDING: "active",
    MailingState.PAUSED: "warning",
    MailingState.CANCELLED: "muted",
}


class PauseCause(models.TextChoices):
    PERSON = "person", "à la demande"
    RELAY = "relay", "le serveur d’envoi ne répond pas"
    LATE = "late", "en retard : à confirmer"
    CRISIS = "crisis", "crise en cours"


class MailingQuerySet(models.QuerySet):
    def active(self) -> Self:
        """Leaving now, or later by themselves."""
        return self.filter(state__in=ACTIVE)

    def due(self) -> Self:
        """Active, and their moment has come by the database's clock."""
        return self.active().filter(not_before__lte=Now())

    def paused(self) -> Self:
        return self.filter(state=MailingState.PAUSED)

    def not_urgent(self) -> Self:
        return self.filter(is_urgent=False)

    def may_become(self, state: MailingState) -> Self:
        return self.filter(state__in=[known for known, moves in MAILING_MOVES.items() if state in moves])


class Mailing(models.Model):
    """One letter to many people, one mail each; who gets it is frozen at the launch."""

    title = models.CharField("titre", max_length=200)
    scope = models.CharField(
        "nature",
        max_length=40,
        help_text="Une opposition vaut pour une nature d’envoi, par exemple « press ».",
    )
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="+", verbose_name="lettre")
    state = models.CharField("état", max_length=12, choices=MailingState, default=MailingState.SCHEDULED)
    not_before = models.DateTimeField("pas avant le", db_default=Now())
    is_urgent = models.BooleanField(
        "urgent", db_default=False, help_text="Part aussi quand une crise met le reste en pause."
    )
    pause_cause = models.CharField("suspendu :", max_length=10, choices=PauseCause, blank=True)
    pause_reason = models.CharField("motif", max_length=300, blank=True)
    recipient_count = models.PositiveIntegerField("destinataires", default=0)
    duplicate_count = models.PositiveIntegerField("adresses en double, jointes", default=0)
    late_by = models.DurationField("parti avec un retard de", null=True, blank=True)
    cause_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    cause_id = models.PositiveBigIntegerField(null=True, blank=True)
    cause = GenericForeignKey("cause_type", "cause_id")
    fingerprint = models.CharField(max_length=64, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="lancé par"
    )
    created_at = models.DateTimeField("créé le", db_default=Now())
    started_at = models.DateTimeField("premier départ", null=True, blank=True)
    touched_at = models.DateTimeField("dernier passage", null=True, blank=True)
    finished_at = models.DateTimeField("terminé le", null=True, blank=True)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = "envoi"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cause_type", "cause_id", "fingerprint"],
                condition=Q(cause_id__isnull=False) & ~Q(state="cancelled"),
                name="same_mailing_is_launched_once",
                violation_error_message="Cet envoi est déjà lancé.",
            ),
            models.CheckConstraint(condition=Q(state__in=MailingState.values), name="mailing_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="paused") ^ Q(pause_cause=""),
                name="paused_mailing_says_why",
                violation_error_message="Un envoi suspendu dit pourquoi.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["not_before"], condition=Q(state__in=("scheduled", "sending")), name="mailing_active"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of what it was launched for, where there is one; else its own in the administration."""
        if self.cause is not None and hasattr(self.cause, "get_absolute_url"):
            return self.cause.get_absolute_url()
        return reverse("admin:outbox_mailing_change", args=[self.pk])

    @property
    def state_tone(self) -> str:
        return TONES.get(self.state, "plain")

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    def counts(self) -> dict[str, int]:
        """How many mails are in each state (all states present); those not yet unfolded count as ready.

        Accepted ones are what remains: they leave the index that makes the others quick to count.
        """
        open_mails = (
            self.mails.exclude(state=MailState.ACCEPTED).values_list("state").annotate(Count("pk")).order_by()
        )
        counts = dict.fromkeys(MailState.values, 0) | dict(open_mails)
        folded = self.portions.aggregate(total=models.Sum("size"))["total"] or 0
        counts[MailState.READY] += folded
        counts[MailState.ACCEPTED] = self.recipient_count - sum(counts.values())
        return counts


class Portion(models.Model):
    """Recipients that wait, frozen, to become mails: a launch of 50,000 takes no longer than one of 500."""

    mailing = models.ForeignKey(Mailing, models.CASCADE, related_name="portions")
    recipients = models.TextField()  # a JSON array; text, because nobody looks inside before it is unfolded
    size = models.PositiveIntegerField()

    class Meta:
        verbose_name = "destinataires en attente"
        verbose_name_plural = "destinataires en attente"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.size} destinataires de {self.mailing_id}"
