"""What happens to an invoice after it came in, each step as a short form."""

from typing import Any

from django import forms

from budget.actions import wrong_tax
from budget.forms.invoices import past_day
from budget.models import Invoice
from comms.calendar.working_days import local_today
from comms.forms import BaseForm
from comms.validators import one_line


class StepForm(BaseForm):
    """Of one invoice, which says what the boxes hold before anything is typed."""

    def __init__(self, *args: Any, invoice: Invoice, **kwargs: Any) -> None:
        super().__init__(*args, initial=self.first_values(invoice), **kwargs)

    @staticmethod
    def first_values(invoice: Invoice) -> dict[str, Any]:
        return {"on": local_today()}


class ReasonForm(StepForm):
    reason = forms.CharField(
        label="Pourquoi", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites pourquoi en quelques mots."},
    )  # fmt: skip


class ReturnForm(StepForm):
    on = forms.DateField(label="Renvoyée le", validators=[past_day])
    reason = forms.CharField(
        label="Ce que le prestataire doit corriger", max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Dites au prestataire ce qu’il doit corriger."},
    )  # fmt: skip

    @staticmethod
    def first_values(invoice: Invoice) -> dict[str, Any]:
        """What the invoice's own checks found wrong."""
        missing = ", ".join(mention.label for mention in invoice.missing_mentions)
        wrong = [wrong_tax(invoice), f"Mentions absentes : {missing}." if missing else ""]
        return StepForm.first_values(invoice) | {"reason": "\n".join(filter(None, wrong))}


class ReceiveForm(StepForm):
    on = forms.DateField(label="Reçue de nouveau le", validators=[past_day])


class MandateForm(StepForm):
    number = forms.CharField(label="Numéro du mandat", max_length=40, validators=[one_line])
    on = forms.DateField(label="Mandatée le", validators=[past_day])


class PaymentForm(StepForm):
    on = forms.DateField(label="Payée le", validators=[past_day])
