from typing import Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class MailState(models.TextChoices):
    READY = "ready", "prête"
    SENDING = "sending", "en cours"
    ACCEPTED = "accepted", "acceptée"
    RETRY = "retry", "à réessayer"
    REFUSED = "refused", "refusée"
    UNCERTAIN = "uncertain", "incertaine"
    EXCLUDED = "excluded", "exclue"
    CANCELLED = "cancelled", "annulée"


#: Which state may follow which. The machine never leaves « incertaine »: a person, or the sender itself
#: when it was only slow to write what the relay had answered.
MAIL_MOVES = {
    MailState.READY: {MailState.SENDING, MailState.EXCLUDED, MailState.CANCELLED},
    MailState.SENDING: {
        MailState.READY,
        MailState.ACCEPTED,
        MailState.RETRY,
        MailState.REFUSED,
        MailState.UNCERTAIN,
        MailState.CANCELLED,
    },
    MailState.RETRY: {MailState.SENDING, MailState.READY, MailState.EXCLUDED, MailState.CANCELLED},
    MailState.REFUSED: {MailState.READY},
    MailState.UNCERTAIN: {MailState.READY, MailState.ACCEPTED, MailState.REFUSED, MailState.RETRY},
    MailState.ACCEPTED: set(),
    MailState.EXCLUDED: set(),
    MailState.CANCELLED: set(),
}
WAITING = (MailState.READY, MailState.RETRY)
OPEN = (*WAITING, MailState.SENDING)
TONES = {
    MailState.READY: "waiting",
    MailState.SENDING: "active",
    MailState.ACCEPTED: "good",
    MailState.RETRY: "waiting",
    MailState.REFUSED: "danger",
    MailState.UNCERTAIN: "warning",
    MailState.EXCLUDED: "muted",
    MailState.CANCELLED: "muted",
}


class Letter(models.Model):
    """What is written once: the MIME source in which each mail replaces its own words, as bytes."""

    subject = models.CharField("objet", max_length=400)
    sender = models.CharField("expéditeur", max_length=320)
    source = models.BinaryField()
    size = models.PositiveIntegerField("taille en octets")
    is_bulk = models.BooleanField("envoi groupé", default=False)
    created_at = models.DateTimeField("composée le", db_default=Now())

    class Meta:
        verbose_name = "lettre"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.subject


class OutgoingMailQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Not begun: ready, or to be tried again."""
        return self.filter(state__in=WAITING)

    def open(self) -> Self:
        """The machine still has something to do for them."""
        return self.filter(state__in=OPEN)

    def uncertain(self) -> Self:
        """Perhaps arrived, perhaps not: a person decides."""
        return self.filter(state=MailState.UNCERTAIN)

    def accepted(self) -> Self:
        return self.filter(state=MailState.ACCEPTED)

    def refused(self) -> Self:
        return self.filter(state=MailState.REFUSED)

    def retryable(self) -> Self:
        """Worth another try by hand: waiting for one, or given up after passing refusals."""
        return self.filter(
            Q(state=MailState.RETRY)
            | Q(state=MailState.REFUSED, reply__startswith="4")
            | Q(is_set_aside=True)
        )

    def personal(self) -> Self:
        """To one person about their own matter; never behind a mailing, never concerned by an opposition."""
        return self.filter(mailing=None)

    def may_become(self, state: MailState) -> Self:
        return self.filter(state__in=[known for known, moves in MAIL_MOVES.items() if state in moves])

    def about(self, cause: models.Model) -> Self:
        return self.filter(cause_type=ContentType.objects.get_for_model(cause), cause_id=cause.pk)


class OutgoingMail(models.Model):
    """One message to one person, written in the transaction of its cause; a worker sends it."""

    mailing = models.ForeignKey(
        "outbox.Mailing",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name="envoi",
        db_index=False,
    )
    letter = models.ForeignKey(
        Letter, models.PROTECT, related_name="mails", verbose_name="lettre", db_index=False
    )
    address = models.CharField("adresse", max_length=320)
    name = models.CharField("nom", max_length=200, blank=True)
    normalised_address = models.CharField(max_length=320, editable=False)
    address_hash = models.CharField(max_length=64, editable=False)
    message_id = models.CharField("Message-ID", max_length=120, editable=False)
    substitutions = models.JSONField("mots propres", default=dict, blank=True)
    state = models.CharField("état", max_length=10, choices=MailState, default=MailState.READY)
    reason = models.CharField("motif", max_length=400, blank=True)
    reply = models.CharField("réponse du serveur", max_length=400, blank=True)
    is_set_aside = models.BooleanField("mise de côté : impossible à composer", default=False)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    next_attempt_at = models.DateTimeField("prochain essai", db_default=Now())
    claimed_by = models.CharField("ouvrier", max_length=80, blank=True)
    data_at = models.DateTimeField("remise commencée le", null=True, blank=True)
    accepted_at = models.DateTimeField("acceptée le", null=True, blank=True)
    late_by = models.DurationField("partie avec un retard de", null=True, blank=True)
    cause_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    cause_id = models.PositiveBigIntegerField(null=True, blank=True)
    cause = GenericForeignKey("cause_type", "cause_id")
    created_at = models.DateTimeField("créée le", db_default=Now())

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = "courriel"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "normalised_address"],
                name="one_mail_a_mailing_and_address",
                violation_error_message="Cette adresse figure déjà dans cet envoi.",
            ),
            models.CheckConstraint(condition=Q(state__in=MailState.values), name="mail_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False),
                name="accepted_mail_says_when",
                violation_error_message="Un courriel accepté dit à quel instant.",
            ),
        ]
        indexes = [
            # a sender looks for what is due in one mailing, or without a mailing
            models.Index(
                fields=["mailing", "next_attempt_at", "id"],
                condition=Q(state__in=("ready", "retry")),
                name="mail_due",
            ),
            # accepted ones, the great number, leave these: the others stay few and quick to find
            models.Index(fields=["state", "id"], condition=~Q(state="accepted"), name="mail_not_accepted"),
            models.Index(
                fields=["mailing", "state"], condition=~Q(state="accepted"), name="mail_of_mailing_by_state"
            ),
            models.Index(fields=["address_hash"], name="mail_by_address"),
            models.Index(
                fields=["cause_type", "cause_id"], condition=Q(cause_id__isnull=False), name="mail_by_cause"
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def state_tone(self) -> str:
        return TONES[self.state]

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING
