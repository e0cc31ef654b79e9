from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse

from comms.people.models import UNIT_ROLES, User
from comms.search import Plain


class MediaKind(models.TextChoices):
    PRESS = "press", "Presse écrite"
    WEBSITE = "website", "Site d’information"
    RADIO = "radio", "Radio"
    TELEVISION = "television", "Télévision"
    AGENCY = "agency", "Agence de presse"
    INSTITUTION = "institution", "Média institutionnel"
    OTHER = "other", "Autre"


class Periodicity(models.TextChoices):
    CONTINUOUS = "continuous", "Continu"
    DAILY = "daily", "Quotidien"
    WEEKLY = "weekly", "Hebdomadaire"
    FORTNIGHTLY = "fortnightly", "Bimensuel"
    MONTHLY = "monthly", "Mensuel"
    QUARTERLY = "quarterly", "Trimestriel"
    IRREGULAR = "irregular", "Irrégulier"


class Word(models.Model):
    """One entry of a short vocabulary, the same word whatever its case and accents."""

    name = models.CharField("nom", max_length=80)

    class Meta:
        abstract = True
        ordering = [Plain("name"), "name"]

    def __str__(self) -> str:
        return self.name


class Rubric(Word):
    """What a journalist follows: « Culture », « Communes », « Faits divers »."""

    class Meta(Word.Meta):
        verbose_name = "rubrique"
        constraints = [
            models.UniqueConstraint(
                Plain("name"),
                name="rubric_name_is_unique",
                violation_error_message="Cette rubrique existe déjà.",
            )
        ]


class Zone(Word):
    """Where a média is read or heard, or what a contact covers: « Grand Nouméa », « Plum »."""

    class Meta(Word.Meta):
        verbose_name = "zone"
        constraints = [
            models.UniqueConstraint(
                Plain("name"),
                name="zone_name_is_unique",
                violation_error_message="Cette zone existe déjà.",
            )
        ]


class MediaQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The communication unit and the cabinet; nobody else."""
        return self if user.acts_as(*UNIT_ROLES) else self.none()

    def active(self) -> Self:
        return self.filter(is_active=True)

    def search(self, text: str) -> Self:
        """Part of the name, or a name much like it; « nouvelles caledonienes » finds the title."""
        words = Plain(models.Value(text.replace("\x00", "").strip()))
        return self.filter(Q(name_key__contains=words) | Q(name_key__trigram_word_similar=words))

    def with_contact_count(self) -> Self:
        """`contact_count`: how many people of ours work there, erased ones aside."""
        people = Q(positions__contact__erased_at=None, positions__contact__merged_into=None)
        return self.annotate(contact_count=Count("positions__contact", filter=people, distinct=True))


class Media(models.Model):
    """A title, a station, a channel, a site: the institution, with its newsroom's general address."""

    name = models.CharField("nom", max_length=120)
    kind = models.CharField("type", max_length=20, choices=MediaKind)
    periodicity = models.CharField("périodicité", max_length=20, choices=Periodicity, blank=True)
    closing_time = models.TimeField(
        "heure de bouclage", null=True, blank=True, help_text="L’heure après laquelle rien ne passe plus."
    )
    zone = models.ForeignKey(
        Zone, models.PROTECT, null=True, blank=True, related_name="medias", verbose_name="zone couverte"
    )
    website = models.URLField("site", blank=True)
    email = models.EmailField("courriel de la rédaction", blank=True)
    phone = models.CharField("téléphone de la rédaction", max_length=20, blank=True)
    note = models.TextField("remarques", blank=True, max_length=4000)
    is_active = models.BooleanField(
        "en activité", default=True, help_text="Décoché, ses contacts sortent des listes par règle."
    )
    name_key = models.GeneratedField(
        expression=Plain("name"), output_field=models.TextField(), db_persist=True
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    objects = MediaQuerySet.as_manager()

    class Meta:
        verbose_name = "média"
        ordering = ["name_key"]
        constraints = [
            models.UniqueConstraint(
                Plain("name"),
                name="media_name_is_unique",
                violation_error_message="Un média porte déjà ce nom.",
            ),
            models.CheckConstraint(condition=Q(kind__in=MediaKind.values), name="media_kind_is_known"),
            models.CheckConstraint(
                condition=Q(periodicity__in=["", *Periodicity.values]), name="media_periodicity_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("press:media", args=[self.pk])
