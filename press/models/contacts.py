from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.urls import reverse

from comms.search import SEARCH_CONFIG, Plain
from press.models.contact_details import ContactAddress
from press.models.contact_queries import ContactQuerySet
from press.models.media import Rubric, Zone


class Civility(models.TextChoices):
    MADAM = "mme", "Mme"
    SIR = "m", "M."


class Language(models.TextChoices):
    FRENCH = "fr", "Français"
    ENGLISH = "en", "Anglais"


class PreferredFormat(models.TextChoices):
    FULL = "full", "Texte et pièces jointes"
    LINKS = "links", "Liens plutôt que pièces jointes"
    TEXT = "text", "Texte seul"


class Contact(models.Model):
    """Somebody of the press: one card, whatever the number of médias and addresses.

    An erased person leaves an empty card, and a merged one a pointer to the card that was kept, so that
    what was sent and done stays attached to something.
    """

    civility = models.CharField("civilité", max_length=5, choices=Civility, blank=True)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80)
    language = models.CharField("langue", max_length=2, choices=Language, default=Language.FRENCH)
    greeting = models.CharField(
        "formule d’appel", max_length=120, blank=True, help_text="Vide : « Bonjour » et le nom."
    )
    preferred_format = models.CharField(
        "préfère recevoir", max_length=10, choices=PreferredFormat, default=PreferredFormat.FULL
    )
    note = models.TextField("remarques", blank=True, max_length=4000)
    rubrics = models.ManyToManyField(Rubric, blank=True, related_name="contacts", verbose_name="rubriques")
    zones = models.ManyToManyField(Zone, blank=True, related_name="contacts", verbose_name="zones")
    source = models.CharField(
        "origine des coordonnées",
        max_length=200,
        blank=True,
        help_text="D’où elles viennent, ce que la personne a accepté : « carte de visite, point presse ».",
    )
    source_on = models.DateField("recueillies le", null=True, blank=True)
    checked_on = models.DateField("fiche vérifiée le", null=True, blank=True)
    is_active = models.BooleanField(
        "en poste", default=True, help_text="Décoché, la personne ne reçoit plus rien et sort des listes."
    )
    do_not_contact_since = models.DateTimeField(
        "ne plus contacter depuis", null=True, blank=True, editable=False
    )
    do_not_contact_source = models.CharField("demandé par", max_length=200, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_cards"
    )
    erased_at = models.DateTimeField("effacé le", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    sort_name = models.GeneratedField(
        expression=Plain(Concat("last_name", Value(" "), "first_name")),
        output_field=models.TextField(),
        db_persist=True,
    )
    search_vector = models.GeneratedField(
        expression=SearchVector("last_name", "first_name", weight="A", config=SEARCH_CONFIG)
        + SearchVector("note", weight="C", config=SEARCH_CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = "contact"
        ordering = ["sort_name", "pk"]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="contact_order"),
            GinIndex(fields=["search_vector"], name="contact_search"),
            GinIndex(fields=["sort_name"], opclasses=["gin_trgm_ops"], name="contact_near_names"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(do_not_contact_since=None, do_not_contact_source="")
                | (Q(do_not_contact_since__isnull=False) & ~Q(do_not_contact_source="")),
                name="opted_out_contact_says_who_asked",
                violation_error_message="Dites qui a demandé de ne plus contacter cette personne.",
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("pk")), name="contact_is_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(first_name="", note="", greeting="", source=""),
                name="erased_contact_holds_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("press:contact", args=[self.pk])

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def formal_name(self) -> str:
        """« Mme Léa Niaouli »."""
        return f"{self.get_civility_display()} {self.full_name}".strip()

    @property
    def salutation(self) -> str:
        """How a mail begins; « Bonjour Madame Niaouli, » unless the card says otherwise."""
        if self.greeting:
            return self.greeting
        if self.language == Language.ENGLISH:
            return f"Hello {self.full_name},"
        title = {Civility.MADAM: "Madame", Civility.SIR: "Monsieur"}.get(self.civility, self.first_name)
        return f"Bonjour {title} {self.last_name},".replace("  ", " ")

    @property
    def journal_label(self) -> str:
        """No name: a journal row can't be erased, this person's card can."""
        return f"Contact n° {self.pk}"

    @property
    def is_opted_out(self) -> bool:
        """« Ne plus contacter », here or by the link of a mail; free after `with_opposition()`."""
        opposed = getattr(self, "has_opposed_address", None)
        if opposed is None:
            opposed = ContactAddress.objects.opposed().filter(contact=self.pk).exists()
        return self.do_not_contact_since is not None or opposed

    @property
    def unreachable_reason(self) -> str:
        """Why a mailing leaves this person out, in the words of the screen; empty when it doesn't."""
        if self.is_opted_out:
            return "ne plus contacter"
        if not self.is_active:
            return "n’est plus en poste"
        has_address = self.address if hasattr(self, "address") else self.addresses.exists()
        return "" if has_address else "pas de courriel"


class Namesakes(models.Model):
    """Two cards that look alike and are two people: somebody said so, and isn't asked again."""

    first = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    second = models.ForeignKey(Contact, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "homonymes"
        verbose_name_plural = "homonymes"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="namesakes_are_told_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="namesakes_stand_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} et {self.second}"
