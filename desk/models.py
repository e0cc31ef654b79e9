"""What the desk keeps of its own: calendar subscriptions and the daily digest."""

import hashlib
import secrets
from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from campaigns.planning.models import Action
from comms.journal.models import Notice
from comms.people.models import User
from comms.validators import one_line
from press.models import Release


class CalendarFeedQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Not revoked, and the account is open."""
        return self.filter(revoked_at=None, owner__is_active=True)

    def of(self, user: User) -> Self:
        return self.filter(owner=user, revoked_at=None)

    def opened_by(self, token: str) -> Self:
        return self.standing().filter(token_digest=token_digest(token))


def new_token() -> str:
    """256 bits: nobody guesses it, and nothing but its hash is kept."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarFeed(models.Model):
    """A person's subscription to the calendar, as filtered when it was made; its address is its key."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds", verbose_name="de"
    )
    name = models.CharField(
        "nom", max_length=80, validators=[one_line], help_text="Ainsi il s’appelle dans votre agenda."
    )
    query = models.CharField("filtres", max_length=500, blank=True, editable=False)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    revoked_at = models.DateTimeField("révoqué le", null=True, blank=True, editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        verbose_name = "abonnement au calendrier"
        verbose_name_plural = "abonnements au calendrier"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=Q(revoked_at=None),
                name="standing_feed_has_its_own_name",
                violation_error_message="Un de vos abonnements porte déjà ce nom.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReminderPreferenceQuerySet(models.QuerySet):
    def immediate(self) -> Self:
        """Those who want some kinds at once."""
        return self.exclude(immediate_kinds=[])


class ReminderPreference(models.Model):
    """How a person wants to be told; without a row, the digest comes at 7 h and nothing comes at once."""

    USUAL_HOUR = 7

    class Kind(models.TextChoices):
        """What a notice is about."""

        TASKS = "tasks", "Mes tâches"
        ACTIONS = "actions", "Les actions"
        REQUESTS = "requests", "Les demandes"
        RELEASES = "releases", "Les communiqués"
        HOURS = "hours", "Les heures"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminder_preference", verbose_name="personne"
    )
    wants_digest = models.BooleanField("un récapitulatif par jour ouvré", default=True)
    hour = models.PositiveSmallIntegerField(
        "heure", default=USUAL_HOUR, validators=[MinValueValidator(0), MaxValueValidator(23)]
    )
    immediate_kinds = ArrayField(
        models.CharField(max_length=20, choices=Kind), verbose_name="tout de suite", default=list, blank=True
    )

    objects = ReminderPreferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "préférence de rappel"
        verbose_name_plural = "préférences de rappel"
        constraints = [
            models.CheckConstraint(
                condition=Q(hour__gte=0, hour__lte=23),
                name="digest_hour_is_an_hour",
                violation_error_message="L’heure va de 0 à 23.",
            ),
        ]

    def __str__(self) -> str:
        return f"Rappels de {self.user}"


class DigestQuerySet(models.QuerySet):
    def of_day(self, day: date) -> Self:
        return self.filter(day=day)


class Digest(models.Model):
    """The stamp that a person's digest of a day was made, with a mail or with nothing to say."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    day = models.DateField("jour")
    line_count = models.PositiveIntegerField("lignes", default=0)
    made_at = models.DateTimeField("fait le", default=timezone.now)

    objects = DigestQuerySet.as_manager()

    class Meta:
        verbose_name = "récapitulatif"
        ordering = ["-day", "user"]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="one_digest_a_person_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.day:%d/%m/%Y}"


class NoticeMail(models.Model):
    """The stamp that a notice was mailed at once."""

    notice = models.OneToOneField(Notice, models.CASCADE, related_name="mail")
    sent_at = models.DateTimeField("le", default=timezone.now)

    class Meta:
        verbose_name = "notification envoyée"
        verbose_name_plural = "notifications envoyées"

    def __str__(self) -> str:
        return str(self.notice)


def people_due_for_digest(day: date, hour: int) -> models.QuerySet[User]:
    """Active people whose hour has come and who haven't had their digest of that day."""
    preference = ReminderPreference.objects.filter(user=OuterRef("pk"))
    has_had = Digest.objects.of_day(day).filter(user=OuterRef("pk"))
    usual = ~Exists(preference) if hour >= ReminderPreference.USUAL_HOUR else Q(pk=None)
    chosen = Exists(preference.filter(wants_digest=True, hour__lte=hour))
    return User.objects.active().filter(usual | chosen).exclude(Exists(has_had)).order_by("pk")


class DossierRelease(models.Model):
    """A release put in the dossier of the action it is about; the two rooms don't know each other."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="dossier_releases", verbose_name="action")
    release = models.ForeignKey(
        Release, models.CASCADE, related_name="dossier_releases", verbose_name="communiqué"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="ajouté par"
    )
    added_at = models.DateTimeField("ajouté le", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "communiqué d’un dossier"
        verbose_name_plural = "communiqués des dossiers"
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["action", "release"],
                name="release_stands_once_in_a_dossier",
                violation_error_message="Ce communiqué est déjà dans le dossier.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release}, dans {self.action}"


class SearchWord(models.Model):
    """A word that stands in some title, without case and accents: what a misspelt one is compared with."""

    word = models.CharField("mot", max_length=40, unique=True)

    class Meta:
        verbose_name = "mot connu"
        verbose_name_plural = "mots connus"
        indexes = [GistIndex(fields=["word"], opclasses=["gist_trgm_ops"], name="search_word_nearest")]

    def __str__(self) -> str:
        return self.word
