"""A decision as it is typed: its words and its lines, read together; then what becomes of it."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from budget.forms.fields import LineField, reason_field
from budget.models import Decision, DecisionKind, DecisionState, FiscalYear, Line
from comms.calendar.working_days import local_today
from comms.forms import BaseForm, FilterForm, FrancsField
from comms.lines import FormWithLines, lines_of
from comms.validators import one_line


class DecisionForm(BaseForm):
    kind = forms.ChoiceField(label="Nature", choices=DecisionKind)
    title = forms.CharField(
        label="Intitulé", max_length=200, validators=[one_line], help_text="« Film demandé par le conseil »."
    )
    motive = forms.CharField(
        label="Motif", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecisionLineForm(BaseForm):
    line = LineField(required=False)
    amount = FrancsField(label="Montant (F CFP)", signed=True, required=False)

    def __init__(self, *args: Any, lines: QuerySet[Line], choices: list[Any], **kwargs: Any) -> None:
        """`choices` are those of `lines`, read once for all of the form's lines."""
        super().__init__(*args, **kwargs)
        self.fields["line"].queryset = lines
        self.fields["line"].widget.choices = choices

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("line") and not typed.get("amount") and "amount" not in self.errors:
            self.add_error("amount", "Écrivez un montant, ou videz la ligne.")
        return typed


ShareLines = lines_of(DecisionLineForm, "line", extra=3, most=150)


class DecisionForms(FormWithLines):
    """Everything on the page that writes a decision of this year, or changes this one."""

    def __init__(self, data: Any, fiscal_year: FiscalYear, decision: Decision | None = None) -> None:
        form = DecisionForm(data, initial=_words(decision))
        if decision:
            del form.fields["kind"]
        offered = Line.objects.of_year(fiscal_year).for_list()
        choices = list(LineField(offered).choices)
        self.has_lines = len(choices) > 1  # the first one is « Choisir… »
        lines = ShareLines(
            data, prefix="lines", initial=_shares(decision),
            form_kwargs={"lines": offered, "choices": choices},
        )  # fmt: skip
        super().__init__(form, lines)

    @property
    def cleaned_data(self) -> dict[str, Any]:
        shares = {row["line"]: row["amount"] for row in self.lines.lines()}
        return {**self.form.cleaned_data, "lines": shares}


def _words(decision: Decision | None) -> dict[str, str]:
    return {"title": decision.title, "motive": decision.motive} if decision else {}


def _shares(decision: Decision | None) -> list[dict[str, Any]]:
    return list(decision.lines.values("line", "amount")) if decision else []


class PassForm(BaseForm):
    on = forms.DateField(label="Votée ou prise le")
    act = forms.CharField(
        label="Délibération ou arrêté", max_length=120, required=False, validators=[one_line],
        help_text="Son numéro, s’il y en a un.",
    )  # fmt: skip

    def clean_on(self) -> date:
        if self.cleaned_data["on"] > local_today():
            raise forms.ValidationError("Ce jour n’est pas encore venu : notez le vote quand il a eu lieu.")
        return self.cleaned_data["on"]


class CounterForm(BaseForm):
    reason = reason_field("Pourquoi")


class DecisionFilter(FilterForm):
    q = forms.CharField(label="Rechercher", max_length=100)
    year = forms.ModelChoiceField(FiscalYear.objects.all(), label="Exercice", to_field_name="year")
    kind = forms.ChoiceField(label="Nature", choices=DecisionKind)
    state = forms.ChoiceField(label="État", choices=DecisionState)

    def filter_q(self, rows: QuerySet[Decision], words: str) -> QuerySet[Decision]:
        return rows.search(words)

    def filter_year(self, rows: QuerySet[Decision], year: FiscalYear) -> QuerySet[Decision]:
        return rows.filter(fiscal_year=year)
