from typing import Self

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from comms.calendar.models import Poll


class NeutralityCheckQuerySet(models.QuerySet):
    def about(self, subject: models.Model) -> Self:
        return self.filter(subject_type=ContentType.objects.get_for_model(subject), subject_id=subject.pk)

    def readable(self) -> Self:
        return self.select_related("by", "poll")


class NeutralityCheck(models.Model):
    """Somebody read a thing before a poll: regular? neutral? like the year before? It forbids nothing.

    PostgreSQL refuses to change it; a thing that was changed is read again, and the last check counts.
    """

    class Answer(models.TextChoices):
        YES = "yes", "Oui"
        NO = "no", "Non, à revoir"

    #: Field → what is asked, in reading order.
    QUESTIONS = {
        "is_regular": "Habituel : même occasion, même période que d’ordinaire",
        "is_neutral": "Ton neutre : ni bilan, ni éloge, ni allusion au scrutin ou à un candidat",
        "is_same_form": "Même forme que l’année précédente",
        "is_same_volume": "Même volume que l’année précédente : durée, pages, exemplaires, envois",
    }

    poll = models.ForeignKey(Poll, models.PROTECT, related_name="checks", verbose_name="scrutin")
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name="nature")
    subject_id = models.PositiveBigIntegerField("identifiant")
    subject = GenericForeignKey("subject_type", "subject_id")
    subject_label = models.CharField("objet", max_length=200)
    compared_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    compared_id = models.PositiveBigIntegerField(null=True, blank=True)
    compared = GenericForeignKey("compared_type", "compared_id")
    compared_label = models.CharField("comparé à", max_length=200, blank=True)
    is_public_service = models.BooleanField("information de service public", default=False)
    is_regular = models.CharField("habituel", max_length=3, choices=Answer, blank=True)
    is_neutral = models.CharField("ton neutre", max_length=3, choices=Answer, blank=True)
    is_same_form = models.CharField("même forme", max_length=3, choices=Answer, blank=True)
    is_same_volume = models.CharField("même volume", max_length=3, choices=Answer, blank=True)
    note = models.TextField("remarque", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="par")
    at = models.DateTimeField("le", auto_now_add=True)

    objects = NeutralityCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "contrôle de neutralité"
        verbose_name_plural = "contrôles de neutralité"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "-at"], name="check_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_public_service=True)
                | ~(Q(is_regular="") | Q(is_neutral="") | Q(is_same_form="") | Q(is_same_volume="")),
                name="check_answers_each_question",
                violation_error_message="Répondez à chaque question.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_label} : {self.outcome}"

    @property
    def answers(self) -> list[tuple[str, str, str]]:
        """(question, answer, tone), in reading order; none for public-service information."""
        if self.is_public_service:
            return []
        return [
            (question, self.Answer(value).label, "good" if value == self.Answer.YES else "warning")
            for field, question in self.QUESTIONS.items()
            if (value := getattr(self, field))
        ]

    @property
    def to_mend(self) -> list[str]:
        """The points that were answered by no."""
        fields = [field for field in self.QUESTIONS if getattr(self, field) == self.Answer.NO]
        return [self._meta.get_field(field).verbose_name for field in fields]

    @property
    def outcome(self) -> str:
        if self.is_public_service:
            return "Service public"
        return f"À revoir : {', '.join(self.to_mend)}" if self.to_mend else "Vérifié"

    @property
    def outcome_tone(self) -> str:
        return "warning" if self.to_mend and not self.is_public_service else "good"
