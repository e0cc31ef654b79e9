from datetime import date
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms

from campaigns.strategy.actions.campaigns import AUDIENCE_FIELDS, CAMPAIGN_FIELDS
from campaigns.strategy.forms.plans import MAX_TEXT, AudiencesForm
from campaigns.strategy.models import Audience, Campaign, Objective, Side
from comms.forms import BaseModelForm, FilterForm
from comms.people.models import UNIT_ROLES, User


class CampaignForm(AudiencesForm):
    layout = Layout(
        "title",
        "objective",
        Row(Column("starts_on", css_class="col-md-6"), Column("ends_on", css_class="col-md-6")),
        "summary",
        "audiences",
        Row(Column("envelope", css_class="col-md-6"), Column("lead", css_class="col-md-6")),
        "result",
    )

    class Meta:
        model = Campaign
        fields = [*CAMPAIGN_FIELDS, "audiences"]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3, "maxlength": MAX_TEXT}),
            "result": forms.Textarea(attrs={"rows": 4, "maxlength": MAX_TEXT}),
            "audiences": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        campaign = self.instance
        objectives = Objective.objects.proposed(campaign.objective_id).select_related("axis")
        self.fields["objective"].queryset = objectives
        self.fields["objective"].empty_label = "Aucun pour l’instant"
        people = User.objects.holding(*UNIT_ROLES)
        if campaign.lead_id:
            people = people | User.objects.filter(pk=campaign.lead_id)
        self.fields["lead"].queryset = people.distinct()
        self.fields["lead"].empty_label = "Personne encore"
        if not campaign.pk or campaign.starts_on > today:
            del self.fields["result"]
        if "audiences" not in self.fields or "result" not in self.fields:
            self.layout = _without(self.layout, self.fields)


def _without(layout: Layout, fields: dict[str, Any]) -> Layout:
    """The layout without the plain names of fields that this form doesn't have."""
    return Layout(*(item for item in layout.fields if not isinstance(item, str) or item in fields))


class AudienceForm(BaseModelForm):
    layout = Layout(
        Row(Column("name", css_class="col-md-8"), Column("side", css_class="col-md-4")),
        Row(Column("size", css_class="col-md-4"), Column("size_source", css_class="col-md-8")),
        "where_reached",
        "is_active",
    )

    class Meta:
        model = Audience
        fields = AUDIENCE_FIELDS
        widgets = {"where_reached": forms.Textarea(attrs={"rows": 3, "maxlength": MAX_TEXT})}


class CampaignFilter(FilterForm):
    q = forms.CharField(label="Rechercher", max_length=200)
    phase = forms.ChoiceField(
        label="Période",
        choices=[
            ("to_come", "À venir"),
            ("under_way", "En cours"),
            ("over", "Terminées"),
            ("awaiting_result", "Résultat à écrire"),
        ],
    )
    objective = forms.ModelChoiceField(
        label="Objectif", queryset=Objective.objects.filter(campaigns__isnull=False).distinct()
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def filter_q(self, queryset: Any, value: str) -> Any:
        return queryset.filter(title__unaccent__icontains=value)

    def filter_phase(self, queryset: Any, value: str) -> Any:
        return getattr(queryset, value)(self.today)


class AudienceFilter(FilterForm):
    q = forms.CharField(label="Rechercher", max_length=120)
    side = forms.ChoiceField(label="Volet", choices=Side)

    def filter_q(self, queryset: Any, value: str) -> Any:
        return queryset.filter(name__unaccent__icontains=value)
