from django import forms

from comms.forms import FilterForm
from desk.search import SOURCES


class SearchForm(FilterForm):
    """The one box of the top bar: its words and, once something is found, the kind to keep to."""

    q = forms.CharField(label="Rechercher", max_length=200)
    type = forms.ChoiceField(label="Type", choices=[(source.slug, source.label) for source in SOURCES])
