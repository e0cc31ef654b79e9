"""The strategy's own pieces: {% load strategy %}

{% trend_chart trend %}   an indicator's curve towards its target, with its table
{{ content.starts_on|iso_day }}  {{ indicator.target|iso_number }}   a version's plain values in words
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from campaigns.strategy.figures import figure, number
from campaigns.strategy.trends import Trend
from comms.formats import day_medium

register = template.Library()


@register.inclusion_tag("components/trend.html")
def trend_chart(trend: Trend) -> dict[str, Any]:
    unit = trend.indicator.unit
    rows = [(day, figure(value, unit)) for day, value in reversed(trend.points)]
    return {"trend": trend, "chart": trend.chart, "rows": rows}


@register.filter
def iso_day(text: str) -> str:
    return day_medium(date.fromisoformat(text))


@register.filter
def iso_number(text: str) -> str:
    return number(Decimal(text))
