from typing import Any

from django import forms

from budget.models import FiscalYear
from comms.forms import BaseForm


class YearForm(BaseForm):
    """The year that begins; usually with the chart and the lines of the one before it."""

    year = forms.IntegerField(
        label="Année", min_value=2000, max_value=2200,
        error_messages={
            "invalid": "Écrivez l’année sur quatre chiffres.",
            "min_value": "Écrivez l’année sur quatre chiffres.",
            "max_value": "Écrivez l’année sur quatre chiffres.",
        },
    )  # fmt: skip
    is_copied = forms.BooleanField(
        label="Reprendre le plan de comptes et les lignes de l’année d’avant, sans leurs crédits",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("is_copied") and "year" in typed:
            self.source = FiscalYear.objects.filter(year=typed["year"] - 1).first()
            if self.source is None:
                self.add_error("is_copied", f"L’exercice {typed['year'] - 1} n’existe pas : décochez.")
        return typed
