"""What a person types about a release; each form's values go to one action."""

from typing import Any

from crispy_forms.layout import HTML, Column, Layout, Row
from django import forms
from django.core.validators import MaxLengthValidator

from comms.forms import BaseForm, BaseModelForm, FilterForm
from comms.validators import one_line
from press.actions.releases import TEXT_FIELDS
from press.models import Release, ReleaseState, Theme
from press.rich_text import clean_body
from press.widgets import ProseTextarea

#: A body longer than this is a dossier de presse, and belongs in a PDF.
MAX_BODY = 60_000
#: Names that end up on one line: in a header, a list or a file name.
ONE_LINE_FIELDS = ("title", "quote_author", "contact_name", "zone")


def _layout(*first: Any) -> Layout:
    return Layout(
        *first,
        "title",
        "chapo",
        "body",
        HTML('<h2 class="section-title">Une citation</h2>'),
        "quote",
        "quote_author",
        HTML('<h2 class="section-title">Publication</h2>'),
        Row(Column("theme", css_class="col-md-6"), Column("zone", css_class="col-md-6")),
        "embargo_at",
        HTML('<h2 class="section-title">Contact et bas de page</h2>'),
        "contact_name",
        Row(Column("contact_phone", css_class="col-md-6"), Column("contact_email", css_class="col-md-6")),
        "boilerplate",
    )


class ReleaseForm(BaseModelForm):
    """Only the title is required to begin; `changes` goes to `save_text` or `create_release`."""

    layout = _layout()
    seen_revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0, required=False)
    touched = forms.CharField(widget=forms.HiddenInput, max_length=1, required=False)

    class Meta:
        model = Release
        fields = [name for name in TEXT_FIELDS if name != "language"]
        widgets = {
            "chapo": forms.Textarea(attrs={"rows": 3}),
            "body": ProseTextarea(attrs={"rows": 14}),
            "quote": forms.Textarea(attrs={"rows": 3}),
            "boilerplate": forms.Textarea(attrs={"rows": 4}),
            "zone": forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
            "contact_phone": forms.TextInput(attrs={"type": "tel"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = Theme.objects.proposed(self.instance.theme_id)
        self.fields["theme"].empty_label = "Sans thème"
        self.fields["theme"].help_text = "Sous lequel on le retrouve."
        self.fields["body"].validators.append(MaxLengthValidator(MAX_BODY))
        if "seen_revision" not in self.initial:
            self.initial["seen_revision"] = self.instance.revision if self.instance.pk else 0
        for name in ONE_LINE_FIELDS:
            self.fields[name].validators.append(one_line)

    def clean_body(self) -> str:
        return clean_body(self.cleaned_data["body"])

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in TEXT_FIELDS if name in self.cleaned_data}


class CorrectionForm(ReleaseForm):
    layout = _layout("correction_note")

    class Meta(ReleaseForm.Meta):
        fields = ["correction_note", *ReleaseForm.Meta.fields]
        widgets = ReleaseForm.Meta.widgets | {"correction_note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["correction_note"].required = True
        self.fields["correction_note"].error_messages["required"] = (
            "Écrivez ce qui est rectifié : les journalistes le lisent en tête du communiqué."
        )


class UnsavedForm(forms.Form):
    """What the edit page's heartbeat carries: words as they stand, checked for size only."""

    seen_revision = forms.IntegerField(min_value=0, required=False)
    touched = forms.CharField(max_length=1, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ReleaseForm.Meta.fields:
            self.fields[name] = forms.CharField(max_length=MAX_BODY, required=False, strip=False)

    @property
    def unsaved(self) -> dict[str, str]:
        """Nothing as long as the person hasn't touched the text."""
        if not self.cleaned_data["touched"]:
            return {}
        return {name: self.cleaned_data[name] for name in ReleaseForm.Meta.fields}


class PasteForm(BaseForm):
    text = forms.CharField(
        label="Le texte entier",
        max_length=MAX_BODY,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Le titre sur la première ligne, puis le chapô, le corps, la citation et le contact, "
        "séparés par une ligne vide. Vous vérifiez le résultat avant d’enregistrer.",
        error_messages={"required": "Collez d’abord le texte du communiqué."},
    )


class AgreementForm(BaseForm):
    agreement = forms.ChoiceField(
        label="La personne citée", choices=Release.Agreement, widget=forms.RadioSelect
    )


class ReasonForm(BaseForm):
    """Why; kept in the history."""

    reason = forms.CharField(
        label="Motif",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez le motif : il reste dans l’historique."},
    )


class WithdrawalForm(ReasonForm):
    """Why; the newsroom says it at the release's address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "Public : s’il était en ligne, son adresse affichera ce motif."


class ReleaseFilter(FilterForm):
    q = forms.CharField(label="Rechercher", max_length=200)
    state = forms.ChoiceField(label="État", choices=ReleaseState)
    theme = forms.ModelChoiceField(label="Thème", queryset=Theme.objects.all())
    year = forms.TypedChoiceField(label="Année", coerce=int)
    zone = forms.CharField(label="Secteur", max_length=80)
    site = forms.ChoiceField(
        label="Espace presse",
        choices=[("public", "Public"), ("waiting", "Public plus tard"), ("no", "Non")],
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [("", self.ALL), *((year, str(year)) for year in years)]

    def filter_q(self, queryset: Any, value: str) -> Any:
        return queryset.search(value)

    def filter_zone(self, queryset: Any, value: str) -> Any:
        return queryset.filter(zone__icontains=value)

    def filter_site(self, queryset: Any, value: str) -> Any:
        return {
            "public": queryset.published,
            "waiting": queryset.public_later,
            "no": queryset.not_for_site,
        }[value]()
