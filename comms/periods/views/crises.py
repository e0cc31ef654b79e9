"""The crisis: its page, opening it, closing it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comms.periods import actions
from comms.periods.board import CrisisBoard
from comms.periods.forms import CloseForm, EntryForm, OpenCrisisForm
from comms.periods.models import Crisis, CrisisMessage, crisis_now
from comms.periods.models.levels import LEVEL_MEANINGS, Level
from comms.periods.permissions import may_lead_crisis, may_log, may_read_crisis
from comms.periods.views.access import refuse_unless
from comms.refusals import said

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def current(request: HttpRequest) -> HttpResponse:
    """The crisis that is open; on a quiet day, what is ready for the next one and the logs of the others."""
    refuse_unless(may_read_crisis, request)
    crisis = crisis_now()
    if crisis is not None:
        return redirect(crisis)
    context = {
        "past": Crisis.objects.closed().select_related("opened_by", "closed_by")[:20],
        "ready": CrisisMessage.objects.ready().count(),
        "kept": CrisisMessage.objects.kept().count(),
        "levels": [(level.label, LEVEL_MEANINGS[level]) for level in Level],
        "may_lead": may_lead_crisis(request.user),
    }
    return render(request, "periods/crisis/quiet.html", context)


@GET_OR_POST
def open_(request: HttpRequest) -> HttpResponse:
    refuse_unless(may_lead_crisis, request)
    form = OpenCrisisForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said(request, "Le mode crise est ouvert : chaque page le dit."):
            actions.open_crisis(actor=request.user, **form.cleaned_data)
        return redirect("periods:crisis_now")
    return render(request, "periods/crisis/open.html", {"form": form})


@require_safe
def crisis(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(may_read_crisis, request)
    found = get_object_or_404(Crisis.objects.select_related("opened_by", "closed_by"), pk=pk)
    return crisis_page(request, found, EntryForm())


def crisis_page(request: HttpRequest, found: Crisis, form: EntryForm, status: int = 200) -> HttpResponse:
    context = {
        "crisis": found,
        "board": CrisisBoard(found, request.user),
        "form": form,
        "may_log": found.is_open and may_log(request.user),
        "may_lead": found.is_open and may_lead_crisis(request.user),
    }
    return render(request, "periods/crisis/page.html", context, status=status)


@GET_OR_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """A page first: what is in pause is resumed by it."""
    refuse_unless(may_lead_crisis, request)
    found = get_object_or_404(Crisis, pk=pk)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said(request, "Le mode crise est clos. Le journal est gardé."):
            actions.close_crisis(crisis=found, actor=request.user, **form.cleaned_data)
        return redirect(found)
    context = {"crisis": found, "board": CrisisBoard(found, request.user), "form": form}
    return render(request, "periods/crisis/close.html", context)
