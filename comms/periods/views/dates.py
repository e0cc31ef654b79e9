"""Polls, bridges, closings and school holidays: their lists, one of them, its history."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comms.calendar.models import ClosedDay, Poll
from comms.calendar.working_days import local_today
from comms.journal.models import Entry
from comms.pages import page_of
from comms.periods import actions
from comms.periods.forms import ClosedDayFilter, ClosedDayForm, PollDatesForm, PollFilter
from comms.periods.permissions import may_edit_calendar, may_read_calendar
from comms.periods.views.access import refuse_unless
from comms.refusals import said

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


# --- polls -------------------------------------------------------------------------------------------
@require_safe
def poll_list(request: HttpRequest) -> HttpResponse:
    refuse_unless(may_read_calendar, request)
    form = PollFilter(request.GET)
    page = page_of(form.filter(Poll.objects.all()), request, sorts={"-held": ("held_on",)})
    return _list_page(request, "periods/dates/polls.html", form, page)


@GET_OR_POST
def poll_create(request: HttpRequest) -> HttpResponse:
    refuse_unless(may_edit_calendar, request)
    form = PollDatesForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said(request, "Scrutin ajouté : sa période compte dès maintenant."):
            actions.create_poll(actor=request.user, **form.facts)
        return redirect("periods:polls")
    return render(request, "periods/dates/poll.html", {"form": form, "poll": None})


@GET_OR_POST
def poll_edit(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(may_edit_calendar, request)
    poll = get_object_or_404(Poll, pk=pk)
    kept = Poll.objects.get(pk=pk)  # the form writes on its own copy
    form = PollDatesForm(request.POST if request.method == "POST" else None, instance=kept)
    if request.method == "POST" and form.is_valid():
        with said(request, "Scrutin enregistré."):
            actions.edit_poll(poll=poll, actor=request.user, **form.facts)
        return redirect("periods:polls")
    context = {"form": form, "poll": poll, "history": Entry.objects.about(poll)}
    return render(request, "periods/dates/poll.html", context)


# --- bridges, closings, school holidays --------------------------------------------------------------
@require_safe
def closed_day_list(request: HttpRequest) -> HttpResponse:
    refuse_unless(may_read_calendar, request)
    form = ClosedDayFilter(request.GET)
    page = page_of(form.filter(ClosedDay.objects.all()), request, sorts={"-starts": ("starts_on",)})
    return _list_page(request, "periods/dates/closed_days.html", form, page)


@GET_OR_POST
def closed_day_create(request: HttpRequest) -> HttpResponse:
    refuse_unless(may_edit_calendar, request)
    form = ClosedDayForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said(request, f"« {form.cleaned_data['label']} » est ajouté : les délais en tiennent compte."):
            actions.create_closed_day(actor=request.user, **form.facts)
        return redirect("periods:closed_days")
    return render(request, "periods/dates/closed_day.html", {"form": form, "closed_day": None})


@GET_OR_POST
def closed_day_edit(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(may_edit_calendar, request)
    found = get_object_or_404(ClosedDay, pk=pk)
    kept = ClosedDay.objects.get(pk=pk)  # the form writes on its own copy
    form = ClosedDayForm(request.POST if request.method == "POST" else None, instance=kept)
    if request.method == "POST" and form.is_valid():
        with said(request, f"« {form.cleaned_data['label']} » est enregistré."):
            actions.edit_closed_day(closed_day=found, actor=request.user, **form.facts)
        return redirect("periods:closed_days")
    context = {"form": form, "closed_day": found, "history": Entry.objects.about(found)}
    return render(request, "periods/dates/closed_day.html", context)


@GET_OR_POST
def closed_day_remove(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(may_edit_calendar, request)
    found = get_object_or_404(ClosedDay, pk=pk)
    if request.method != "POST":
        return render(request, "periods/dates/closed_day_remove.html", {"closed_day": found})
    with said(request, f"« {found} » est retiré."):
        actions.remove_closed_day(closed_day=found, actor=request.user)
    return redirect("periods:closed_days")


def _list_page(request: HttpRequest, template: str, form: Any, page: Any) -> HttpResponse:
    context = {
        "form": form,
        "page": page,
        "today": local_today(),
        "may_edit": may_edit_calendar(request.user),
    }
    return render(request, template, context)
