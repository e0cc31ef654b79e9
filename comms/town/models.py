from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone

from comms.town.clock import ZoneOnDemand
from comms.validators import one_line

#: The page being made keeps its settings here, read at the first need; whoever asks afterwards finds them.
_of_this_page: ContextVar["list[TownSettings] | None"] = ContextVar("town_of_this_page", default=None)


def known_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValidationError("Ce fuseau n’existe pas. Celui de Nouméa s’écrit Pacific/Noumea.") from error


class TownSettings(models.Model):
    """The one row that the settings page edits; until it is saved, the environment speaks."""

    name = models.CharField("nom de la commune", max_length=120, validators=[one_line])
    short_name = models.CharField(
        "nom usuel", max_length=60, blank=True, help_text="« Ville du Mont-Dore »", validators=[one_line]
    )
    site_url = models.URLField("adresse du site de la Ville")
    time_zone = models.CharField(
        "fuseau horaire", max_length=50, validators=[known_time_zone],
        help_text="Celui de Nouméa s’écrit Pacific/Noumea. Les jours et les heures des pages le suivent.",
    )  # fmt: skip
    contact_email = models.EmailField("courriel de la cellule communication")
    contact_phone = models.CharField(
        "téléphone de la cellule communication", max_length=30, blank=True, validators=[one_line]
    )
    address = models.TextField("adresse postale", blank=True)
    director_of_publication = models.CharField(
        "direction de la publication", max_length=120, blank=True, validators=[one_line]
    )
    boilerplate = models.TextField(
        "à propos de la commune", blank=True, help_text="Ajouté au bas de chaque communiqué."
    )
    accent_color = models.CharField(
        "couleur d’accent",
        max_length=7,
        validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$", "Écrivez la couleur ainsi : #0b7a83.")],
    )
    logo = models.ImageField("logo", upload_to="town/", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "réglages de la Ville"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="town_has_one_settings_row"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if (kept := _of_this_page.get()) is not None:
            kept[:] = [self]

    @property
    def initial(self) -> str:
        """The letter that stands for a town without a logo: « Le Mont-Dore » → « M »."""
        words = self.name.replace("’", " ").split()
        named = [word for word in words if word not in ("Le", "La", "Les", "L")]
        return next((letter.upper() for letter in "".join(named or words) if letter.isalpha()), "C")

    @property
    def zone(self) -> ZoneInfo:
        """The zone that days and hours are shown in; the environment's when the row holds nonsense."""
        try:
            return ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return ZoneInfo(settings.TIME_ZONE)

    @classmethod
    def current(cls) -> Self:
        """The settings in force: read once a page, once a call elsewhere; never writes."""
        kept = _of_this_page.get()
        if kept:
            return kept[0]
        town = cls.objects.filter(pk=1).first() or cls.from_environment()
        if kept is not None:
            kept.append(town)
        return town

    @classmethod
    def already_known(cls) -> Self:
        """For the pages of errors: what was read for this page, else the environment; asks no database."""
        kept = _of_this_page.get()
        return kept[0] if kept else cls.from_environment()

    @classmethod
    @contextmanager
    def read_once(cls) -> Iterator[None]:
        """In this block `current()` asks the database once at most; days and hours follow the town's zone."""
        token = _of_this_page.set([])
        try:
            with timezone.override(ZoneOnDemand(lambda: cls.current().zone)):
                yield
        finally:
            _of_this_page.reset(token)

    @classmethod
    def from_environment(cls) -> Self:
        """An unsaved row, for a house that saved none and for pages that must not ask the database."""
        return cls(
            pk=1,
            name=settings.TOWN_NAME,
            short_name=f"Ville {_of(settings.TOWN_NAME)}",
            site_url=settings.TOWN_SITE_URL,
            time_zone=settings.TIME_ZONE,
            contact_email=settings.DEFAULT_FROM_EMAIL,
            accent_color=settings.TOWN_ACCENT_COLOR,
        )


def _of(name: str) -> str:
    """« Le Mont-Dore » → « du Mont-Dore »; « Nouméa » → « de Nouméa »; « Ouégoa » → « de Ouégoa »."""
    for article, contracted in (("Le ", "du "), ("Les ", "des "), ("La ", "de la "), ("Île", "de l’Île")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    elides = name[:1] in "AEÉIOU" and not name.startswith("Ou")
    return f"d’{name}" if elides else f"de {name}"
