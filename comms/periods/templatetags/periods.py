"""{% load periods %}{% neutrality_panel release %}: what was checked before a poll, on the page of a thing.

Empty outside the windows for a thing that nobody checked, and for whom it doesn't concern.
"""

from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context

from comms.calendar.working_days import local_today
from comms.periods.models import NeutralityCheck
from comms.periods.neutrality import kind_of, polls_about
from comms.periods.permissions import may_check

register = template.Library()


@register.inclusion_tag("periods/checks/_panel.html", takes_context=True)
def neutrality_panel(context: Context, thing: Model) -> dict[str, Any]:
    kind = kind_of(thing)
    if kind is None or not may_check(context["user"]):
        return {"is_shown": False}
    polls = polls_about(kind, thing, local_today())
    check = NeutralityCheck.objects.about(thing).readable().first()
    return {"is_shown": bool(polls or check), "thing": thing, "kind": kind, "polls": polls, "check": check}
