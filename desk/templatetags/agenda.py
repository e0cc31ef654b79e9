"""{% load agenda %}{% agenda_item item %}: one thing in a day of the calendar.

{% agenda_item item detailed=True %} adds where, who and its state.
Written in Python: a month holds hundreds of them.
"""

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from comms import formats
from desk.calendar.items import CalendarItem
from desk.calendar.sources import BY_SLUG

register = template.Library()


@register.simple_tag
def agenda_item(item: CalendarItem, detailed: bool = False) -> SafeString:
    source = BY_SLUG[item.slug]
    classes = f"agenda-item agenda-{item.slug}" + " is-done" * item.is_done + " is-late" * item.is_late
    words = format_html(
        '<i class="bi bi-{}" aria-hidden="true"></i>{}<span class="agenda-words">{}</span>',
        source.icon, _hour(item), item.title,
    )  # fmt: skip
    kind = source.label.lower() + (", en retard" if item.is_late else ", fait" if item.is_done else "")
    hidden = format_html('<span class="visually-hidden"> ({})</span>', kind)
    note = _note(item) if detailed else ""
    if url := item.url:
        words = format_html('<a href="{}" title="{}">{}{}</a>', url, _title(item), words, hidden)
    else:
        words = format_html('<span class="agenda-plain" title="{}">{}{}</span>', _title(item), words, hidden)
    if not item.task_pk:
        return format_html('<li class="{}">{}{}</li>', classes, words, note)
    return format_html(
        '<li class="{}" data-task="{}">{}{}<a class="agenda-move" href="{}" title="Changer la date" '
        'aria-label="Changer la date : {}"><i class="bi bi-arrow-left-right" aria-hidden="true"></i></a>'
        "</li>",
        classes, item.task_pk, words, note, reverse("desk:task_day", args=[item.task_pk]), item.title,
    )  # fmt: skip


def _hour(item: CalendarItem) -> SafeString:
    if item.at is None:
        return mark_safe("")
    return format_html('<span class="agenda-hour">{}</span>', formats.hour(item.at))


def _title(item: CalendarItem) -> str:
    moment = formats.moment_long(item.at) if item.at else ""
    return " · ".join(filter(None, (item.title, moment, item.place, item.note, item.who, item.state)))


def _note(item: CalendarItem) -> SafeString | str:
    words = " · ".join(filter(None, (item.place, item.note, item.who, item.state)))
    return format_html('<span class="row-note">{}</span>', words) if words else ""
