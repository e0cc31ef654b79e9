"""Choices that say more than a name, and the reasons that actions ask for."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from budget.models import BudgetRules, Line
from budget.permissions import may_derogate
from comms.formats import francs
from comms.forms import BaseForm
from comms.people.models import User


class LineField(forms.ModelChoiceField):
    """A line with its account and what is left on it."""

    def __init__(self, queryset: QuerySet[Line] | None = None, **kwargs: Any) -> None:
        kwargs = {"label": "Ligne", "empty_label": "Choisir…"} | kwargs
        super().__init__(Line.objects.none() if queryset is None else queryset, **kwargs)

    def label_from_instance(self, line: Line) -> str:
        where = f" · {line.department}" if line.department else ""
        return f"{line.account.code} {line.label}{where} : {francs(line.available)} disponibles"


def reason_field(label: str, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2000,
        required=required,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Dites pourquoi en quelques mots."},
    )


class DerogatingForm(BaseForm):
    """Asks for the reason of a derogation once the line has refused, of those who may give one."""

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if data is not None and "derogation_reason" in data:
            self._ask()

    def offer_derogation(self, user: User) -> None:
        if may_derogate(user, head_may=BudgetRules.current().head_may_derogate):
            self._ask()

    def _ask(self) -> None:
        field = reason_field("Motif de la dérogation", required=False)
        field.help_text = "Pour passer outre : la dérogation est visible de tous, avec votre nom."
        self.fields["derogation_reason"] = field
