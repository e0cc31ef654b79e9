"""The small pieces of the house, as builtin tags (no {% load %}); each renders templates/components/*.html.

    {% icon "bell" %}                                   a Bootstrap icon, silent for screen readers
    {% badge "À valider" "waiting" %}                   tones: TONE_ICONS below
    {% state_badge release %}                           release.get_state_display(), release.state_tone
    {% money 1250000 %}  {% money total short=True %}   « 1 250 000 F CFP », « 1,25 MF »
    {% moment release.sent_at %}                        « il y a 5 min », the exact time on hover
    {% delay step.due_on %}                             « dans 3 jours ouvrés », late ones in red
    {% avatar user %}  {% person user %}                initials; initials and name
    {% breadcrumb "Presse" url "Communiqués" url %}     the parents; the page itself is the h1
    {% empty_state "Aucun contact" "…" action_label="Importer" action_url=url icon="people" %}
    {% alert "warning" "Titre" %}<p>…</p>{% endalert %} tones: info success warning danger
    <div class="stats">{% stat "À valider" 3 url=url tone="waiting" note="…" %}</div>
    <dl class="facts">{% fact "Numéro" %}2026-012{% endfact %}</dl>
    {% tabs %}{% tab "Aperçu" url current count %}{% endtabs %}
    {% filter_bar form %}  {% list_bar page "contacts" csv=url xlsx=url %}
    <th scope="col">{% sort_link page "name" "Nom" %}</th>  {% pager page %}
    {% whole_form form submit="Enregistrer" cancel=url %}   the <form>, its fields, its buttons
    {% form_fields form %}                              fields and error summary, inside a <form> of one's own
    and in records.py: progress, text_diff, diff_pieces, history, timeline, file_thumb

A table that becomes cards at 360 px: <table class="table table-list">, <th scope="row"> for the title's
link, data-label="Média" on each other <td>, class="num" for amounts. Rows without columns: <ul class="rows">
<li class="row-item"> with <div class="row-main"><a class="row-title">…</a><span class="row-note"> and
<div class="row-side">.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.db.models import Model
from django.template.context import Context
from django.template.defaultfilters import capfirst
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from comms import formats
from comms.calendar.working_days import WorkingCalendar, local_today
from comms.forms import FilterForm
from comms.pages import Page

register = template.Library()

TONE_ICONS = {
    "plain": "",
    "draft": "pencil",
    "waiting": "hourglass-split",
    "active": "arrow-right-circle-fill",
    "good": "check-circle-fill",
    "warning": "exclamation-triangle-fill",
    "danger": "x-octagon-fill",
    "muted": "slash-circle",
}
ALERT_ICONS = {
    "info": "info-circle-fill",
    "success": "check-circle-fill",
    "warning": "exclamation-triangle-fill",
    "danger": "x-octagon-fill",
}
#: Django's message tags → the alert's tones.
MESSAGE_TONES = {"debug": "info", "error": "danger"}


# --- words with a shape ------------------------------------------------------------------------
@register.simple_tag
@lru_cache
def icon(name: str) -> SafeString:
    return format_html('<i class="bi bi-{}" aria-hidden="true"></i>', name)


@register.simple_tag
def badge(label: str, tone: str = "plain") -> SafeString:
    """A state or a kind: always a word, with a shape and a colour only where action is needed."""
    shape = icon(TONE_ICONS[tone]) if TONE_ICONS[tone] else ""
    return format_html('<span class="tag tag-{}">{}{}</span>', tone, shape, capfirst(label))


@register.simple_tag
def state_badge(obj: Model, field: str = "state") -> SafeString:
    """The object's state; its tone is the property `<field>_tone` of the model, plain by default."""
    return badge(getattr(obj, f"get_{field}_display")(), getattr(obj, f"{field}_tone", "plain"))


@register.simple_tag
def money(amount: int | None, short: bool = False) -> SafeString:
    """Whole francs; `short` is for dashboards and keeps the whole amount on hover."""
    if amount is None:
        return mark_safe('<span class="quiet">–</span>')
    if short:
        return format_html(
            '<span class="money" title="{}">{}</span>', formats.francs(amount), formats.francs_short(amount)
        )
    return format_html('<span class="money">{}</span>', formats.francs(amount))


# --- moments -----------------------------------------------------------------------------------
@register.simple_tag
def moment(value: datetime | None) -> SafeString:
    if value is None:
        return mark_safe("")
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(timespec="seconds"),
        formats.moment_long(value),
        formats.moment_relative(value),
    )


def _calendar(context: Context) -> WorkingCalendar:
    """One reading of the closed days for the whole page."""
    if "working_calendar" not in context.render_context:
        context.render_context["working_calendar"] = WorkingCalendar(local_today())
    return context.render_context["working_calendar"]


