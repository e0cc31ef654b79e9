"""An invoice as somebody reads it on paper: its facts, its foot by rate, its check-list; and the filters."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.dateparse import parse_date

from budget.actions import InvoiceFacts, PrintedTax
from budget.errors import BudgetError, TaxGap
from budget.models import Invoice, InvoiceState, InvoiceTax, Mention, TaxCase, TaxRate
from comms.calendar.working_days import local_today
from comms.forms import BaseForm, ErrorLine, FilterForm, FrancsField
from comms.uploads import checked_pdf
from comms.validators import one_line

FIRST_DAY = date(2000, 1, 1)


def past_day(day: date) -> None:
    """A day that somebody can have read on a paper."""
    if not FIRST_DAY <= day <= local_today():
        raise forms.ValidationError("Vérifiez cette date : elle est à venir, ou bien trop ancienne.")


class InvoiceForm(BaseForm):
    """Everything but the taxes."""

    provider_name = forms.CharField(label="Prestataire", max_length=160, validators=[one_line])
    provider_ridet = forms.CharField(label="RIDET", max_length=20, required=False, validators=[one_line])
    number = forms.CharField(label="Numéro de la facture", max_length=60, validators=[one_line])
    issued_on = forms.DateField(label="Datée du", required=False, validators=[past_day])
    received_on = forms.DateField(label="Reçue le", validators=[past_day])
    tax_case = forms.ChoiceField(label="TGC", choices=TaxCase, widget=forms.RadioSelect)
    net = FrancsField(label="Montant HT")
    total = FrancsField(label="Montant TTC")
    as_printed = forms.BooleanField(
        label="C’est bien ce que la facture porte : l’enregistrer pour la renvoyer au prestataire",
        required=False,
    )
    mentions = forms.ModelMultipleChoiceField(
        Mention.objects.none(), label="Mentions présentes", required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    reception_purpose = forms.CharField(
        label="Objet de la réception", max_length=200, required=False, validators=[one_line]
    )
    reception_guests = forms.CharField(
        label="Convives", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Noms et qualités. Demandés quand la facture va sur un compte de réceptions.",
    )  # fmt: skip
    pdf = forms.FileField(
        label="PDF de la facture", required=False, help_text="15 Mo au plus.",
        widget=forms.FileInput(attrs={"accept": ".pdf,application/pdf"}),
        error_messages={"empty": "Ce fichier est vide.", "invalid": "Le fichier n’est pas arrivé."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentions"].queryset = Mention.objects.active()
        self.fields["provider_name"].widget.attrs["list"] = "prestataires-connus"

    def clean_pdf(self) -> Any:
        file = self.cleaned_data["pdf"]
        if file:
            checked_pdf(file)
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        issued_on, received_on = data.get("issued_on"), data.get("received_on")
        if issued_on and received_on and issued_on > received_on:
            self.add_error("issued_on", "Une facture n’est pas reçue avant d’être datée.")
        return data


class TaxForm(BaseForm):
    """The line of the foot for one rate; both boxes empty: the invoice doesn't have it."""

    base = FrancsField(required=False)
    printed = FrancsField(required=False, signed=True)

    def __init__(self, data: Mapping[str, Any] | None, *, rate: TaxRate, **kwargs: Any) -> None:
        super().__init__(data, prefix=f"rate-{rate.pk}", **kwargs)
        self.rate = rate
        self.fields["base"].label = f"Base HT à {rate.shown}"
        self.fields["printed"].label = f"TGC à {rate.shown}"

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        base, printed = data.get("base"), data.get("printed")
        if base and printed is None and "printed" not in self.errors:
            if self.rate.percent:
                self.add_error("printed", "Écrivez la TGC que la facture porte.")
            data["printed"] = 0
        elif printed is not None and (printed < 0 or not base):
            self.add_error("printed", "Une TGC a sa base, et n’est pas négative.")
        return data

    @property
    def tax(self) -> PrintedTax | None:
        """What was typed, once it can be read."""
        data = getattr(self, "cleaned_data", {})
        if not data.get("base") or data.get("printed") is None:
            return None
        return PrintedTax(self.rate, data["base"], data["printed"])

    @property
    def computed(self) -> int | None:
        return self.rate.tax_on(self.tax.base) if self.tax else None

    @property
    def gap(self) -> int:
        return self.tax.printed - self.computed if self.tax else 0


