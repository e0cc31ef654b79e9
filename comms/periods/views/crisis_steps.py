"""What is done from the page of a crisis: one POST each, back to the page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from comms.approvals.models import Approval
from comms.outbox.models import Mailing
from comms.periods import actions
from comms.periods.forms import EntryForm, LevelForm
from comms.periods.models import Crisis, Level
from comms.periods.permissions import may_lead_crisis, may_log
from comms.periods.views.access import refuse_unless
from comms.periods.views.crises import crisis_page
from comms.refusals import said


@require_POST
def log(request: HttpRequest, pk: int) -> HttpResponse:
    """A sentence at one touch, or words of one's own; what can't be read is shown again, kept."""
    refuse_unless(may_log, request)
    crisis = get_object_or_404(Crisis, pk=pk)
    form = EntryForm(request.POST)
    if not form.is_valid():
        return crisis_page(request, crisis, form, status=422)
    with said(request, "Noté au journal."):
        actions.write_entry(
            crisis=crisis, actor=request.user, text=form.cleaned_data["text"], happened_at=form.happened_at
        )
    return redirect(f"{crisis.get_absolute_url()}#journal")


@require_POST
def level(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(may_lead_crisis, request)
    crisis = get_object_or_404(Crisis, pk=pk)
    form = LevelForm(request.POST)
    if form.is_valid():
        label = Level(form.cleaned_data["level"]).label
        with said(request, f"Niveau noté : {label}."):
            actions.change_level(crisis=crisis, actor=request.user, **form.cleaned_data)
    return redirect(crisis)


@require_POST
def pause(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(may_lead_crisis, request)
    crisis = get_object_or_404(Crisis, pk=pk)
    with said(request, "Tout ce qui n’est pas urgent est en pause, rappels compris."):
        actions.pause_everything(crisis=crisis, actor=request.user)
    return redirect(f"{crisis.get_absolute_url()}#pause")


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(may_lead_crisis, request)
    crisis = get_object_or_404(Crisis, pk=pk)
    with said(request, "Ce qui était en pause reprend."):
        actions.resume_everything(crisis=crisis, actor=request.user)
    return redirect(f"{crisis.get_absolute_url()}#pause")


@require_POST
def let_go(request: HttpRequest, pk: int, mailing: int) -> HttpResponse:
    refuse_unless(may_lead_crisis, request)
    crisis = get_object_or_404(Crisis, pk=pk)
    found = get_object_or_404(Mailing, pk=mailing)
    with said(request, f"« {found} » est urgent : il part."):
        actions.let_go(crisis=crisis, mailing=found, actor=request.user)
    return redirect(f"{crisis.get_absolute_url()}#pause")


@require_POST
def let_through(request: HttpRequest, pk: int, approval: int) -> HttpResponse:
    """Without waiting for the circuit: recorded, counted, and everyone of the circuit is told."""
    refuse_unless(may_lead_crisis, request)
    crisis = get_object_or_404(Crisis, pk=pk)
    found = get_object_or_404(Approval.objects.visible_to(request.user).readable(), pk=approval)
    with said(request, f"{found} : approuvé sans attendre le circuit, qui est prévenu."):
        actions.let_through(crisis=crisis, approval=found, actor=request.user)
    return redirect(f"{crisis.get_absolute_url()}#urgence")
