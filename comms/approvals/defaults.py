"""The circuits that stand from the first day, made after `migrate` and then left to the admin."""

from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS


def make_missing_circuits(using: str = DEFAULT_DB_ALIAS, apps: Apps = installed, **signal: Any) -> None:
    """For each kind of approvable thing that never had a circuit, the one its model proposes."""
    try:
        circuits = apps.get_model("approvals", "Circuit").objects.using(using)
        steps = apps.get_model("approvals", "CircuitStep").objects.using(using)
    except LookupError:  # migrated back to before there were circuits
        return
    for model in installed.get_models():
        kind = getattr(model, "approval_kind", "")
        if not kind or circuits.filter(kind=kind).exists():
            continue
        circuit = circuits.create(
            kind=kind, label=model.approval_label, allows_own_version=model.approval_allows_own
        )
        steps.bulk_create(
            steps.model(circuit=circuit, position=position, role=role)
            for position, role in enumerate(model.approval_default_steps, start=1)
        )