class InvoiceForms:
    """The whole page: the facts, and a line for each rate that was in force on the invoice's day."""

    def __init__(
        self, data: Any = None, files: Any = None, *, invoice: Invoice | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.data, self.is_bound = data, data is not None
        kept = _kept(invoice) if invoice else {"received_on": local_today(), "tax_case": TaxCase.RATES}
        self.facts = InvoiceForm(data, files, initial=kept | dict(initial or {}))
        self.day = self._day(invoice)
        taxes = {tax.rate_id: tax for tax in invoice.taxes.all()} if invoice else {}
        self.taxes = [
            TaxForm(data, rate=rate, initial=_kept_tax(taxes.get(rate.pk)))
            for rate in TaxRate.objects.in_force(self.day)
        ]
        self.offers_as_printed = bool(data and data.get("as_printed"))

    def _day(self, invoice: Invoice | None) -> date:
        if self.is_bound:
            typed = (_typed_day(self.data.get(name, "")) for name in ("issued_on", "received_on"))
            return next(filter(None, typed), local_today())
        return (invoice.issued_on or invoice.received_on) if invoice else local_today()

    def is_valid(self) -> bool:
        answers = [form.is_valid() for form in (self.facts, *self.taxes)]  # all of them, to show all errors
        if self._has_other_rates():
            self.facts.add_error(
                None, "Les taux ont changé avec la date de la facture : écrivez de nouveau la TGC de chacun."
            )
        return all(answers) and self.facts.is_valid()

    def _has_other_rates(self) -> bool:
        """Something was typed for a rate that wasn't in force on that day."""
        shown = {f"{form.prefix}-base" for form in self.taxes}
        return any(
            name.startswith("rate-") and name.endswith("-base") and value.strip() and name not in shown
            for name, value in self.data.items()
        )

    def check(self) -> None:
        """Say what doesn't agree, without saving anything."""
        if self.is_valid():
            try:
                InvoiceFacts(**self.printed).check()
            except BudgetError as refusal:
                self.refuse(refusal)

    def refuse(self, refusal: BudgetError) -> None:
        self.offers_as_printed = isinstance(refusal, TaxGap)
        self.facts.add_error(None, str(refusal))

    @property
    def printed(self) -> dict[str, Any]:
        """What InvoiceFacts asks for."""
        values = {
            name: value for name, value in self.facts.cleaned_data.items() if name not in ("pdf", "mentions")
        }
        return values | {"taxes": [form.tax for form in self.taxes if form.tax]}

    @property
    def values(self) -> dict[str, Any]:
        """What register_invoice and edit_invoice ask for."""
        facts = self.facts.cleaned_data
        return self.printed | {"pdf": facts["pdf"], "mentions": facts["mentions"]}

    @property
    def error_lines(self) -> list[ErrorLine]:
        return [line for form in (self.facts, *self.taxes) for line in form.error_lines]

    has_required_fields = True


def _typed_day(text: str) -> date | None:
    try:
        return parse_date(text.strip())
    except ValueError:
        return None


def _kept_tax(tax: InvoiceTax | None) -> dict[str, int]:
    return {"base": tax.base, "printed": tax.printed} if tax else {}


def _kept(invoice: Invoice) -> dict[str, Any]:
    names = (
        "provider_name", "provider_ridet", "number", "issued_on", "received_on", "tax_case", "net", "total",
        "reception_purpose", "reception_guests",
    )  # fmt: skip
    present = [row.mention_id for row in invoice.mentions.all() if row.is_present]
    return {name: getattr(invoice, name) for name in names} | {"mentions": present}


class InvoiceFilter(FilterForm):
    SITUATIONS = (
        ("waiting", "À mandater"),
        ("late", "En retard"),
        ("soon", "Bientôt en retard ou en retard"),
    )
    q = forms.CharField(label="Rechercher", max_length=200)
    situation = forms.ChoiceField(label="Situation", choices=SITUATIONS)
    state = forms.ChoiceField(label="État", choices=InvoiceState)
    provider = forms.CharField(label="Prestataire", max_length=160)
    year = forms.IntegerField(label="Reçue en", min_value=2000, max_value=2100)

    def filter_q(self, invoices: QuerySet, words: str) -> QuerySet:
        return invoices.search(words)

    def filter_situation(self, invoices: QuerySet, situation: str) -> QuerySet:
        today = local_today()
        narrow = {
            "waiting": invoices.waiting,
            "late": lambda: invoices.late(today),
            "soon": lambda: invoices.due_soon(today),
        }
        return narrow[situation]()

    def filter_provider(self, invoices: QuerySet, words: str) -> QuerySet:
        return invoices.of_provider(words)

    def filter_year(self, invoices: QuerySet, year: int) -> QuerySet:
        return invoices.filter(received_on__year=year)
