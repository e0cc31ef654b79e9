"""Which year, by what."""

from typing import Any

from django import forms

from budget.analysis import Axis
from budget.models import FiscalYear
from comms.forms import FilterForm


class AnalysisFilter(FilterForm):
    """Without a year, the one that is spent now; without an axis, the provider."""

    year = forms.ModelChoiceField(FiscalYear.objects.all(), label="Exercice", to_field_name="year")
    by = forms.ChoiceField(label="Présenter", choices=Axis)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].empty_label = "En cours"
        self.fields["by"].choices = Axis.choices

    @property
    def shown_year(self) -> FiscalYear | None:
        return self.chosen.get("year") or FiscalYear.objects.usual()

    @property
    def axis(self) -> Axis:
        return Axis(self.chosen.get("by") or Axis.PROVIDER)

    @property
    def parameters(self) -> dict[str, Any]:
        """What the address says of both."""
        year = self.shown_year
        return {"year": year.year if year else "", "by": self.axis.value}
