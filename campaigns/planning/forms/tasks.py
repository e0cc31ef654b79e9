"""What people write of a task."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms

from campaigns.planning.actions.tasks import FACTS
from campaigns.planning.forms.actions import plausible_day
from campaigns.planning.models import Action, Task, TaskCheck
from comms.forms import BaseForm, BaseModelForm
from comms.people.models import User
from comms.validators import one_line

#: What a task that belongs to no action doesn't have.
IN_A_PLAN = ("after", "is_pinned")


class TaskForm(BaseModelForm):
    """One form for a new task and for an edited one; `action` bounds what it may come after."""

    seen_revision = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    class Meta:
        model = Task
        fields = [
            "title", "description", "owner", "due_on", "duration", "is_pinned", "needs_approval", "after",
        ]  # fmt: skip
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "after": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, action: Action | None, **kwargs: Any) -> None:
        self.layout = Layout(
            "seen_revision", "title", Row(Column("owner"), Column("due_on"), Column("duration")),
            "description", *(IN_A_PLAN if action else ()), "needs_approval",
        )  # fmt: skip
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.setdefault("seen_revision", self.instance.revision)
        self.fields["title"].validators.append(one_line)
        self.fields["due_on"].validators.append(plausible_day)
        self.fields["owner"].queryset = User.objects.active()
        self.fields["owner"].empty_label = "Personne encore"
        self.fields["after"].help_text = "Elle attend que celles-ci soient faites."
        self._choose_siblings(action)

    def _choose_siblings(self, action: Action | None) -> None:
        siblings = action.tasks.kept().exclude(pk=self.instance.pk) if action else Task.objects.none()
        self.fields["after"].queryset = siblings
        if action is None:
            for name in IN_A_PLAN:
                del self.fields[name]

    def clean_duration(self) -> int:
        duration = self.cleaned_data["duration"]
        if not 1 <= duration <= 400:
            raise forms.ValidationError("Une durée va de 1 à 400 jours ouvrés.")
        return duration

    @property
    def facts(self) -> dict[str, Any]:
        return {
            name: self.cleaned_data[name]
            for name in FACTS
            if name in self.fields and name in self.cleaned_data
        }


class OutcomeForm(BaseForm):
    """Finishing: what was made, read by whoever approves it."""

    outcome = forms.CharField(
        label="Ce qui a été fait", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Un lien, un chiffre, une phrase : ce que lira la personne qui valide, ou la suivante.",
    )  # fmt: skip


class CheckForm(BaseModelForm):
    class Meta:
        model = TaskCheck
        fields = ["text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="id_check_%s", **kwargs)  # the discussion has a text too
        self.fields["text"].label = "Ajouter un point"
        self.fields["text"].validators.append(one_line)
        self.fields["text"].error_messages["required"] = "Écrivez le point à vérifier."


class TickForm(BaseForm):
    is_done = forms.TypedChoiceField(
        choices=[("1", "fait"), ("0", "à faire")], coerce=lambda value: value == "1"
    )
