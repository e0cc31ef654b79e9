"""Finance's file: what is brought, and which of its lines are shown."""

from django import forms

from budget.models import Finding
from comms.forms import BaseForm, FilterForm, TableFileField


class FinanceFileForm(BaseForm):
    file = TableFileField(label="Fichier CSV ou XLSX")


class FindingFilter(FilterForm):
    finding = forms.ChoiceField(label="Constat", choices=Finding)
