from typing import Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models


class TownSettings(models.Model):
    """The one row that the settings page edits; until it is saved, the environment speaks."""

    name = models.CharField("nom de la commune", max_length=120)
    short_name = models.CharField("nom usuel", max_length=60, blank=True, help_text="« Ville du Mont-Dore »")
    site_url = models.URLField("adresse du site de la Ville")
    contact_email = models.EmailField("courriel de la cellule communication")
    contact_phone = models.CharField("téléphone de la cellule communication", max_length=30, blank=True)
    address = models.TextField("adresse postale", blank=True)
    director_of_publication = models.CharField("direction de la publication", max_length=120, blank=True)
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

    @property
    def initial(self) -> str:
        """The letter that stands for a town without a logo: « Le Mont-Dore » → « M »."""
        words = self.name.replace("’", " ").split()
        named = [word for word in words if word not in ("Le", "La", "Les", "L")]
        return next((letter.upper() for letter in "".join(named or words) if letter.isalpha()), "C")

    @classmethod
    def current(cls) -> Self:
        """The saved row, or an unsaved one filled from the environment; never writes."""
        return cls.objects.filter(pk=1).first() or cls.from_environment()

    @classmethod
    def from_environment(cls) -> Self:
        return cls(
            pk=1,
            name=settings.TOWN_NAME,
            short_name=f"Ville {_of(settings.TOWN_NAME)}",
            site_url=settings.TOWN_SITE_URL,
            contact_email=settings.DEFAULT_FROM_EMAIL,
            accent_color=settings.TOWN_ACCENT_COLOR,
        )


def _of(name: str) -> str:
    """« Le Mont-Dore » → « du Mont-Dore »; « Nouméa » → « de Nouméa »; « Île… » → « d’Île… »."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    if name.startswith("La "):
        return f"de la {name[3:]}"
    if name[:1].upper() in "AEÉIÎOUYH":
        return f"d’{name}"
    return f"de {name}"
