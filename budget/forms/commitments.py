"""What is set aside before an order: committed, amended, given back; and the list's filters."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from budget.forms.fields import DerogatingForm, LineField, reason_field
from budget.models import Commitment, CommitmentState, FiscalYear, Line
from comms.forms import BaseForm, FilterForm, FrancsField
from comms.people.models import Department
from comms.validators import one_line


class CommitForm(DerogatingForm):
    line = LineField()
    amount = FrancsField(label="Montant (F CFP)")
    label = forms.CharField(label="Objet", max_length=200, validators=[one_line])
    provider_name = forms.CharField(
        label="Prestataire", max_length=160, required=False, validators=[one_line]
    )
    department = forms.ModelChoiceField(
        Department.objects.all(),
        label="Pour la direction",
        required=False,
        empty_label="Aucune en particulier",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines = Line.objects.open_to_commitments().for_list()
        self.fields["line"].queryset = lines
        if not lines.exists():
            self.fields[
                "line"
            ].help_text = "Aucun exercice n’est ouvert : il s’ouvre une fois son budget primitif voté."


class AmendForm(DerogatingForm):
    amount = FrancsField(label="Nouveau montant (F CFP)")
    reason = reason_field("Pourquoi")


class ReleaseForm(BaseForm):
    reason = reason_field("Pourquoi (facultatif)", required=False)


class ReopenForm(DerogatingForm):
    reason = reason_field("Pourquoi")


class CommitmentFilter(FilterForm):
    SITUATIONS = (("outstanding", "Facture attendue"), ("derogatory", "Par dérogation"))
    q = forms.CharField(label="Rechercher", max_length=100)
    year = forms.ModelChoiceField(FiscalYear.objects.all(), label="Exercice", to_field_name="year")
    situation = forms.ChoiceField(label="Situation", choices=SITUATIONS)
    state = forms.ChoiceField(label="État", choices=CommitmentState)
    line = forms.ModelChoiceField(Line.objects.select_related("fiscal_year"), label="Ligne")
    department = forms.ModelChoiceField(Department.objects.all(), label="Direction")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].label_from_instance = lambda line: f"{line.label} ({line.fiscal_year.year})"

    def filter_q(self, rows: QuerySet[Commitment], words: str) -> QuerySet[Commitment]:
        return rows.search(words)

    def filter_year(self, rows: QuerySet[Commitment], year: FiscalYear) -> QuerySet[Commitment]:
        return rows.of_year(year)

    def filter_situation(self, rows: QuerySet[Commitment], situation: str) -> QuerySet[Commitment]:
        return getattr(rows, situation)()
