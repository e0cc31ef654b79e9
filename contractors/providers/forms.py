"""A provider's card as it is typed, its block, and the filters of the list."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from budget.models import TaxCase
from comms.forms import BaseForm, FilterForm, PhoneField
from comms.validators import one_line
from contractors.providers.models import Provider, ProviderState, Trade
from contractors.providers.rib import rib_is_whole


class ProviderForm(BaseForm):
    name = forms.CharField(label="Nom", max_length=160, validators=[one_line])
    ridet = forms.CharField(
        label="RIDET", max_length=20, required=False, validators=[one_line],
        help_text="« 1 234 567.001 ». Un numéro inhabituel est signalé, jamais refusé.",
    )  # fmt: skip
    trades = forms.ModelMultipleChoiceField(
        Trade.objects.none(), label="Métiers", widget=forms.CheckboxSelectMultiple
    )
    email = forms.EmailField(label="Courriel", required=False)
    phone = PhoneField(label="Téléphone", required=False)
    address = forms.CharField(
        label="Adresse", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    tax_case = forms.ChoiceField(label="TGC", choices=TaxCase, widget=forms.RadioSelect)
    rib = forms.CharField(
        label="RIB", required=False, max_length=40, validators=[rib_is_whole],
        help_text="23 chiffres, avec ou sans espaces.",
    )  # fmt: skip
    charter_signed_on = forms.DateField(label="Charte signée le", required=False)
    notes = forms.CharField(
        label="Notes", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, provider: Provider | None = None, **kwargs: Any) -> None:
        if provider:
            facts = {name: getattr(provider, name) for name in self.base_fields if name != "trades"}
            kwargs["initial"] = facts | {"trades": list(provider.trades.all())}
        else:
            kwargs["initial"] = {"tax_case": TaxCase.RATES}
        super().__init__(*args, **kwargs)
        kept = provider.trades.all() if provider else Trade.objects.none()
        self.fields["trades"].queryset = (Trade.objects.active() | kept).distinct()


class BlockForm(BaseForm):
    reason = forms.CharField(label="Motif", max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class ProviderFilter(FilterForm):
    q = forms.CharField(label="Chercher", max_length=100)
    trade = forms.ModelChoiceField(Trade.objects.all(), label="Métier")
    state = forms.ChoiceField(label="État", choices=ProviderState)

    def filter_q(self, providers: QuerySet, words: str) -> QuerySet:
        return providers.search(words)

    def filter_trade(self, providers: QuerySet, trade: Trade) -> QuerySet:
        return providers.of_trade(trade)
