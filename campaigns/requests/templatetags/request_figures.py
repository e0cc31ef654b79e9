"""{{ row.mean_delay|figure }}: a mean as people write it, « 2,5 », or a dash when there is none."""

from django import template

register = template.Library()


@register.filter
def figure(value: float | None) -> str:
    return "–" if value is None else f"{value:g}".replace(".", ",")
