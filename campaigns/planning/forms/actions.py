"""What people write of an action: its facts, its states, its new J0, its evaluation."""

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from campaigns.planning.models import Action, ActionState, Channel, Evaluation, PlanTemplate
from campaigns.strategy.models import Audience
from comms.forms import BaseForm, BaseModelForm
from comms.people.models import Department, User
from comms.validators import one_line

#: Between which years a day of an action is taken for a slip of the finger.
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


def plausible_day(day: date) -> None:
    if not EARLIEST <= day <= LATEST:
        raise forms.ValidationError("Vérifiez l’année de cette date.")


class NewActionForm(BaseModelForm):
    """Only the title is needed to start."""

    class Meta:
        model = Action
        fields = ["title", "kind", "starts_on", "ends_on"]

    layout = Layout("title", Row(Column("kind"), Column("starts_on"), Column("ends_on")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].validators.append(one_line)
        self.fields["starts_on"].label = "Jour de l’action (J0)"
        self.fields["starts_on"].help_text = "S’il est déjà connu."
        for name in ("starts_on", "ends_on"):
            self.fields[name].validators.append(plausible_day)

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields if name in self.cleaned_data}


class ActionForm(BaseModelForm):
    """All the facts; J0 isn't among them once a plan hangs on it."""

    seen_revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    class Meta:
        model = Action
        fields = [
            "title", "description", "kind", "priority", "starts_on", "ends_on", "place", "zone", "lead",
            "departments", "objective", "campaign", "audiences", "channels", "foreseen_cost", "origin",
            "decided_by", "decided_on", "is_confidential",
        ]  # fmt: skip
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "departments": forms.CheckboxSelectMultiple,
            "audiences": forms.CheckboxSelectMultiple,
            "channels": forms.CheckboxSelectMultiple,
        }

    layout = Layout(
        "seen_revision", "title", "description",
        Row(Column("kind"), Column("priority"), Column("lead")),
        Row(Column("starts_on"), Column("ends_on"), Column("foreseen_cost")),
        Row(Column("place"), Column("zone")),
        Fieldset("À quoi elle sert, pour qui", "objective", "campaign", "audiences", "channels"),
        Fieldset("D’où elle vient", Row(Column("origin"), Column("decided_by"), Column("decided_on"))),
        "departments", "is_confidential",
    )  # fmt: skip

    def __init__(self, *args: Any, has_plan: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen_revision", self.instance.revision)
        for name in ("title", "place", "zone", "decided_by"):
            self.fields[name].validators.append(one_line)
        for name in ("starts_on", "ends_on", "decided_on"):
            self.fields[name].validators.append(plausible_day)
        self.fields["lead"].queryset = User.objects.unit()
        self.fields["departments"].queryset = Department.objects.filter(is_active=True)
        self.fields["audiences"].queryset = Audience.objects.filter(is_active=True)
        self.fields["channels"].queryset = Channel.objects.filter(is_active=True)
        self.fields["foreseen_cost"].help_text = "En francs entiers."
        if has_plan:
            self.fields["starts_on"].disabled = True
            self.fields["starts_on"].help_text = "Un rétroplanning y tient : passez par « Déplacer J0 »."

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


class MoveForm(BaseForm):
    """A state that is one click away."""

    to = forms.ChoiceField(choices=ActionState.choices)


class ReasonForm(BaseForm):
    """Postponing, cancelling, dropping: nobody learns of it without the reason."""

    reason = forms.CharField(
        label="Motif", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez pourquoi : les personnes concernées le liront."},
    )  # fmt: skip


class NewDayForm(BaseForm):
    """Step one of moving J0: which day; nothing is written."""

    jour = forms.DateField(label="Nouveau J0", validators=[plausible_day])


class ShiftForm(BaseForm):
    """Step two: exactly the preview whose digest this is."""

    jour = forms.DateField(widget=forms.HiddenInput, validators=[plausible_day])
    seen = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Motif", max_length=500, required=False, help_text="Facultatif ; il reste dans l’historique."
    )


class TemplateChoiceForm(BaseForm):
    template = forms.ModelChoiceField(
        label="Modèle", queryset=PlanTemplate.objects.none(), empty_label="Choisir un modèle",
        error_messages={"required": "Choisissez un modèle.", "invalid_choice": "Modèle inconnu."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = PlanTemplate.objects.filter(is_active=True)


class EvaluationForm(BaseModelForm):
    class Meta:
        model = Evaluation
        fields = ["reach", "real_cost", "figures", "to_keep", "to_change"]
        widgets = {
            "figures": forms.Textarea(attrs={"rows": 3}),
            "to_keep": forms.Textarea(attrs={"rows": 3}),
            "to_change": forms.Textarea(attrs={"rows": 3}),
        }

    layout = Layout(Row(Column("reach"), Column("real_cost")), "figures", "to_keep", "to_change")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not any(value not in (None, "") for value in cleaned.values()):
            raise forms.ValidationError("Écrivez au moins un chiffre, un coût ou une phrase.")
        return cleaned
