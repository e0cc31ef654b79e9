from typing import Any

from django import forms

from comms.forms import FilterForm


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
