"""{% hours_rights as rights %}: the person's tabs; {% kind_label "sunday" %}: « Dimanche »."""

from typing import Any

from django import template
from django.template.context import Context

from hours.kinds import HourKind
from hours.models import Recuperation, TimeEntry
from hours.permissions import may_decide_hours, may_log_hours, may_read_everybody

register = template.Library()


@register.simple_tag(takes_context=True)
def hours_rights(context: Context) -> dict[str, Any]:
    user = context["user"]
    decides = may_decide_hours(user)
    waiting = 0
    if decides:
        waiting = TimeEntry.objects.awaiting(user).count() + Recuperation.objects.awaiting(user).count()
    return {
        "log": may_log_hours(user),
        "decide": decides,
        "read": may_read_everybody(user),
        "waiting": waiting,
    }


@register.simple_tag
def kind_label(kind: str) -> str:
    return HourKind(kind).label
