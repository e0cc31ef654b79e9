"""An action that comes again, in words; and what happens to one of its days."""

from datetime import date, timedelta
from itertools import islice
from typing import Any, ClassVar

from django import forms

from campaigns.planning.models import Series
from campaigns.planning.recurrence import Frequency, MonthlyWay, Wish, days_from, wish_of
from comms.calendar.working_days import local_today
from comms.formats import WEEKDAYS
from comms.forms import BaseForm, BaseModelForm
from comms.validators import one_line

#: A date further away than this is a slip of the finger.
FURTHEST = timedelta(days=366 * 30)
FACTS = (
    "title", "description", "kind", "template", "lead", "objective", "campaign", "audiences", "departments",
    "place", "zone", "days", "foreseen_cost", "decided_by", "decided_on", "on_closed_days", "is_confidential",
)  # fmt: skip


class SeriesFactsForm(BaseModelForm):
    """What the next occurrences are made of; those that are made already stay as they are."""

    class Meta:
        model = Series
        fields = FACTS
        widgets: ClassVar = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "audiences": forms.CheckboxSelectMultiple,
            "departments": forms.SelectMultiple(attrs={"size": 5}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "place", "zone", "decided_by"):
            self.fields[name].validators.append(one_line)
        self.fields["days"].max_value = 60
        self.fields["on_closed_days"].help_text = "Férié, pont, samedi ou dimanche."
        if not self.fields["audiences"].queryset.exists():
            del self.fields["audiences"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("decided_by") and "decided_on" in data and not data["decided_on"]:
            self.add_error("decided_on", "Donnez aussi le jour de la décision.")
        return data

    @property
    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in FACTS if name in self.cleaned_data}


class RhythmForm(BaseForm):
    """When it comes again, from which day on."""

    ENDS = (("never", "Sans fin prévue"), ("until", "Jusqu’au"), ("count", "Après un nombre de fois"))

    starts_on = forms.DateField(label="Première fois", widget=forms.DateInput)
    frequency = forms.ChoiceField(label="Revient chaque", choices=Frequency.choices)
    interval = forms.IntegerField(
        label="Toutes les combien", min_value=1, max_value=24, initial=1,
        help_text="1 : chaque fois ; 2 : une semaine (un mois, une année) sur deux.",
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label="Jours de la semaine", choices=list(enumerate(WEEKDAYS)), coerce=int, required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Pour un rendez-vous de chaque semaine ; sans réponse, le jour de la première fois.",
    )  # fmt: skip
    way = forms.ChoiceField(
        label="Chaque mois", choices=MonthlyWay.choices, initial=MonthlyWay.DATE, widget=forms.RadioSelect,
        required=False,
    )  # fmt: skip
    ends = forms.ChoiceField(label="Fin", choices=ENDS, initial="never", widget=forms.RadioSelect)
    until = forms.DateField(label="Dernier jour", required=False, widget=forms.DateInput)
    count = forms.IntegerField(label="Nombre de fois", required=False, min_value=1, max_value=500)

    def clean_starts_on(self) -> date:
        day = self.cleaned_data["starts_on"]
        if abs(day - local_today()) > FURTHEST:
            raise forms.ValidationError("Vérifiez l’année.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        ends, until, start = data.get("ends"), data.get("until"), data.get("starts_on")
        if ends == "until" and "until" in data and not until:
            self.add_error("until", "Donnez le dernier jour.")
        elif ends == "until" and until and start and not start <= until <= start + FURTHEST:
            self.add_error("until", "Le dernier jour vient après la première fois, dans les trente ans.")
        if ends == "count" and "count" in data and not data["count"]:
            self.add_error("count", "Dites combien de fois.")
        return data

    @property
    def wish(self) -> Wish:
        data = self.cleaned_data
        return Wish(
            frequency=data["frequency"],
            interval=data["interval"],
            weekdays=tuple(data["weekdays"]),
            way=data["way"] or MonthlyWay.DATE,
            until=data["until"] if data["ends"] == "until" else None,
            count=data["count"] if data["ends"] == "count" else None,
        )


class NewRhythmForm(RhythmForm):
    """Of a series that runs: from a day to come, within a year."""

    field_order = ("starts_on", "frequency", "interval", "weekdays", "way", "ends", "until", "count")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].label = "À partir du"
        self.fields["starts_on"].help_text = "La première fois du nouveau rythme ; d’ici là, rien ne change."

    def clean_starts_on(self) -> date:
        day, today = self.cleaned_data["starts_on"], local_today()
        if not today <= day <= today + timedelta(days=366):
            raise forms.ValidationError("Le nouveau rythme commence aujourd’hui au plus tôt, dans l’année.")
        return day

    @classmethod
    def initial_of(cls, series: Series, today: date) -> dict[str, Any]:
        """The series' own rhythm, as it goes on from today."""
        wish = wish_of(series.rule)
        coming = list(islice(days_from(series.rule, series.starts_on, today), wish.count or 1))
        ends = "until" if wish.until else "count" if wish.count else "never"
        return {
            "starts_on": coming[0] if coming else today,
            "frequency": wish.frequency,
            "interval": wish.interval,
            "weekdays": list(wish.weekdays),
            "way": wish.way,
            "ends": ends,
            "until": wish.until,
            "count": max(len(coming), 1) if wish.count else None,
        }


class SeenRhythmForm(BaseForm):
    """The rule that the person knew when deciding."""

    seen_rule = forms.CharField(widget=forms.HiddenInput, max_length=200)


class SeriesForm(RhythmForm, SeriesFactsForm):
    field_order = (
        "title", "kind", "starts_on", "frequency", "interval", "weekdays", "way", "ends", "until", "count",
        "template", "lead",
    )  # fmt: skip


class SkipForm(BaseForm):
    reason = forms.CharField(label="Pourquoi", max_length=200, validators=[one_line])


class MoveOccurrenceForm(SkipForm):
    day = forms.DateField(label="Nouveau jour", widget=forms.DateInput)
    field_order = ("day", "reason")


class EndForm(BaseForm):
    on = forms.DateField(
        label="Plus rien à partir du", widget=forms.DateInput, help_text="Ce jour-là compris."
    )
    reason = forms.CharField(label="Pourquoi", max_length=200, validators=[one_line])
    cancel_made = forms.BooleanField(
        label="Annuler aussi les actions déjà créées à partir de ce jour", required=False, initial=True
    )
