"""The formatters of `comms.formats` as template filters; a builtin, no {% load %} needed.

An empty value gives an empty text, so that a template may show an optional day as it stands.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import template
from django.template import defaultfilters

from comms import formats
from comms.calendar.working_days import local_today

register = template.Library()


def _or_blank(formatter: Callable[[Any], str]) -> Callable[[Any], str]:
    def filter_(value: Any) -> str:
        return "" if value in (None, "") else formatter(value)

    return filter_


for _name in (
    "francs", "francs_short", "day_long", "day_medium", "day_short", "hour",
    "month_long", "duration",
    "moment_long", "moment_short", "moment_exact", "moment_relative", "phone",
):  # fmt: skip
    register.filter(_name, _or_blank(getattr(formats, _name)))


@register.filter(is_safe=True)
def typeset(text: str) -> str:
    return formats.typeset(str(text))


@register.filter
def day_relative(day: date | datetime | None) -> str:
    """The day as seen from today in Nouméa."""
    return formats.day_relative(day, local_today()) if day else ""


@register.filter(is_safe=False)
def pluralize(value: Any, endings: str = "s") -> str:
    """Django's filter by the French rule: the plural begins at two, so « 0 pièce », « 1,5 page »."""
    count = value if isinstance(value, int | float) else len(value)
    return defaultfilters.pluralize(2 if abs(count) >= 2 else 1, endings)
