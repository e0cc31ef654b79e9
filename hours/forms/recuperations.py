from typing import Any

from crispy_forms.layout import Column, Div, Layout, Row
from django import forms

from comms.forms import BaseForm
from comms.validators import one_line
from hours.fields import MinutesField
from hours.forms.entries import AnswerForm, ReasonForm
from hours.models import Recuperation, RecuperationState, TimeEntry

OTHER = "other"


class RecuperationForm(BaseForm):
    """A day, half a day, or some hours; how long the usual day is, the dated rules say."""

    layout = Layout(
        "day",
        Div("length", css_class="chips"),
        Row(Column("minutes", css_class="col-md-6"), Column("starts_at", css_class="col-md-6")),
        "note",
    )

    day = forms.DateField(
        label="Jour",
        error_messages={"required": "Choisissez le jour.", "invalid": "Cette date n’est pas lisible."},
    )
    length = forms.ChoiceField(
        label="Combien de temps",
        widget=forms.RadioSelect,
        choices=[("day", "La journée"), ("half", "Une demi-journée"), (OTHER, "Une autre durée")],
        initial="day",
        error_messages={"required": "Choisissez la durée."},
    )
    minutes = MinutesField(label="Durée", required=False, help_text="Pour une autre durée : « 3 h 30 ».")
    starts_at = forms.TimeField(label="À partir de", required=False, help_text="Facultatif.")
    note = forms.CharField(label="Précision", required=False, max_length=200, validators=[one_line])

    def __init__(self, *args: Any, usual_minutes: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lengths = {"day": usual_minutes, "half": usual_minutes // 2}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        length = data.get("length")
        if length in self.lengths:
            data["minutes"] = self.lengths[length]
        elif length == OTHER and not data.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", "Écrivez la durée, par exemple « 3 h 30 ».")
        if (data.get("minutes") or 0) > 24 * 60:
            self.add_error("minutes", "Une récupération dure une journée au plus.")
        return data

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "length"}


class RecuperationAnswerForm(AnswerForm):
    yes = RecuperationState.AGREED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [
            (RecuperationState.AGREED, "Accorder"),
            (RecuperationState.REFUSED, "Refuser"),
        ]
        self.fields["comment"].help_text = "Obligatoire pour refuser. La personne le reçoit."


class ChosenForm(BaseForm):
    """What was ticked in « À valider », among what waits for this person."""

    entry = forms.ModelMultipleChoiceField(queryset=TimeEntry.objects.none(), required=False)
    recuperation = forms.ModelMultipleChoiceField(queryset=Recuperation.objects.none(), required=False)

    GONE = "L’une de ces lignes n’attend plus votre réponse : voici ce qui attend encore."

    def __init__(self, *args: Any, entries: Any, recuperations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, waiting in (("entry", entries), ("recuperation", recuperations)):
            self.fields[name].queryset = waiting
            self.fields[name].error_messages |= {"invalid_choice": self.GONE, "invalid_pk_value": self.GONE}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and not data["entry"] and not data["recuperation"]:
            raise forms.ValidationError("Cochez d’abord ce que vous validez.")
        return data


class OverdraftForm(ReasonForm):
    layout = Layout("minutes", "reason")

    minutes = MinutesField(
        label="Jusqu’où sous zéro",
        help_text="« 8 h » laisse le solde descendre à −8 h ; « 0 » met fin au découvert.",
        error_messages={"required": "Écrivez une durée, par exemple « 8 h »."},
    )
