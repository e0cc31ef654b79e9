"""The senders' one row, made after `migrate`: a database that was emptied gets it again."""

from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS


def make_control_row(using: str = DEFAULT_DB_ALIAS, apps: Apps = installed, **signal: Any) -> None:
    try:
        control = apps.get_model("outbox", "OutboxControl")
    except LookupError:  # migrated back to before there was one
        return
    control.objects.using(using).get_or_create(pk=1)
