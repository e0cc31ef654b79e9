"""What is typed during a crisis, and in its messages."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from comms.forms import BaseForm, BaseModelForm
from comms.periods.models import CrisisMessage, Level
from comms.validators import one_line


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
