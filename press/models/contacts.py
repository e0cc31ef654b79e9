from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorField,
    TrigramWordSimilarity,
)
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, Lower
from django.urls import reverse

from comms.formats import phone_normalise
from comms.outbox.addresses import address_hash, normalise_address
from comms.outbox.models import OptOut
from comms.outbox.models.opposition import EVERYTHING
from comms.people.models import UNIT_ROLES, User
from press.models.media import Media, MediaKind, Rubric, Zone
from press.search import SEARCH_CONFIG, Plain

#: The opposition list that press releases obey.
OPT_OUT_SCOPE = "press"


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


class AddressQuerySet(models.QuerySet):
    def opposed(self) -> Self:
        """In the opposition list, whoever put them there: the unit, or the person by the mail's link."""
        opposed = OptOut.objects.filter(scope__in=(OPT_OUT_SCOPE, EVERYTHING))
        return self.filter(digest__in=opposed.values("address_hash"))

    def usable(self) -> Self:
        return self.exclude(pk__in=self.model.objects.opposed().values("pk"))


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The communication unit and the cabinet; an erased or merged card is seen by nobody."""
        return self.present() if user.acts_as(*UNIT_ROLES) else self.none()

    def present(self) -> Self:
        """Cards of people: neither erased nor merged into another one."""
        return self.filter(erased_at=None, merged_into=None)

    def opted_out(self) -> Self:
        """« Ne plus contacter », said to us or by the link of a mail."""
        opposed = ContactAddress.objects.opposed().values("contact")
        return self.present().filter(Q(do_not_contact_since__isnull=False) | Q(pk__in=opposed))

    def reachable(self) -> Self:
        """Those a mailing may be addressed to: active, not opted out, with an address nobody opposed."""
        return self.present().filter(
            is_active=True,
            do_not_contact_since=None,
            pk__in=ContactAddress.objects.usable().values("contact"),
        )

    def to_check(self, before: Any) -> Self:
        """Nobody looked at these cards since that day."""
        return self.present().filter(
            Q(checked_on=None, created_at__date__lt=before) | Q(checked_on__lt=before)
        )

    def without_address(self) -> Self:
        return self.present().filter(addresses=None)

    def of_kinds(self, kinds: Any) -> Self:
        """Working for a média of these kinds; a position may say otherwise than its média."""
        return self.filter(pk__in=Position.objects.of_kinds(kinds).values("contact"))

    def of_media(self, medias: Any) -> Self:
        return self.filter(pk__in=Position.objects.filter(media__in=medias).values("contact"))

    def in_zones(self, zones: Any) -> Self:
        """Who covers one of these zones, or whose média does."""
        by_media = Position.objects.filter(media__zone__in=zones).values("contact")
        covering = Contact.zones.through.objects.filter(zone__in=zones).values("contact")
        return self.filter(Q(pk__in=covering) | Q(pk__in=by_media))

    def following(self, rubrics: Any) -> Self:
        return self.filter(
            pk__in=Contact.rubrics.through.objects.filter(rubric__in=rubrics).values("contact")
        )

    def named_like(self, last_name: str, first_name: str) -> Self:
        """The same name whatever its case and accents."""
        return self.filter(sort_name=Plain(Value(f"{last_name} {first_name}")))

    def with_address(self) -> Self:
        """`address`: where we write to, the preferred one first; empty when there is none."""
        addresses = ContactAddress.objects.filter(contact=OuterRef("pk")).order_by("-is_preferred", "pk")
        return self.annotate(address=Coalesce(Subquery(addresses.values("address")[:1]), Value("")))

    def with_usable_address(self) -> Self:
        """`address`: where a mailing goes, never an opposed one."""
        usable = (
            ContactAddress.objects.usable().filter(contact=OuterRef("pk")).order_by("-is_preferred", "pk")
        )
        return self.annotate(address=Coalesce(Subquery(usable.values("address")[:1]), Value("")))

    def with_opposition(self) -> Self:
        """`has_opposed_address`: one of the addresses stands in the opposition list."""
        opposed = ContactAddress.objects.opposed().filter(contact=OuterRef("pk"))
        return self.annotate(has_opposed_address=Exists(opposed))

    def for_list(self) -> Self:
        """What a list shows of each row, in a constant number of queries."""
        positions = Position.objects.select_related("media")
        return self.with_address().with_opposition().prefetch_related(
            models.Prefetch("positions", queryset=positions), "phones", "rubrics"
        )  # fmt: skip

    def for_export(self) -> Self:
        """Every detail of each row, in a constant number of queries."""
        positions = Position.objects.select_related("media")
        return self.with_opposition().prefetch_related(
            models.Prefetch("positions", queryset=positions), "addresses", "phones", "rubrics", "zones"
        )  # fmt: skip

    def search(self, text: str) -> Self:
        """Best first: names (near ones too), remarks, médias, functions, addresses and phone numbers."""
        text = text.replace("\x00", "").strip()
        if not text:
            return self
        words = Plain(Value(text))
        query = SearchQuery(text, config=SEARCH_CONFIG, search_type="websearch")
        rank = SearchRank(F("search_vector"), query) + TrigramWordSimilarity(words, "sort_name")
        return (
            self.filter(pk__in=self._matching(text, words, query))
            # whole numbers: a page's cursor compares them, and fractions don't survive being written down
            .annotate(search_rank=Cast(rank * 10_000, models.IntegerField()))
            .order_by("-search_rank", "sort_name", "pk")
        )

    def _matching(self, text: str, words: Plain, query: SearchQuery) -> models.QuerySet:
        """One arm for each index, united: an OR over joined tables would read them all."""
        found = Contact.objects.order_by().values("pk")
        positions = Position.objects.order_by().values("contact")
        arms = [
            found.filter(sort_name__trigram_word_similar=words),
            found.filter(sort_name__contains=words),
            positions.filter(media__in=Media.objects.order_by().search(text).values("pk")),
            positions.alias(plain=Plain("function")).filter(plain__contains=words),
            ContactAddress.objects.order_by().filter(address__contains=text.lower()).values("contact"),
        ]
        digits = "".join(character for character in text if character.isdigit())
        if len(digits) >= 4:
            arms.append(ContactPhone.objects.order_by().filter(number__contains=digits).values("contact"))
        return found.filter(search_vector=query).union(*arms)


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


class PositionQuerySet(models.QuerySet):
    def of_kinds(self, kinds: Any) -> Self:
        kinds = list(kinds)
        return self.filter(Q(kind__in=kinds) | Q(kind="", media__kind__in=kinds))


class Position(models.Model):
    """What a contact does for a média; the kind and the hour only where they differ from the média's own."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="positions")
    media = models.ForeignKey(Media, models.PROTECT, related_name="positions", verbose_name="média")
    function = models.CharField("fonction", max_length=120, blank=True)
    kind = models.CharField("type, s’il diffère", max_length=20, choices=MediaKind, blank=True)
    closing_time = models.TimeField("bouclage, s’il diffère", null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = "fonction"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "media"],
                name="contact_has_one_position_in_a_media",
                violation_error_message="Ce contact a déjà une fonction dans ce média.",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["", *MediaKind.values]), name="position_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function}, {self.media}" if self.function else str(self.media)

    @property
    def effective_closing_time(self) -> Any:
        return self.closing_time or self.media.closing_time

    @property
    def kind_label(self) -> str:
        return self.get_kind_display() if self.kind else self.media.get_kind_display()


