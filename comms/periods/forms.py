from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils import timezone

from comms.forms import BaseForm, BaseModelForm, FilterForm
from comms.periods.models import CrisisMessage, Level, NeutralityCheck
from comms.validators import one_line


# --- crisis ------------------------------------------------------------------------------------------
class OpenCrisisForm(BaseForm):
    name = forms.CharField(
        label="Phénomène",
        max_length=120,
        validators=[one_line],
        help_text="Son nom quand il en a un. Pour s’entraîner, commencez par « Exercice ».",
        error_messages={"required": "Donnez un nom, même provisoire."},
    )
    level = forms.ChoiceField(
        label="Niveau décidé",
        choices=Level,
        widget=forms.RadioSelect,
        help_text="Les niveaux sont décidés hors de la mairie : on les suit.",
        error_messages={"required": "Choisissez le niveau décidé."},
    )


class LevelForm(BaseForm):
    """A button of the page: the level that was decided, and the one that the page showed."""

    level = forms.ChoiceField(choices=Level)
    seen_level = forms.ChoiceField(choices=Level, widget=forms.HiddenInput)


class _HappenedForm(BaseForm):
    """The hour at which it happened, when that isn't now; a later one was yesterday's, at night."""

    happened = forms.TimeField(
        label="À (si ce n’est pas maintenant)",
        required=False,
        widget=forms.TimeInput,
        error_messages={"invalid": "Écrivez l’heure ainsi : 22:40."},
    )

    @property
    def happened_at(self) -> datetime | None:
        return moment_of(self.cleaned_data.get("happened"), timezone.localtime())


def moment_of(hour: time | None, now: datetime) -> datetime | None:
    """The last time the clock showed that hour: at 0 h 10, « 23:50 » is of the day before."""
    if hour is None:
        return None
    at = now.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    return at if at <= now else at - timedelta(days=1)


class EntryForm(_HappenedForm):
    text = forms.CharField(
        label="Ce qui se passe",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Écrivez ce qui se passe, même en trois mots."},
    )
    field_order = ["text", "happened"]


class CloseForm(BaseForm):
    words = forms.CharField(
        label="Bilan en quelques mots",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Dernière ligne du journal.",
    )


class MessageForm(BaseModelForm):
    class Meta:
        model = CrisisMessage
        fields = ("level", "channel", "title", "text")
        widgets = {"text": forms.Textarea(attrs={"rows": 7})}


class BlanksForm(BaseForm):
    """One field for each blank of a message, found in its approved text; any may wait."""

    is_strict = False

    def __init__(self, *args: Any, message: CrisisMessage, **kwargs: Any) -> None:
        self.names = {f"blank_{number}": name for number, name in enumerate(message.blanks)}
        super().__init__(*args, **kwargs)
        for field, name in self.names.items():
            self.fields[field] = forms.CharField(
                label=name.capitalize(), required=self.is_strict, max_length=200,
                error_messages={"required": f"Complétez : {name}."},
            )  # fmt: skip
        self.order_fields([*self.names, *self.fields])

    @property
    def values(self) -> dict[str, str]:
        """Blank → words; what can't be read is left blank."""
        if not self.is_bound:
            return {}
        self.full_clean()
        return {name: self.cleaned_data.get(field, "") for field, name in self.names.items()}


class ReadyForm(BlanksForm, _HappenedForm):
    """During a crisis: with the hour at which it was published."""


class PublishForm(ReadyForm):
    """Nothing is published with a blank in it."""

    is_strict = True


# --- before a poll -------------------------------------------------------------------------------------
class ComparedForm(BaseForm):
    """Which earlier thing stands beside this one."""

    avec = forms.ModelChoiceField(
        label="Comparer avec", queryset=None, required=False, empty_label="Rien d’antérieur"
    )

    def __init__(self, *args: Any, earlier: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_compare_%s", **kwargs)  # the questions name it too
        self.fields["avec"].queryset = earlier

    def chosen(self) -> Model | None:
        """The one asked for; without an answer, the nearest to a year before."""
        if "avec" in self.data and self.is_valid():
            return self.cleaned_data["avec"]
        return self.fields["avec"].queryset.first()


class CheckForm(BaseModelForm):
    """Each question, or the word that it is public-service information."""

    class Meta:
        model = NeutralityCheck
        fields = ("is_public_service", *NeutralityCheck.QUESTIONS, "note")
        widgets = {
            **dict.fromkeys(NeutralityCheck.QUESTIONS, forms.RadioSelect),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            **NeutralityCheck.QUESTIONS,
            "is_public_service": "C’est une information de service public : rien d’autre à vérifier",
            "note": "Remarque",
        }
        help_texts = {
            "is_public_service": "Travaux, coupures, horaires, alertes, état civil, inscriptions…",
            "note": "Nécessaire quand un point est à revoir : que changer ?",
        }

    avec = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, earlier: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["avec"].queryset = earlier
        for name in NeutralityCheck.QUESTIONS:
            self.fields[name].choices = NeutralityCheck.Answer.choices

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("is_public_service"):
            data |= dict.fromkeys(NeutralityCheck.QUESTIONS, "")
            return data
        for name in NeutralityCheck.QUESTIONS:
            if not data.get(name) and name not in self.errors:
                self.add_error(name, "Répondez, ou dites que c’est une information de service public.")
        if NeutralityCheck.Answer.NO in data.values() and not data.get("note"):
            self.add_error("note", "Un point est à revoir : écrivez quoi changer.")
        return data

    @property
    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}

    def _post_clean(self) -> None:
        """The row is written by the action, whole; nothing is put together here."""


# --- the year ------------------------------------------------------------------------------------------
class YearForm(FilterForm):
    """Three years back, as many ahead: what is further away isn't decided."""

    SPAN = 3

    annee = forms.TypedChoiceField(label="Année", coerce=int)

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.this_year = this_year
        years = range(this_year - self.SPAN, this_year + self.SPAN + 1)
        self.fields["annee"].choices = [(year, str(year)) for year in years]

    @property
    def year(self) -> int:
        return self.chosen.get("annee") or self.this_year
