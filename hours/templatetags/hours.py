"""{% hours_tabs "mine" %}: the person's own rooms of hours; {% kind_label "sunday" %}: « Dimanche »."""

from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse

from hours.kinds import HourKind
from hours.models import Recuperation, TimeEntry
from hours.permissions import may_decide_hours, may_log_hours, may_open_hours, may_read_everybody

register = template.Library()

TABS = (
    ("Mes heures", "mine", may_log_hours),
    ("Récupération", "recuperations", may_log_hours),
    ("À valider", "to_validate", may_decide_hours),
    ("La cellule", "unit", may_read_everybody),
    ("Charge", "overload", may_open_hours),
)


@register.inclusion_tag("hours/_tabs.html", takes_context=True)
def hours_tabs(context: Context, here: str) -> dict[str, Any]:
    user = context["user"]
    entries = [
        {
            "label": label,
            "url": reverse(f"hours:{name}"),
            "is_current": name == here,
            "count": _waiting(context) if name == "to_validate" else None,
        }
        for label, name, allowed in TABS
        if allowed(user)
    ]
    return {"entries": entries}


def _waiting(context: Context) -> int:
    user = context["user"]
    return TimeEntry.objects.awaiting(user).count() + Recuperation.objects.awaiting(user).count()


@register.simple_tag
def kind_label(kind: str) -> str:
    return HourKind(kind).label
