from collections import Counter
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Field
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from comms.approvals.models import Circuit, CircuitStep, approvable_models
from comms.people.admin_rights import RoleModelAdmin, RoleStackedInline
from comms.people.models import Role, User

EDITORS = (Role.HEAD, Role.CABINET)


class CircuitForm(forms.ModelForm):
    """The kinds are those of the things that are installed."""

    class Meta:
        model = Circuit
        fields = ["kind", "label", "is_usual", "is_active", "allows_own_version"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            kinds = [(kind, model.approval_label) for kind, model in approvable_models().items()]
            self.fields["kind"] = forms.ChoiceField(label="Nature", choices=kinds)


MOST_STEPS = 20


class StepForm(forms.ModelForm):
    def _get_validation_exclusions(self) -> set[str]:
        """Two steps may change places: their ranks are compared with each other, not with the saved rows."""
        return super()._get_validation_exclusions() | {"position"}

    def clean_position(self) -> int:
        """The model's own limits aren't asked, for the reason above."""
        position = self.cleaned_data["position"]
        if position > MOST_STEPS:
            raise forms.ValidationError(f"Un circuit a {MOST_STEPS} étapes au plus.")
        return position


class StepFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        kept = [form for form in kept if not self._should_delete_form(form)]
        if not kept:
            raise forms.ValidationError("Un circuit a au moins une étape.")
        ranks = Counter(form.cleaned_data.get("position") for form in kept if form.is_valid())
        if any(count > 1 for count in ranks.values()):
            raise forms.ValidationError("Deux étapes ont le même rang.")


class StepInline(RoleStackedInline):
    """Stacked: each field has its label, which the tabular one only shows to those who see."""

    model = CircuitStep
    form = StepForm
    formset = StepFormSet
    editors = deleters = EDITORS
    fields = ["position", ("role", "person"), ("delay_working_days", "reminder_every")]

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "person":
            field.queryset = User.objects.active()
            field.widget.can_add_related = field.widget.can_change_related = False
            field.widget.can_view_related = False  # accounts are kept elsewhere
        return field


@admin.register(Circuit)
class CircuitAdmin(RoleModelAdmin):
    """Who says yes to what. An approval under way keeps the steps it started with."""

    form = CircuitForm
    inlines = [StepInline]
    editors = EDITORS
    list_display = ["label", "steps_in_words", "is_usual", "allows_own_version", "is_active"]
    list_filter = ["is_active"]

    @admin.display(description="étapes")
    def steps_in_words(self, circuit: Circuit) -> str:
        return " → ".join(step.who for step in circuit.steps.all()) or "aucune étape"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("steps__person")
