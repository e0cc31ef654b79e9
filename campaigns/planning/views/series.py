"""Actions that come again: the series, its next days, one day skipped or moved, its end."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.planning.actions import rhythm
from campaigns.planning.actions import series as actions
from campaigns.planning.forms.series import (
    EndForm,
    MoveOccurrenceForm,
    NewRhythmForm,
    SeenRhythmForm,
    SeriesFactsForm,
    SeriesForm,
    SkipForm,
)
from campaigns.planning.models import Series
from campaigns.planning.permissions import may_plan
from comms.calendar.working_days import local_today
from comms.formats import day_long
from comms.journal.models import Entry
from comms.pages import page_of
from comms.refusals import said


def visible_series(request: HttpRequest, pk: int) -> Series:
    return get_object_or_404(Series.objects.visible_to(request.user), pk=pk)


@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    if not may_plan(request.user):
        raise PermissionDenied
    found = Series.objects.visible_to(request.user).select_related("lead", "template")
    page = page_of(found, request, sorts={"title": ("title",), "-started": ("starts_on",)})
    return render(request, "planning/series_list.html", {"page": page, "today": local_today()})


@require_http_methods(["GET", "HEAD", "POST"])
def series_create(request: HttpRequest) -> HttpResponse:
    if not may_plan(request.user):
        raise PermissionDenied
    form = SeriesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said(request):
            data = form.cleaned_data
            made = actions.create_series(
                author=request.user, starts_on=data["starts_on"], wish=form.wish, today=local_today(),
                **form.facts,
            )  # fmt: skip
            messages.success(request, f"« {made} » revient {made.words}.")
            return redirect(made)
    context = {"form": form, "series": None, "cancel": reverse("planning:all_series")}
    return render(request, "planning/series_form.html", context)


@require_safe
def series(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_series(request, pk)
    context = {
        "series": found,
        "days": actions.next_days(found, local_today()),
        "past": found.occurrences.filter(action__isnull=False, rule_day__lt=local_today())
        .select_related("action").order_by("-rule_day")[:10],
        "history": Entry.objects.about(found),
        "is_running": not found.ended_on or found.ended_on > local_today(),
    }  # fmt: skip
    return render(request, "planning/series.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def series_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_series(request, pk)
    form = SeriesFactsForm(
        request.POST if request.method == "POST" else None, instance=visible_series(request, pk)
    )
    if request.method == "POST" and form.is_valid():
        actions.edit_series(series=found, actor=request.user, **form.facts)
        messages.success(request, "C’est enregistré : les prochaines occurrences en seront faites.")
        return redirect(found)
    context = {"form": form, "series": found, "cancel": found.get_absolute_url()}
    return render(request, "planning/series_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def series_rhythm(request: HttpRequest, pk: int) -> HttpResponse:
    """The rhythm asked for stands in the address: first what it would change, then the button."""
    found, today = visible_series(request, pk), local_today()
    asked = request.GET if "frequency" in request.GET else None
    form = NewRhythmForm(asked, initial=NewRhythmForm.initial_of(found, today))
    wished = form.is_bound and form.is_valid()
    seen = SeenRhythmForm(request.POST or None, initial={"seen_rule": found.rule})
    if request.method == "POST" and wished and seen.is_valid():
        with said(request):
            change = rhythm.change_rhythm(
                series=found, actor=request.user, starts_on=form.cleaned_data["starts_on"], wish=form.wish,
                today=today, seen_rule=seen.cleaned_data["seen_rule"],
            )  # fmt: skip
            messages.success(request, f"Nouveau rythme : {change.words}.")
        return redirect(found)
    change = (
        rhythm.preview_rhythm(series=found, starts_on=form.cleaned_data["starts_on"], wish=form.wish)
        if wished
        else None
    )
    context = {"series": found, "form": form, "change": change, "seen_form": seen}
    return render(request, "planning/series_rhythm.html", context)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Http404 from error


@require_http_methods(["GET", "HEAD", "POST"])
def occurrence_skip(request: HttpRequest, pk: int, day: str) -> HttpResponse:
    found, rule_day = visible_series(request, pk), _day(day)
    form = SkipForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said(request):
            actions.skip_occurrence(
                series=found, rule_day=rule_day, actor=request.user, reason=form.cleaned_data["reason"]
            )
            messages.success(request, f"Pas de « {found} » le {day_long(rule_day)}.")
        return redirect(found)
    heading = f"Sauter le {day_long(rule_day)}"
    return _step(request, found, form, heading=heading, submit="Sauter cette fois")


@require_http_methods(["GET", "HEAD", "POST"])
def occurrence_move(request: HttpRequest, pk: int, day: str) -> HttpResponse:
    found, rule_day = visible_series(request, pk), _day(day)
    form = MoveOccurrenceForm(request.POST if request.method == "POST" else None, initial={"day": rule_day})
    if request.method == "POST" and form.is_valid():
        with said(request):
            moved = form.cleaned_data["day"]
            actions.move_occurrence(
                series=found, rule_day=rule_day, to=moved, actor=request.user,
                reason=form.cleaned_data["reason"],
            )  # fmt: skip
            messages.success(request, f"Cette fois, ce sera le {day_long(moved)}.")
        return redirect(found)
    heading = f"Déplacer le {day_long(rule_day)}"
    return _step(request, found, form, heading=heading, submit="Déplacer cette fois")


@require_http_methods(["GET", "HEAD", "POST"])
def series_end(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_series(request, pk)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"on": local_today()})
    if request.method == "POST" and form.is_valid():
        with said(request):
            kept = actions.end_series(series=found, actor=request.user, **form.cleaned_data)
            messages.success(request, f"« {found} » s’arrête le {day_long(form.cleaned_data['on'])}.")
            for action in kept:
                messages.warning(request, f"« {action} » est trop avancée pour être annulée ici.")
        return redirect(found)
    return _step(request, found, form, heading="Terminer ce rendez-vous régulier", submit="Terminer")


def _step(request: HttpRequest, found: Series, form: Any, **words: str) -> HttpResponse:
    return render(request, "planning/series_step.html", {"series": found, "form": form, **words})