def delay_words(day: date, today: date, calendar: WorkingCalendar) -> tuple[str, str]:
    """The words and the tone for a due day: « dans 3 jours ouvrés », « en retard de 2 jours ouvrés »."""
    first, last = min(day, today), max(day, today)
    between = sum(
        calendar.is_working_day(first + timedelta(days=n)) for n in range(1, (last - first).days + 1)
    )
    plural = "s" if between > 1 else ""
    if day < today:
        late = f" de {between}{formats.SPACE}jour{plural} ouvré{plural}" if between else ""
        return f"en retard{late}", "danger"
    if day == today:
        return "aujourd’hui", "waiting"
    if between == 0:
        return formats.day_relative(day, today), "plain"
    tone = "waiting" if between == 1 else "plain"
    return f"dans {between}{formats.SPACE}jour{plural} ouvré{plural}", tone


@register.inclusion_tag("components/delay.html", takes_context=True)
def delay(context: Context, day: date | datetime | None) -> dict[str, Any]:
    if day is None:
        return {"day": None}
    if isinstance(day, datetime):
        day = local_today(day)
    words, tone = delay_words(day, local_today(), _calendar(context))
    return {"day": day, "words": words, "tone": tone, "exact": formats.day_long(day)}


# --- people ------------------------------------------------------------------------------------
@register.inclusion_tag("components/avatar.html")
def avatar(user: Model, small: bool = False, me: bool = False) -> dict[str, Any]:
    return {"initials": user.initials, "small": small, "me": me}


@register.inclusion_tag("components/person.html")
def person(user: Model | None) -> dict[str, Any]:
    """`None` is the application itself."""
    return {"person": user}


# --- the page ----------------------------------------------------------------------------------
@register.inclusion_tag("components/breadcrumb.html")
def breadcrumb(*labels_and_urls: str) -> dict[str, Any]:
    return {"crumbs": list(zip(labels_and_urls[::2], labels_and_urls[1::2], strict=True))}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: str, text: str = "", action_label: str = "", action_url: str = "", icon: str = ""
) -> dict[str, str]:
    return {
        "title": title,
        "text": text,
        "action_label": action_label,
        "action_url": action_url,
        "icon_name": icon,
    }


@register.simple_block_tag(takes_context=True)
def alert(context: Context, content: SafeString, tone: str = "info", title: str = "") -> SafeString:
    tone = MESSAGE_TONES.get(tone, tone)
    data = {"tone": tone, "title": title, "content": content, "icon_name": ALERT_ICONS[tone]}
    return context.template.engine.get_template("components/alert.html").render(Context(data))


@register.inclusion_tag("components/stat.html")
def stat(label: str, value: Any, url: str = "", tone: str = "plain", note: str = "") -> dict[str, Any]:
    """Nothing to do has no colour: a zero is plain."""
    return {"label": label, "value": value, "url": url, "tone": tone if value else "plain", "note": note}


@register.simple_block_tag
def fact(content: SafeString, label: str) -> SafeString:
    return format_html(
        '<div class="fact"><dt>{}</dt><dd>{}</dd></div>', label, (content.strip() and content) or "–"
    )


@register.simple_block_tag
def tabs(content: SafeString, label: str = "Parties de la page") -> SafeString:
    return format_html('<nav aria-label="{}"><ul class="tabs">{}</ul></nav>', label, content)


@register.inclusion_tag("components/tab.html")
def tab(label: str, url: str, current: bool = False, count: int | None = None) -> dict[str, Any]:
    return {"label": label, "url": url, "current": current, "count": count}


# --- lists -------------------------------------------------------------------------------------
@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(context: Context, form: FilterForm) -> dict[str, Any]:
    return {"form": form, "path": context["request"].path}


@register.inclusion_tag("components/list_bar.html")
def list_bar(page: Page, noun: str, csv: str = "", xlsx: str = "", one: str = "") -> dict[str, Any]:
    """`noun` in the plural; `one`, the singular, is it without its s by default. Exports keep the filters."""
    query = page.filters.urlencode()
    suffix = f"?{query}" if query else ""
    return {
        "page": page,
        "noun": noun if page.count.value > 1 else one or noun.removesuffix("s"),
        "csv": csv and csv + suffix,
        "xlsx": xlsx and xlsx + suffix,
    }


@register.inclusion_tag("components/sort_link.html")
def sort_link(page: Page, name: str, label: str) -> dict[str, Any]:
    return {"label": label, "url": page.sort_url(name), "direction": page.direction_of(name)}


@register.inclusion_tag("components/pager.html")
def pager(page: Page) -> dict[str, Any]:
    return {"page": page}


# --- forms -------------------------------------------------------------------------------------
@register.inclusion_tag("components/form_fields.html", takes_context=True)
def form_fields(context: Context, form: Any) -> dict[str, Any]:
    return {"form": form, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("components/whole_form.html", takes_context=True)
def whole_form(
    context: Context,
    form: Any,
    submit: str = "Enregistrer",
    cancel: str = "",
    action: str = "",
    guard: bool = True,
    submit_class: str = "btn-primary",
) -> dict[str, Any]:
    """`guard` warns before leaving with unsaved input."""
    return {
        "form": form,
        "submit": submit,
        "cancel": cancel,
        "action": action,
        "guard": guard,
        "submit_class": submit_class,
        "csrf_token": context.get("csrf_token", ""),
    }
