"""What happens to an invoice after it came in, each step as a short form."""

from typing import Any

from django import forms

from budget.forms.invoices import past_day
from comms.calendar.working_days import local_today
from comms.forms import BaseForm
from comms.validators import one_line


class ReasonForm(BaseForm):
    reason = forms.CharField(
        label="Pourquoi", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites pourquoi en quelques mots."},
    )  # fmt: skip


class DayForm(BaseForm):
    """A day, today unless another is said."""

    on = forms.DateField(label="Le", validators=[past_day])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": local_today()})
        super().__init__(*args, **kwargs)


class ReturnForm(DayForm):
    on = forms.DateField(label="Renvoyée le", validators=[past_day])
    reason = forms.CharField(
        label="Ce que le prestataire doit corriger", max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites au prestataire ce qu’il doit corriger."},
    )  # fmt: skip


class ReceiveForm(DayForm):
    on = forms.DateField(label="Reçue de nouveau le", validators=[past_day])


class MandateForm(DayForm):
    number = forms.CharField(label="Numéro du mandat", max_length=40, validators=[one_line])
    on = forms.DateField(label="Mandatée le", validators=[past_day])


class PaymentForm(DayForm):
    on = forms.DateField(label="Payée le", validators=[past_day])
