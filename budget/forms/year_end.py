"""What becomes of each commitment that has no invoice yet, when its year closes."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField

from budget.models import Commitment, Line, YearEnd
from comms.forms import BaseForm

UNDECIDED = ("", "Choisir…")


class Asked(NamedTuple):
    commitment: Commitment
    field: BoundField


class AskedLine(NamedTuple):
    line: Line
    remaining: int
    asked: list[Asked]


class YearEndForm(BaseForm):
    """One choice a commitment, and one for all those left without; the commitments come by line."""

    others = forms.ChoiceField(
        label="Pour ceux que vous laissez sans choix",
        choices=[UNDECIDED, *YearEnd.choices],
        required=False,
        help_text="Une fois pour tous, quand la plupart ont le même sort.",
    )

    def __init__(self, data: Any = None, *, commitments: Iterable[Commitment], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.commitments = list(commitments)
        for row in self.commitments:
            self.fields[_name(row)] = forms.ChoiceField(
                label=f"Sort de {row.document_reference}",
                choices=[UNDECIDED, *YearEnd.choices],
                required=False,
                widget=forms.Select(
                    attrs={"class": "form-select", "aria-label": f"Sort de {row.document_reference}"}
                ),
            )

    def by_line(self) -> Iterator[AskedLine]:
        for line, rows in groupby(self.commitments, key=lambda row: row.line):
            asked = [Asked(row, self[_name(row)]) for row in rows]
            yield AskedLine(line, sum(row.commitment.remaining for row in asked), asked)

    def clean(self) -> dict[str, Any]:
        """`choices`: the commitments that have one."""
        typed = super().clean()
        others = typed.get("others", "")
        chosen = {row: typed.get(_name(row)) or others for row in self.commitments}
        return {"choices": {row: choice for row, choice in chosen.items() if choice}}


def _name(commitment: Commitment) -> str:
    return f"choice_{commitment.pk}"
