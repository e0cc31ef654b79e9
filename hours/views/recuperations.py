"""Recuperation: the balance, what is booked, asking for more."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.calendar.working_days import local_today
from comms.pages import page_of
from comms.refusals import said
from hours.actions.recuperations import (
    book_recuperation,
    cancel_recuperation,
    decide_recuperation,
    take_recuperation,
)
from hours.errors import HoursError
from hours.forms.recuperations import RecuperationAnswerForm, RecuperationForm
from hours.models import Recuperation, RecuperationState
from hours.permissions import may_decide_for, may_log_hours
from hours.rulebook import Rulebook
from hours.sheet import standing_of
from hours.views.access import only, visible_recuperation

SORTS = {"-day": ("day",), "state": ("state", "-day")}


@require_safe
@only(may_log_hours)
def recuperations(request: HttpRequest) -> HttpResponse:
    mine = Recuperation.objects.filter(person=request.user).for_list()
    context = {
        "standing": standing_of(request.user),
        "page": page_of(mine, request, sorts=SORTS),
        "over": mine.over(local_today()),
    }
    return render(request, "hours/recuperations/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_log_hours)
def recuperation_create(request: HttpRequest) -> HttpResponse:
    usual = Rulebook(local_today()).hours_on(local_today()).usual_minutes
    form = RecuperationForm(request.POST if request.method == "POST" else None, usual_minutes=usual)
    if request.method == "POST" and form.is_valid():
        try:
            saved = book_recuperation(person=request.user, **form.facts)
        except HoursError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Votre récupération est demandée ; ses minutes sont réservées.")
            return redirect(saved)
    context = {"form": form, "standing": standing_of(request.user)}
    return render(request, "hours/recuperations/write.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def recuperation(request: HttpRequest, pk: int) -> HttpResponse:
    """The request and what became of it; who decides answers here."""
    found = visible_recuperation(request, pk)
    form = RecuperationAnswerForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            decide_recuperation(recuperation=found, actor=request.user, **form.cleaned_data)
        except HoursError as error:
            messages.error(request, str(error))
            found, status = visible_recuperation(request, pk), 409
        else:
            messages.success(request, "Votre réponse est enregistrée.")
            return redirect("hours:to_validate")
    return render(request, "hours/recuperations/detail.html", _detail(request, found, form), status=status)


def _detail(request: HttpRequest, found: Recuperation, form: RecuperationAnswerForm) -> dict:
    may_decide = may_decide_for(request.user, found.person)
    is_mine = found.person == request.user
    is_taken = found.state == RecuperationState.TAKEN
    return {
        "recuperation": found,
        "form": form,
        "standing": standing_of(found.person),
        "is_mine": is_mine,
        "may_answer": may_decide and found.state == RecuperationState.REQUESTED,
        "may_take": (is_mine or may_decide)
        and found.state == RecuperationState.AGREED
        and found.day <= local_today(),
        "may_cancel": found.is_cancellable and (may_decide or (is_mine and not is_taken)),
    }


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_recuperation(request, pk)
    with said(request, "Cette récupération est notée comme prise."):
        take_recuperation(recuperation=found, actor=request.user, today=local_today())
    return redirect(found)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_recuperation(request, pk)
    with said(request, "Cette récupération est annulée ; ses minutes reviennent."):
        cancel_recuperation(recuperation=found, actor=request.user)
    return redirect(found)
