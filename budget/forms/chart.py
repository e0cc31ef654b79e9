"""The chart of a year and its lines: an account, a line, a line shared out."""

from typing import Any

from django import forms

from budget.actions import Share
from budget.models import Account, ControlMode, FiscalYear, Line
from comms.forms import BaseForm, BaseModelForm, FrancsField
from comms.lines import FormWithLines, lines_of
from comms.people.models import Department
from comms.validators import one_line


class AccountForm(BaseModelForm):
    class Meta:
        model = Account
        fields = ["section", "chapter", "article", "function", "label", "is_reception"]


class DepartmentField(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        usual = {"label": "Direction", "required": False, "empty_label": "La cellule"}
        super().__init__(Department.objects.all(), **(usual | kwargs))


class LineForm(BaseForm):
    account = forms.ModelChoiceField(Account.objects.none(), label="Compte", empty_label="Choisir…")
    label = forms.CharField(label="Libellé", max_length=160, validators=[one_line])
    department = DepartmentField()
    operation = forms.CharField(label="Opération", max_length=120, required=False, validators=[one_line])
    mode = forms.ChoiceField(
        label="Au-delà du disponible",
        choices=ControlMode,
        widget=forms.RadioSelect,
        initial=ControlMode.BLOCK,
        help_text="Bloquer refuse l’engagement, sauf dérogation ; avertir le laisse passer et le dit.",
    )

    def __init__(self, *args: Any, fiscal_year: FiscalYear, line: Line | None = None, **kwargs: Any) -> None:
        if line:
            names = ("label", "department", "operation", "mode")
            kwargs["initial"] = {name: getattr(line, name) for name in names}
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = fiscal_year.accounts.all()
        self.fields["account"].help_text = "S’il manque, ajoutez-le d’abord au plan."
        if line:
            del self.fields["account"]


class ShareForm(BaseForm):
    label = forms.CharField(label="Libellé", max_length=160, required=False, validators=[one_line])
    amount = FrancsField(label="Montant (F CFP)", required=False)
    department = DepartmentField()
    operation = forms.CharField(label="Opération", max_length=120, required=False, validators=[one_line])

    def clean(self) -> dict[str, Any]:
        typed = super().clean()
        if typed.get("label") and not typed.get("amount") and "amount" not in self.errors:
            self.add_error("amount", "Écrivez un montant, ou videz la ligne.")
        return typed


ShareLines = lines_of(ShareForm, "label", extra=2)


class SplitForms(FormWithLines):
    """Shares alone: what is wrong with all of them together stands above."""

    has_required_fields = False

    def __init__(self, data: Any) -> None:
        super().__init__(BaseForm(data), ShareLines(data, prefix="shares"))

    @property
    def cleaned_data(self) -> dict[str, list[Share]]:
        return {"shares": [Share(**row) for row in self.lines.lines()]}
