"""Providers for tests, by the real actions."""

from datetime import timedelta

from budget.models import TaxCase
from comms.calendar.working_days import local_today
from contractors.providers.actions import create_provider
from contractors.providers.models import FrameworkContract, Provider, Trade
from tests.people import factories as people


def trade(name="Photo"):
    return Trade.objects.get_or_create(name=name)[0]


def facts(**changed):
    usual = {"name": f"Studio {Provider.objects.count() + 1}", "trades": [trade()], "tax_case": TaxCase.RATES}
    return usual | changed


def provider(**changed):
    return create_provider(actor=people.assistant(), **facts(**changed))


def framework(maximum=1_000_000, **changed):
    today = local_today()
    usual = {
        "reference": f"AC-{FrameworkContract.objects.count() + 1}", "title": "Impressions",
        "starts_on": today - timedelta(days=200), "ends_on": today + timedelta(days=200),
    }  # fmt: skip
    owner = changed.pop("provider", None) or provider()
    return FrameworkContract.objects.create(
        provider=owner, maximum=maximum, created_by=owner.created_by, **usual | changed
    )
