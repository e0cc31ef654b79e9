"""What a person types about a plan and its parts; each form's values go to one action."""

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db.models import Model, QuerySet

from campaigns.strategy.actions.changes import mark_of, text_of
from campaigns.strategy.actions.content import (
    AXIS_FIELDS,
    INDICATOR_FIELDS,
    MESSAGE_FIELDS,
    OBJECTIVE_FIELDS,
)
from campaigns.strategy.actions.plans import TEXT_FIELDS
from campaigns.strategy.models import Audience, Axis, Indicator, KeyMessage, Objective, Plan
from comms.forms import BaseForm, BaseModelForm
from comms.people.models import Role, User

MAX_TEXT = 5000


class Compared(NamedTuple):
    """A field that two persons wrote: what stands now, and what this one typed."""

    label: str
    theirs: str
    mine: str


class SeenForm(BaseModelForm):
    """Of what is there already: carries the mark of the words that the person began from."""

    text_fields: ClassVar[Sequence[str]]
    seen_text = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.setdefault("seen_text", mark_of(self.instance, self.text_fields))
        else:
            del self.fields["seen_text"]

    def begin_again_from(self, row: Model) -> list[Compared]:
        """What was typed stays; saved once more, it is written over `row`, seen now. The differences."""
        self.data = self.data.copy()
        self.data["seen_text"] = mark_of(row, self.text_fields)
        typed = [name for name in self.text_fields if name in self.fields]
        theirs = text_of(row, typed)
        pairs = [(self.fields[name].label, theirs[name], self._typed(name)) for name in typed]
        return [Compared(*pair) for pair in pairs if pair[1] != pair[2]]

    def _typed(self, name: str) -> str:
        value = self.cleaned_data.get(name)
        if isinstance(value, QuerySet):
            return ", ".join(sorted(str(row) for row in value))
        return text_of(self.instance, [name])[name]


class PlanForm(SeenForm):
    text_fields = TEXT_FIELDS
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


class AxisForm(SeenForm):
    text_fields = AXIS_FIELDS

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


class ObjectiveForm(AudiencesForm, SeenForm):
    text_fields = OBJECTIVE_FIELDS

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


class MessageForm(AudiencesForm, SeenForm):
    text_fields = MESSAGE_FIELDS

    class Meta:
        model = KeyMessage
        fields = ("text", "side", "audiences", "position")
        widgets = {"text": forms.Textarea(attrs={"rows": 2}), "audiences": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            del self.fields["position"]


class IndicatorForm(SeenForm):
    text_fields = INDICATOR_FIELDS
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
