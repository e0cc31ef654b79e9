from typing import Any

from django import forms
from django.db.models import QuerySet

from campaigns.planning.models import Action
from campaigns.strategy.models import Objective
from comms.forms import BaseForm, FilterForm


class YearFilter(FilterForm):
    annee = forms.TypedChoiceField(label="Année", coerce=int)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual = years[0]
        self.fields["annee"].choices = [(year, str(year)) for year in years]

    @property
    def year(self) -> int:
        """The asked one, else the latest."""
        return self.chosen.get("annee", self.usual)


class LinkForm(BaseForm):
    """Ticked actions, and the objective of the plan in force that they serve."""

    action = forms.ModelMultipleChoiceField(
        Action.objects.none(), error_messages={"required": "Cochez d’abord des actions."}
    )
    objective = forms.ModelChoiceField(
        Objective.objects.none(),
        label="Objectif",
        empty_label="Choisir…",
        error_messages={"required": "Choisissez d’abord l’objectif qu’elles servent."},
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(
        self, *args: Any, actions: QuerySet[Action], objectives: QuerySet[Objective], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["action"].queryset = actions
        self.fields["objective"].queryset = objectives