class ContactAddress(models.Model):
    """An e-mail address; one address is one person, and the opposition list knows it by its keyed hash."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="addresses")
    address = models.EmailField("courriel", max_length=254)
    digest = models.CharField(max_length=64, editable=False, db_index=True)
    is_preferred = models.BooleanField("à utiliser", default=False)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = "adresse"
        ordering = ["-is_preferred", "pk"]
        indexes = [
            GinIndex(fields=["address"], opclasses=["gin_trgm_ops"], name="contact_address_search"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                name="address_is_one_contact",
                violation_error_message="Cette adresse est déjà celle d’un autre contact.",
            ),
            models.CheckConstraint(
                condition=Q(address=Lower("address")), name="contact_address_is_lower_case"
            ),
            models.UniqueConstraint(
                fields=["contact"],
                condition=Q(is_preferred=True),
                name="contact_has_one_preferred_address",
                violation_error_message="Une seule adresse est à utiliser.",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.seal()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        try:
            self.seal()
        except ValueError as error:
            raise ValidationError({"address": str(error)}) from error

    def seal(self) -> Self:
        """The one spelling of the address, and its hash; called by hand before a bulk write."""
        self.address = normalise_address(self.address)
        self.digest = address_hash(self.address)
        return self


class ContactPhone(models.Model):
    class Kind(models.TextChoices):
        FIXED = "fixed", "Fixe"
        MOBILE = "mobile", "Mobile"

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="phones")
    number = models.CharField(
        "numéro", max_length=20, help_text="« 43 70 00 », ou avec l’indicatif pour l’étranger."
    )
    kind = models.CharField("nature", max_length=10, choices=Kind, default=Kind.FIXED)

    class Meta:
        verbose_name = "téléphone"
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "number"],
                name="contact_has_a_number_once",
                violation_error_message="Ce numéro figure déjà sur la fiche.",
            ),
            models.CheckConstraint(
                condition=Q(number__regex=r"^\+[0-9]{4,15}$"), name="phone_number_is_international"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def clean(self) -> None:
        try:
            self.number = phone_normalise(self.number)
        except ValueError as error:
            raise ValidationError({"number": str(error)}) from error


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
