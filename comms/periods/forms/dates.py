"""The year on the page, and the polls, bridges and holidays that make it."""

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db.models import Q, QuerySet

from comms.calendar.forms import PollForm
from comms.calendar.models import ClosedDay, Poll
from comms.forms import BaseModelForm, FilterForm
from comms.validators import one_line


class YearForm(FilterForm):
    """Three years back, as many ahead: what is further away isn't decided."""

    SPAN = 3

    annee = forms.TypedChoiceField(label="Année", coerce=int)

    def __init__(self, *args: Any, this_year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.this_year = this_year
        years = range(this_year - self.SPAN, this_year + self.SPAN + 1)
        self.fields["annee"].choices = [(year, str(year)) for year in years]

    @property
    def year(self) -> int:
        return self.chosen.get("annee") or self.this_year


class PollFilter(FilterForm):
    kind = forms.ChoiceField(label="Scrutin", choices=Poll.Kind)
    annee = forms.IntegerField(label="Année", min_value=1950, max_value=2150)

    def filter_annee(self, polls: QuerySet, year: int) -> QuerySet:
        """Those whose window or days touch the year."""
        return polls.filter(window_starts_on__lte=date(year, 12, 31)).filter(
            Q(window_ends_on__gte=date(year, 1, 1)) | Q(held_on__gte=date(year, 1, 1))
        )


class PollDatesForm(BaseModelForm, PollForm):
    layout = Layout(
        "kind",
        "territory",
        Row(Column("held_on", css_class="col-md-6"), Column("second_round_on", css_class="col-md-6")),
        Row(Column("window_starts_on", css_class="col-md-6"), Column("window_ends_on", css_class="col-md-6")),
        "concern",
        "adds_cabinet_step",
        "source",
        "is_active",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("territory", "source"):
            self.fields[name].validators.append(one_line)
        self.fields["source"].help_text = "Décret, arrêté, article de loi…"
        self.fields["is_active"].help_text = "Décoché : gardé ici, sans bandeau ni contrôle."

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class ClosedDayFilter(FilterForm):
    kind = forms.ChoiceField(label="Nature", choices=ClosedDay.Kind)
    annee = forms.IntegerField(label="Année", min_value=1950, max_value=2150)

    def filter_annee(self, days: QuerySet, year: int) -> QuerySet:
        return days.overlapping(date(year, 1, 1), date(year, 12, 31))


class ClosedDayForm(BaseModelForm):
    layout = Layout(
        "kind",
        "label",
        Row(Column("starts_on", css_class="col-md-6"), Column("ends_on", css_class="col-md-6")),
        "source",
    )

    class Meta:
        model = ClosedDay
        fields = ("kind", "label", "starts_on", "ends_on", "source")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("label", "source"):
            self.fields[name].validators.append(one_line)
        self.fields["label"].help_text = "« Pont de l’Ascension », « Vacances de la première période »…"
        self.fields["ends_on"].help_text = "Ce jour-là compris."
        self.fields["kind"].help_text = "Un pont et une fermeture ne comptent pas dans les jours ouvrés."

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}
