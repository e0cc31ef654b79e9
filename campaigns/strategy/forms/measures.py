from datetime import date
from decimal import Decimal
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms

from campaigns.strategy.figures import read_number
from campaigns.strategy.importing import MAX_BYTES, MAX_NOTE, UnreadableFile, decoded
from campaigns.strategy.models import Indicator, Plan
from comms.forms import BaseForm, FilterForm
from comms.validators import one_line


class NumberField(forms.CharField):
    """« 1 250,5 » as people write it; a Decimal."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)
        self.widget.attrs |= {"inputmode": "decimal", "autocomplete": "off"}

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return read_number(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class MeasureForm(BaseForm):
    layout = Layout(
        Row(Column("measured_on", css_class="col-md-6"), Column("value", css_class="col-md-6")), "note"
    )
    measured_on = forms.DateField(label="Le")
    value = NumberField(label="Valeur")
    note = forms.CharField(label="Remarque", max_length=MAX_NOTE, required=False, validators=[one_line])

    def __init__(self, *args: Any, today: date, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["measured_on"].initial = today
        if unit:
            self.fields["value"].label = f"Valeur ({unit})"

    def clean_measured_on(self) -> date:
        day = self.cleaned_data["measured_on"]
        if day > self.today:
            raise forms.ValidationError("Ce jour est à venir : une mesure parle du passé.")
        return day


class TakeBackForm(BaseForm):
    note = forms.CharField(
        label="Pourquoi cette mesure est reprise",
        max_length=MAX_NOTE,
        validators=[one_line],
        error_messages={"required": "Écrivez pourquoi : la mesure reste lisible, avec cette raison."},
    )


class MeasureFileForm(BaseForm):
    """A file, or the lines pasted from a spreadsheet; `text` either way."""

    file = forms.FileField(
        label="Fichier CSV",
        required=False,
        help_text="Quatre colonnes : Indicateur, Date, Valeur, Remarque.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    pasted = forms.CharField(
        label="Ou les lignes, collées",
        required=False,
        max_length=MAX_BYTES,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Copiées du tableur, avec la ligne de titres.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        file = cleaned.get("file")
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError("Ce fichier dépasse 1 Mo : importez-le en plusieurs fois.")
        try:
            cleaned["text"] = decoded(file.read()) if file else cleaned.get("pasted") or ""
        except UnreadableFile as error:
            raise forms.ValidationError(str(error)) from error
        if not self.errors and not cleaned["text"].strip():
            raise forms.ValidationError("Choisissez un fichier, ou collez les lignes.")
        return cleaned


class CheckedTextForm(BaseForm):
    """What was checked comes back as it was, to be noted."""

    text = forms.CharField(max_length=MAX_BYTES, strip=False, widget=forms.HiddenInput)


class IndicatorFilter(FilterForm):
    q = forms.CharField(label="Rechercher", max_length=160)
    plan = forms.ModelChoiceField(label="Plan", queryset=Plan.objects.none())
    way = forms.ChoiceField(
        label="Mesuré", choices=[("hand", "Par quelqu’un"), ("computed", "Par l’application")]
    )
    due = forms.BooleanField(label="À mesurer maintenant")

    def __init__(self, *args: Any, plans: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans
        self.today = today

    def filter_q(self, queryset: Any, value: str) -> Any:
        return queryset.filter(name__unaccent__icontains=value)

    def filter_plan(self, queryset: Any, value: Plan) -> Any:
        return queryset.filter(objective__axis__plan=value)

    def filter_way(self, queryset: Any, value: str) -> Any:
        return queryset.exclude(computation="") if value == "computed" else queryset.filter(computation="")

    def filter_due(self, queryset: Any, value: bool) -> Any:
        due = Indicator.objects.due_for_measure(self.today).order_by().values("pk")
        return queryset.filter(pk__in=due)
