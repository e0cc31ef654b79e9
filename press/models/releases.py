from datetime import UTC
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest, Now
from django.urls import reverse
from django_prose_editor.fields import ProseEditorField

from comms.approvals.models import Approvable, Approval, Version
from comms.people.models import Role
from comms.search import SEARCH_CONFIG
from press.errors import SomebodyWasFaster
from press.models.content import ReleaseContent
from press.models.release_queries import ReleaseQuerySet
from press.models.release_states import (
    APPROVED_STATES,
    EDITABLE_STATES,
    MOVES,
    OUT_STATES,
    STATE_TONES,
    ReleaseState,
)
from press.models.themes import Theme
from press.rich_text import EXTENSIONS, body_as_text


class Release(Approvable):
    """A communiqué de presse, from the first word to its place in the newsroom.

    The row is what is being written. What counts outside is `effective_version`, immutable: that alone
    is mailed and shown in public. It goes when a change voids the approval of a text nobody outside has
    read; while a correction goes round, the version that is out stays in effect until the new one is
    approved.
    """

    class Agreement(models.TextChoices):
        UNKNOWN = "unknown", "Pas encore demandé"
        YES = "yes", "D’accord"
        NO = "no", "N’est pas d’accord"

    approval_kind = "press.release"
    approval_label = "Communiqué de presse"
    approval_default_steps = (Role.HEAD, Role.CABINET)
    approval_preview_template = "press/releases/_preview_of_version.html"
    approval_fields: ClassVar[dict[str, str]] = {
        "reference": "Numéro",
        "correction_note": "Ce qui est rectifié",
        "title": "Titre",
        "chapo": "Chapô",
        "body": "Corps du texte",
        "quote": "Citation",
        "quote_author": "Auteur de la citation",
        "embargo": "Embargo jusqu’au",
        "attachments": "Pièces jointes",
        "attachments.alt": "Texte de remplacement",
        "attachments.credit": "Crédit",
        "attachments.caption": "Légende",
        "contact_name": "Contact presse",
        "contact_phone": "Téléphone du contact",
        "contact_email": "Courriel du contact",
        "zone": "Secteur concerné",
        "theme": "Thème",
        "theme_slug": "Adresse du thème",
        "boilerplate": "À propos de la commune",
        "language": "Langue",
    }

    year = models.PositiveSmallIntegerField("année", editable=False)
    number = models.PositiveIntegerField("numéro", editable=False)
    title = models.CharField("titre", max_length=200)
    chapo = models.TextField(
        "chapô", blank=True, help_text="L’essentiel en deux ou trois phrases : qui, quoi, quand, où."
    )
    body = ProseEditorField("corps du texte", blank=True, extensions=EXTENSIONS, sanitize=True)
    quote = models.TextField("citation", blank=True, help_text="Sans les guillemets : ils sont ajoutés.")
    quote_author = models.CharField(
        "auteur de la citation", max_length=160, blank=True, help_text="Nom et fonction, tels que publiés."
    )
    quote_agreement = models.CharField(
        "accord de la personne citée", max_length=10, choices=Agreement, default=Agreement.UNKNOWN
    )
    quote_agreed_at = models.DateTimeField("accord noté le", null=True, blank=True, editable=False)
    quote_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="accord noté par",
    )  # fmt: skip
    contact_name = models.CharField("contact presse", max_length=120, blank=True)
    contact_phone = models.CharField("téléphone du contact", max_length=30, blank=True)
    contact_email = models.EmailField("courriel du contact", blank=True)
    zone = models.CharField(
        "secteur concerné", max_length=80, blank=True, help_text="« Boulari », « toute la commune »…"
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="releases", verbose_name="thème"
    )
    embargo_at = models.DateTimeField(
        "embargo jusqu’au",
        null=True,
        blank=True,
        help_text="Heure de Nouméa. Vide : libre dès réception.",
    )
    boilerplate = models.TextField("à propos de la commune", blank=True)
    language = models.CharField("langue", max_length=2, default="fr", choices=settings.LANGUAGES)
    correction_note = models.TextField(
        "ce qui est rectifié", blank=True, help_text="Publié en tête du communiqué rectifié."
    )

    state = models.CharField(
        "état", max_length=20, choices=ReleaseState, default=ReleaseState.DRAFT, editable=False
    )
    revision = models.PositiveIntegerField(default=1, editable=False)  # one more at each save of the text
    effective_version = models.ForeignKey(
        Version, models.PROTECT, null=True, blank=True, editable=False, related_name="+",
        verbose_name="version en vigueur",
    )  # fmt: skip
    published_on_site_at = models.DateTimeField("public à partir du", null=True, blank=True, editable=False)
    public_slug = models.SlugField(
        "adresse publique", max_length=120, blank=True, editable=False, db_index=False
    )
    sent_at = models.DateTimeField("diffusé le", null=True, blank=True, editable=False)
    corrected_at = models.DateTimeField("rectifié le", null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField("motif du retrait", blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="créé par", editable=False
    )
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    updated_at = models.DateTimeField("modifié le", auto_now_add=True, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="modifié par", editable=False
    )
    search_vector = models.GeneratedField(
        expression=SearchVector("title", weight="A", config=SEARCH_CONFIG)
        + SearchVector("chapo", weight="B", config=SEARCH_CONFIG)
        + SearchVector("body", "quote", "quote_author", "zone", weight="C", config=SEARCH_CONFIG),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    public_search_vector = SearchVectorField(null=True, editable=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = "communiqué"
        verbose_name_plural = "communiqués"
        ordering = ["-year", "-number"]
        indexes = [
            GinIndex(fields=["search_vector"], name="release_search"),
            GinIndex(fields=["public_search_vector"], name="release_public_search"),
            models.Index(F("published_on_site_at").desc(nulls_last=True), name="release_public_order"),
            models.Index(fields=["state", "-updated_at"], name="release_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "number"],
                name="release_number_is_given_once_a_year",
                violation_error_message="Ce numéro est déjà pris.",
            ),
            models.UniqueConstraint(
                fields=["year", "public_slug"],
                condition=~Q(public_slug=""),
                name="public_address_is_one_release",
            ),
            models.CheckConstraint(condition=Q(state__in=ReleaseState.values), name="release_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=APPROVED_STATES) | Q(effective_version__isnull=False),
                name="approved_release_has_its_version",
                violation_error_message="Un communiqué validé tient à une version validée.",
            ),
            models.CheckConstraint(
                condition=Q(published_on_site_at=None)
                | Q(effective_version__isnull=False, public_slug__gt=""),
                name="public_release_has_version_and_address",
                violation_error_message="Seul un communiqué validé devient public.",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReleaseState.WITHDRAWN)
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
                name="withdrawn_release_says_why",
                violation_error_message="Dites pourquoi le communiqué est retiré.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} · {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("press:release", args=[self.pk])

    @property
    def reference(self) -> str:
        return f"CP {self.year}-{self.number:03d}"

    @property
    def state_tone(self) -> str:
        return STATE_TONES[self.state]

    @property
    def is_editable(self) -> bool:
        """The text may be changed as it is; once it is out, a change is a correction."""
        return self.state in EDITABLE_STATES and not self.is_out

    @property
    def is_out(self) -> bool:
        """Somebody outside has read it, or may: sent, or made public on the site."""
        return self.sent_at is not None or self.published_on_site_at is not None

    @property
    def may_be_corrected(self) -> bool:
        return self.is_out and self.state in (ReleaseState.IN_APPROVAL, ReleaseState.APPROVED, *OUT_STATES)

    @property
    def current_content(self) -> ReleaseContent:
        """The row as it is being written; for what leaves, see `public_content`."""
        return ReleaseContent.of(self.approvable_content())

    @property
    def public_content(self) -> ReleaseContent | None:
        """The words of the version in effect, whatever the row says; None before an approval."""
        return ReleaseContent.of(self.effective_version.content) if self.effective_version_id else None

    def approvable_content(self) -> dict[str, Any]:
        """All that is published, and only that: whether the quoted person agreed is a fact beside it."""
        return {
            "reference": self.reference,
            "title": self.title,
            "chapo": self.chapo,
            "body": self.body,
            "quote": self.quote,
            "quote_author": self.quote_author,
            "contact_name": self.contact_name,
            "contact_phone": self.contact_phone,
            "contact_email": self.contact_email,
            "zone": self.zone,
            "theme": self.theme.name if self.theme else "",
            "theme_slug": self.theme.slug if self.theme else "",
            "embargo": self.embargo_at.astimezone(UTC).isoformat() if self.embargo_at else "",
            "boilerplate": self.boilerplate,
            "language": self.language,
            "correction_note": self.correction_note,
            "attachments": [item.as_content() for item in self.attachments.all()],
        }

    # --- what becomes of it ---------------------------------------------------------------------------
    def move(self, to: str, **values: Any) -> None:
        """Change the state, on the condition that nobody did so since this row was read."""
        changed = to in MOVES[self.state] and (
            type(self).objects.filter(pk=self.pk, state=self.state).update(state=to, **values)
        )
        self.refresh_from_db()
        if not changed:
            raise SomebodyWasFaster(self.get_state_display())

    @classmethod
    def approval_live(cls) -> models.QuerySet[Self]:
        """Once scheduled, what leaves is frozen in the mailing: a change of the row is a later matter."""
        return cls.objects.filter(state__in=(ReleaseState.IN_APPROVAL, ReleaseState.APPROVED))

    def approval_changed(self, approval: Approval) -> None:
        if self.state == ReleaseState.WITHDRAWN:
            return
        if approval.is_open:
            self.move(ReleaseState.IN_APPROVAL)
        elif approval.state in Approval.APPROVING:
            self._take_effect(approval.version)
        elif self.state == ReleaseState.IN_APPROVAL:
            kept = self.effective_version if self.is_out else None
            self.move(self._state_at_rest(), effective_version=kept)
        elif self.state == ReleaseState.APPROVED and not self.is_out:
            self.move(ReleaseState.DRAFT, effective_version=None)

    def _state_at_rest(self) -> ReleaseState:
        """Where it stands when no approval is under way: what is out stays what it was."""
        if not self.is_out:
            return ReleaseState.DRAFT
        if self.sent_at is None:
            return ReleaseState.APPROVED
        return ReleaseState.CORRECTED if self.corrected_at else ReleaseState.SENT

    def _take_effect(self, version: Version) -> None:
        """From now on this version is what leaves and what the public reads; an embargo it sets holds."""
        content = ReleaseContent.of(version.content)
        values: dict[str, Any] = {
            "effective_version": version,
            "public_search_vector": search_vector_of(content),
        }
        if self.is_out:
            values["corrected_at"] = Now()
        if self.published_on_site_at and content.embargo_at:
            values["published_on_site_at"] = Greatest(F("published_on_site_at"), Value(content.embargo_at))
        self.move(ReleaseState.CORRECTED if self.sent_at else ReleaseState.APPROVED, **values)


def search_vector_of(content: ReleaseContent) -> SearchVector:
    """What the newsroom's search reads, of the approved words only."""
    rest = f"{body_as_text(content.body)} {content.quote} {content.quote_author} {content.zone}"
    return (
        SearchVector(Value(content.title), weight="A", config=SEARCH_CONFIG)
        + SearchVector(Value(content.chapo), weight="B", config=SEARCH_CONFIG)
        + SearchVector(Value(rest), weight="C", config=SEARCH_CONFIG)
    )
