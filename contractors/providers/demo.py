"""Providers that exist nowhere, by the real actions; the budget's demonstration pays some of them."""

from collections.abc import Mapping
from datetime import date, timedelta

from budget.models import TaxCase
from comms.people.models import Role, User
from contractors.providers.actions import create_provider
from contractors.providers.models import Trade

PROVIDERS = (
    ("Studio Niaouli", "9999001001", ("Film", "Photo"), TaxCase.FRANCHISE),
    ("Imprimerie du Lagon", "9999002001", ("Impression",), TaxCase.RATES),
    ("Atelier Bois de rose", "9999003001", ("Graphisme", "Web"), TaxCase.RATES),
    ("Plume du Sud", "9999004001", ("Rédaction",), TaxCase.FRANCHISE),
)


def load_demo_providers(people: Mapping[Role, User], today: date) -> None:
    for place, (name, ridet, trades, tax_case) in enumerate(PROVIDERS, start=1):
        create_provider(
            actor=people[Role.ASSISTANT], name=name, ridet=ridet, tax_case=tax_case,
            trades=list(Trade.objects.filter(name__in=trades)), email=f"prestataire{place}@example.org",
            charter_signed_on=today - timedelta(days=90 * place),
        )  # fmt: skip
