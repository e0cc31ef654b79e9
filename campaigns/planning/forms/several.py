"""What is done to several actions or tasks at once, and a card's move on the board."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from campaigns.planning.models import Action, ActionState, Task
from campaigns.strategy.models import Campaign
from comms.forms import BaseForm
from comms.people.models import UNIT_ROLES, User
from comms.validators import one_line


class SeveralForm(BaseForm):
    everything = forms.BooleanField(required=False)
    filters = forms.CharField(required=False, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="plusieurs_%s", **kwargs)  # beside the filters of the same names


class ActionsForm(SeveralForm):
    WAYS = (
        ("lead", "Confier à"),
        ("campaign", "Ranger dans la campagne"),
        ("priority", "Donner la priorité"),
    )
    action = forms.ModelMultipleChoiceField(Action.objects.none(), required=False)
    way = forms.ChoiceField(choices=WAYS)
    lead = forms.ModelChoiceField(
        User.objects.holding(*UNIT_ROLES), label="Responsable", required=False, empty_label="Choisir…"
    )
    campaign = forms.ModelChoiceField(
        Campaign.objects.all(), label="Campagne", required=False, empty_label="Choisir…"
    )
    priority = forms.TypedChoiceField(
        label="Priorité", choices=[("", "Choisir…"), *Action.Priority.choices], coerce=int, required=False
    )

    def __init__(self, *args: Any, visible: QuerySet, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].queryset = visible
        for name in ("lead", "campaign", "priority"):
            self.fields[name].widget.attrs["class"] = "form-select"

    @property
    def change(self) -> dict[str, Any]:
        way = self.cleaned_data["way"]
        return {way: self.cleaned_data[way]}

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("everything") and not data.get("action"):
            raise forms.ValidationError("Cochez d’abord des actions.")
        if data.get("way") and not data.get(data["way"]):
            label = self.fields[data["way"]].label.lower()
            raise forms.ValidationError(f"Choisissez d’abord dans la liste : {label}.")
        return data


class TasksForm(SeveralForm):
    task = forms.ModelMultipleChoiceField(Task.objects.none(), required=False)
    way = forms.ChoiceField(choices=[("assign", "Confier à"), ("finish", "Marquer comme faites")])
    owner = forms.ModelChoiceField(
        User.objects.holding(*UNIT_ROLES), label="Qui", required=False, empty_label="Choisir…"
    )

    def __init__(self, *args: Any, visible: QuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["task"].queryset = visible
        self.fields["owner"].widget.attrs["class"] = "form-select"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not data.get("everything") and not data.get("task"):
            raise forms.ValidationError("Cochez d’abord des tâches.")
        if data.get("way") == "assign" and not data.get("owner"):
            raise forms.ValidationError("Choisissez à qui vous les confiez.")
        return data


class BoardMoveForm(BaseForm):
    to = forms.ChoiceField(choices=ActionState.choices, widget=forms.HiddenInput)
    filters = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Pourquoi", required=False, max_length=500, validators=[one_line],
        help_text="Se lit dans l’historique et sur la page de l’action.",
    )  # fmt: skip
