"""Indicators and their measures: read, entered, taken back, listed, imported from a spreadsheet."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.strategy import importing, permissions
from campaigns.strategy.actions import measures as actions
from campaigns.strategy.forms.measures import (
    CheckedTextForm,
    IndicatorFilter,
    MeasureFileForm,
    MeasureForm,
    TakeBackForm,
)
from campaigns.strategy.models import Indicator, Plan
from campaigns.strategy.trends import trend_of, trends_of
from campaigns.strategy.views.pages import form_page, visible_indicator, writable_plan
from comms.calendar.working_days import local_today
from comms.exports import csv_response, xlsx_response
from comms.pages import page_of

SORTS = {"name": ("name",), "target": ("target_on",), "-measured": ("last_on",)}
EXPORT_HEADER = (
    "Plan", "Axe", "Objectif", "Indicateur", "Unité", "Départ", "Cible", "Échéance", "Dernière valeur",
    "Mesurée le", "Mesuré par", "Où le lire",
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def indicator(request: HttpRequest, pk: int) -> HttpResponse:
    """Its curve, its measures, and for the unit the place to note the next one."""
    found = visible_indicator(request, pk)
    plan = found.objective.axis.plan
    may_edit = permissions.may_edit(request.user, plan)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = MeasureForm(
        request.POST if request.method == "POST" else None, today=local_today(), unit=found.unit
    )
    if request.method == "POST" and form.is_valid():
        noted = actions.record_measure(indicator=found, actor=request.user, **form.cleaned_data)
        messages.success(request, "Mesure notée." if noted else "Cette mesure était déjà notée.")
        return redirect(found)
    measures = found.measures.with_current().select_related("recorded_by", "indicator")
    context = {
        "indicator": found,
        "plan": plan,
        "trend": trend_of(found),
        "page": page_of(measures, request, sorts={"-day": ("measured_on",)}),
        "form": form if may_edit and found.is_followed else None,
        "may_edit": may_edit,
    }
    return render(request, "strategy/indicators/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, pk: int, measure: int) -> HttpResponse:
    found = visible_indicator(request, pk)
    plan = found.objective.axis.plan
    if not permissions.may_edit(request.user, plan):
        raise PermissionDenied
    row = get_object_or_404(found.measures.select_related("indicator__objective__axis__plan"), pk=measure)

    def save(typed: dict[str, Any]) -> None:
        actions.take_back_measure(measure=row, actor=request.user, **typed)

    return form_page(
        request, TakeBackForm(request.POST or None), save=save, done="La mesure est reprise.",
        back=found.get_absolute_url(), heading="Reprendre une mesure", parent=plan,
        lead=f"{found.name}, le {row.measured_on:%d/%m/%Y} : {row.said}.", submit="Reprendre la mesure",
    )  # fmt: skip


def _filtered(request: HttpRequest) -> tuple[IndicatorFilter, Any]:
    if not permissions.may_read_strategy(request.user):
        raise PermissionDenied
    plans = Plan.objects.visible_to(request.user)
    form = IndicatorFilter(request.GET, plans=plans, today=local_today())
    indicators = Indicator.objects.visible_to(request.user).with_last()
    return form, form.filter(indicators).select_related("objective__axis__plan")


@require_safe
def indicator_list(request: HttpRequest) -> HttpResponse:
    form, indicators = _filtered(request)
    page = page_of(indicators, request, sorts=SORTS)
    trends = trends_of(page.items)
    context = {
        "form": form,
        "page": page,
        "rows": [(indicator, trends[indicator.pk]) for indicator in page.items],
        "may_write": permissions.may_write_strategy(request.user),
    }
    return render(request, "strategy/indicators/list.html", context)


@require_safe
def indicator_export(request: HttpRequest, kind: str) -> HttpResponse:
    _, indicators = _filtered(request)
    rows = (_exported(row) for row in indicators.order_by("objective", "position", "pk").iterator(500))
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("indicateurs", EXPORT_HEADER, rows)


def _exported(row: Indicator) -> tuple[Any, ...]:
    axis = row.objective.axis
    last = None if row.last_value is None else float(row.last_value)
    way = row.get_computation_display() if row.computation else "Saisie"
    return (
        axis.plan.title, axis.title, row.objective.statement, row.name, row.unit, float(row.start_value),
        float(row.target_value), row.target_on, last, row.last_on, way, row.source,
    )  # fmt: skip


# --- a spreadsheet of measures ---------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def import_measures(request: HttpRequest, pk: int) -> HttpResponse:
    """First the file, then each of its lines as it was understood; nothing is noted here."""
    plan = writable_plan(request, pk)
    form = MeasureFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        try:
            checked = importing.check_measures(text, plan, local_today())
        except importing.UnreadableFile as error:
            form.add_error(None, str(error))
        else:
            context = {"plan": plan, "checked": checked, "form": CheckedTextForm(initial={"text": text})}
            return render(request, "strategy/indicators/import_check.html", context)
    return render(request, "strategy/indicators/import.html", {"plan": plan, "form": form})


def _checked(request: HttpRequest, plan: Plan) -> importing.CheckedFile | None:
    """The text that was shown, read once more: figures may have come in between."""
    form = CheckedTextForm(request.POST)
    try:
        if form.is_valid():
            return importing.check_measures(form.cleaned_data["text"], plan, local_today())
    except importing.UnreadableFile as error:
        messages.error(request, str(error))
    else:
        messages.error(request, "Le fichier n’est plus là : choisissez-le de nouveau.")
    return None


@require_POST
def import_write(request: HttpRequest, pk: int) -> HttpResponse:
    plan = writable_plan(request, pk)
    checked = _checked(request, plan)
    if checked is None:
        return redirect("strategy:measure_import", pk)
    count = actions.import_measures(plan=plan, actor=request.user, lines=checked.lines)
    left = len(checked.faulty)
    plural = "s" if count > 1 else ""
    told = f"{count} mesure{plural} notée{plural}" + (f", {left} en défaut laissée de côté." if left else ".")
    messages.success(request, told if count else "Rien de nouveau dans ce fichier.")
    return redirect(f"{reverse('strategy:indicators')}?plan={plan.pk}")


@require_POST
def import_faults(request: HttpRequest, pk: int) -> HttpResponse:
    plan = writable_plan(request, pk)
    checked = _checked(request, plan)
    if checked is None:
        return redirect("strategy:measure_import", pk)
    header = ("Ligne", "Raison", *importing.HEADER)
    return csv_response("mesures-en-defaut", header, importing.faulty_rows(checked.faulty))


@require_safe
def import_model(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet to fill in: one line for each indicator that somebody measures."""
    plan = writable_plan(request, pk)
    followed = Indicator.objects.followed().filter(objective__axis__plan=plan, computation="")
    today = local_today()
    rows = (
        (row.name, today, "", "") for row in followed.order_by("objective__axis", "objective", "position")
    )
    return csv_response(f"mesures-{today:%Y-%m}", importing.HEADER, rows)
