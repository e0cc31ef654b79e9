import re
from typing import Any

from django import forms
from django.db.models import QuerySet

from comms.forms import BaseForm, BaseModelForm, FilterForm
from press.models import Contact, Release, Theme
from press.newsroom import shelf

REFERENCE = re.compile(
    r"^\s*(?:cp)?\s*(?:n[°o])?\s*(?P<year>\d{4})\s*[-–/]\s*(?P<number>\d{1,4})\s*$", re.IGNORECASE
)
DIGEST = re.compile(r"^[0-9a-f]{12,64}$")
#: Longer than any release with the mail it came in.
MAX_RECEIVED = 60_000


class ArchiveForm(FilterForm):
    """The filters of the home page, in its address: `?q=voirie&annee=2026&theme=travaux`."""

    q = forms.CharField(label="Rechercher", max_length=120)
    theme = forms.ModelChoiceField(Theme.objects.none(), to_field_name="slug", label="Thème")
    annee = forms.TypedChoiceField(label="Année", coerce=int, empty_value=None)

    def __init__(self, *args: Any, themes: QuerySet[Theme], years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = themes
        self.fields["annee"].choices = [("", "Toutes"), *((str(year), str(year)) for year in years)]

    def filter_theme(self, releases: QuerySet[Release], theme: Theme) -> QuerySet[Release]:
        return shelf.about(releases, theme.slug)

    def filter_annee(self, releases: QuerySet[Release], year: int) -> QuerySet[Release]:
        return releases.filter(published_on_site_at__year=year)

    def filter_q(self, releases: QuerySet[Release], text: str) -> QuerySet[Release]:
        if match := REFERENCE.match(text):
            return releases.filter(year=match["year"], number=match["number"])
        return releases.search_public(text).order_by("-rank", "-published_on_site_at", "-pk")


class AuthenticityForm(BaseForm):
    """A digest, its first characters, or a number: what a mail carries at its foot."""

    empreinte = forms.CharField(
        label="Empreinte ou numéro",
        max_length=120,
        help_text="Au bas du message : « CP 2026-014 », ou une suite de lettres et de chiffres comme 3f9a2c…",
        error_messages={"required": "Écrivez l’empreinte ou le numéro du communiqué."},
    )

    def clean_empreinte(self) -> dict[str, Any]:
        """What to look for: {"digest": "3f9a…"} or {"year": 2026, "number": 14}."""
        text = self.cleaned_data["empreinte"]
        if match := REFERENCE.match(text):
            return {"year": int(match["year"]), "number": int(match["number"])}
        digest = re.sub(r"[\s….:]+", "", text).lower().removeprefix("sha256")
        if not DIGEST.match(digest):
            raise forms.ValidationError(
                "Ce n’est ni un numéro (CP 2026-014), ni une empreinte : "
                "12 caractères au moins, des chiffres et des lettres de a à f."
            )
        return {"digest": digest}


class ReceivedTextForm(BaseForm):
    """The message as it was received, to be compared with what the town published."""

    texte = forms.CharField(
        label="Texte reçu",
        max_length=MAX_RECEIVED,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Collez le message entier. Il est comparé à nos communiqués, et n’est pas conservé.",
        error_messages={
            "required": "Collez le texte que vous avez reçu.",
            "max_length": "Ce texte est trop long : collez un seul message.",
        },
    )


class PreferencesForm(BaseModelForm):
    """What a journalist chooses; names, numbers and médias are changed by the unit."""

    class Meta:
        model = Contact
        fields = ["rubrics", "preferred_format"]
        widgets = {"rubrics": forms.CheckboxSelectMultiple, "preferred_format": forms.RadioSelect}
        labels = {"rubrics": "Vos rubriques", "preferred_format": "Vous préférez recevoir"}
        help_texts = {"rubrics": "Nous vous écrivons pour ces sujets."}
