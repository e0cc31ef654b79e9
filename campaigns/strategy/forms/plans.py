"""What a person types about a plan and its parts; each form's values go to one action."""

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms

from campaigns.strategy.actions.content import INDICATOR_FIELDS
from campaigns.strategy.actions.plans import TEXT_FIELDS
from campaigns.strategy.models import Audience, Axis, Indicator, KeyMessage, Objective, Plan
from comms.forms import BaseForm, BaseModelForm
from comms.people.models import Role, User

MAX_TEXT = 5000


class PlanForm(BaseModelForm):
    layout = Layout(
        "title",
        Row(
            Column("span", css_class="col-md-4"),
            Column("starts_on", css_class="col-md-4"),
            Column("ends_on", css_class="col-md-4"),
        ),
        "ambition",
        "envelope",
    )

    class Meta:
        model = Plan
        fields = TEXT_FIELDS
        widgets = {"ambition": forms.Textarea(attrs={"rows": 4, "maxlength": MAX_TEXT})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["placeholder"] = "Plan de communication 2027"


class AxisForm(BaseModelForm):
    class Meta:
        model = Axis
        fields = ("title", "elected", "position")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.instance.elected_id
        elected = User.objects.holding(Role.ELECTED)
        self.fields["elected"].queryset = (
            elected | User.objects.filter(pk=chosen) if chosen else elected
        ).distinct()
        self.fields["elected"].empty_label = "Personne encore"
        if not self.instance.pk:
            del self.fields["position"]


class AudiencesForm(BaseModelForm):
    """What may be for some audiences: they are ticked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.instance.audiences.values_list("pk", flat=True) if self.instance.pk else ()
        self.fields["audiences"].queryset = Audience.objects.proposed(*kept)
        if not self.fields["audiences"].queryset.exists():
            del self.fields["audiences"]


class ObjectiveForm(AudiencesForm):
    class Meta:
        model = Objective
        fields = ("statement", "side", "axis", "audiences", "position")
        widgets = {
            "statement": forms.Textarea(attrs={"rows": 2}),
            "audiences": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["axis"].queryset = plan.axes.all()
        self.fields["axis"].empty_label = None
        if not self.instance.pk:
            del self.fields["position"]


class MessageForm(AudiencesForm):
    class Meta:
        model = KeyMessage
        fields = ("text", "side", "audiences", "position")
        widgets = {"text": forms.Textarea(attrs={"rows": 2}), "audiences": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            del self.fields["position"]


class IndicatorForm(BaseModelForm):
    layout = Layout(
        Row(Column("name", css_class="col-md-8"), Column("unit", css_class="col-md-4")),
        Row(
            Column("start_value", css_class="col-md-4"),
            Column("target_value", css_class="col-md-4"),
            Column("target_on", css_class="col-md-4"),
        ),
        Row(Column("computation", css_class="col-md-8"), Column("every_months", css_class="col-md-4")),
        "source",
        "is_followed",
    )

    class Meta:
        model = Indicator
        fields = [name for name in INDICATOR_FIELDS if name != "position"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("start_value", "target_value"):
            self.fields[name].localize = False
        choices = [("", "Non, quelqu’un saisit les mesures"), *Indicator.Computation.choices]
        self.fields["computation"].choices = choices


class ClosingForm(BaseForm):
    conclusion = forms.CharField(
        label="Ce que le plan a donné",
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Ce qui a marché, ce qui reste à faire. Le bilan chiffré se lit à part.",
        error_messages={"required": "Écrivez en quelques phrases ce que le plan a donné."},
    )


class ForceForm(BaseForm):
    """Which plan this person saw in force when deciding."""

    seen_in_force = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)
