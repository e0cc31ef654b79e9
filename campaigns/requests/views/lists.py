"""The list of requests with its exports, and what a year of them says."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaigns.requests import permissions
from campaigns.requests.figures import Figures, figures_of
from campaigns.requests.forms.following import FiguresFilter, RequestFilter
from campaigns.requests.models import CommunicationRequest
from comms.calendar.working_days import local_today
from comms.counts import count_all
from comms.exports import csv_response, xlsx_response
from comms.pages import page_of

SORTS = {
    "-sent": ("submitted_at",),
    "needed": ("needed_on",),
    "title": ("title",),
    "-late": ("lateness",),
}
EXPORT_HEADER = (
    "Référence", "Titre", "Nature", "Porte", "Direction", "Demandée par", "Envoyée le", "Pour le",
    "Au plus tôt", "Retard (jours ouvrés)", "Motif du retard", "État", "Attend", "Niveau", "Allégée",
    "Corrections", "Livrée le", "Note", "Un mot",
)  # fmt: skip
FIGURES_HEADER = (
    "Direction", "Demandes", "Hors délai", "Part hors délai (%)", "Corrections par demande",
    "Attente de la cellule (jours ouvrés)", "Attente du demandeur (jours ouvrés)",
    "Attente du cabinet (jours ouvrés)", "Délai moyen de livraison (jours ouvrés)", "Livrées", "Note moyenne",
)  # fmt: skip


def _filtered(request: HttpRequest) -> tuple[RequestFilter, Any]:
    visible = CommunicationRequest.objects.visible_to(request.user)
    form = RequestFilter(
        request.GET, user=request.user, is_unit=permissions.may_see_all_figures(request.user)
    )
    return form, form.filter(visible).readable()


@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    form, requests = _filtered(request)
    user = request.user
    visible = CommunicationRequest.objects.visible_to(user)
    is_unit = permissions.may_triage(user)
    waiting_on_me, to_triage = count_all(
        [visible.waiting_on_requester(user)], [visible.to_triage(local_today())] if is_unit else []
    )
    context = {
        "form": form,
        "page": page_of(requests, request, sorts=SORTS),
        "is_unit": is_unit,
        "may_ask": permissions.may_ask(user),
        "may_see_figures": permissions.may_see_figures(user),
        "to_triage": to_triage,
        "waiting_on_me": waiting_on_me,
    }
    return render(request, "requests/list.html", context)


@require_safe
def request_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Exactly what the list's address filters."""
    _, requests = _filtered(request)
    rows = (_exported(asked) for asked in requests.order_by("-submitted_at", "-pk").iterator(500))
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("demandes", EXPORT_HEADER, rows)


def _exported(asked: CommunicationRequest) -> tuple[Any, ...]:
    return (
        asked.reference, asked.title, asked.kind or "", asked.get_door_display(), asked.department or "",
        asked.who, asked.submitted_at, asked.needed_on, asked.earliest_on, asked.lateness, asked.late_reason,
        asked.get_state_display(), asked.get_waits_on_display(), asked.level, asked.is_lightened,
        asked.corrections, asked.delivered_on, asked.rating, asked.rating_words,
    )  # fmt: skip


def _counted(request: HttpRequest) -> tuple[FiguresFilter, list[Figures], Figures]:
    """Of everybody for the unit and the secretary general, of one's own direction for a contact; this year
    unless the address says otherwise."""
    user, today = request.user, local_today()
    if not permissions.may_see_figures(user):
        raise PermissionDenied
    data = request.GET if request.GET else QueryDict(f"start={date(today.year, 1, 1)}&end={today}")
    form = FiguresFilter(data)
    requests = CommunicationRequest.objects.visible_to(user)
    if not permissions.may_see_all_figures(user):
        requests = requests.of_department(user)
    rows, total = figures_of(form.filter(requests.submitted()), today)
    return form, rows, total


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    form, rows, total = _counted(request)
    context = {"form": form, "rows": rows, "total": total, "query": request.GET.urlencode()}
    return render(request, "requests/figures.html", context)


@require_safe
def figures_export(request: HttpRequest, kind: str) -> HttpResponse:
    _, rows, total = _counted(request)
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("demandes-bilan", FIGURES_HEADER, _figure_rows([*rows, total]))


def _figure_rows(rows: list[Figures]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield (
            row.label, row.number, row.late, row.late_share, row.mean_corrections, row.unit_wait,
            row.requester_wait, row.cabinet_wait, row.mean_delay, row.delivered, row.mean_rating,
        )  # fmt: skip
