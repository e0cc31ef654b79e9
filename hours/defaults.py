"""The rules that stand from the first day, made after `migrate` and then left to the admin."""

from datetime import date
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS

from hours.kinds import HourKind, usual_coefficient

SINCE_EVER = date(2000, 1, 1)


def make_first_rules(using: str = DEFAULT_DB_ALIAS, apps: Apps = installed, **signal: Any) -> None:
    """What is in force until the town decides, so that there is something to correct."""
    try:
        hours = apps.get_model("hours", "WorkingHours").objects.using(using)
        coefficients = apps.get_model("hours", "Coefficient").objects.using(using)
    except LookupError:  # migrated back to before there were rules
        return
    if not hours.exists():
        hours.create(starts_on=SINCE_EVER)
    known = set(coefficients.values_list("kind", flat=True))
    coefficients.bulk_create(
        coefficients.model(kind=kind, starts_on=SINCE_EVER, value=usual_coefficient(kind))
        for kind in HourKind.values
        if kind not in known
    )
