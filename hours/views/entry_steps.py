"""One step in the life of hours, each by a button."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from comms.refusals import said
from hours.actions.deciding import reopen_entry
from hours.actions.entries import delete_entry, submit_entry, take_back_entry
from hours.forms.entries import ReasonForm
from hours.models import EntryState
from hours.permissions import may_decide_for
from hours.views.access import visible_entry


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_entry(request, pk)
    with said(request, "Vos heures sont soumises."):
        submit_entry(entry=found, actor=request.user)
    return redirect(found)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_entry(request, pk)
    with said(request, "Vos heures sont de nouveau un brouillon."):
        take_back_entry(entry=found, actor=request.user)
    return redirect(found)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_entry(request, pk)
    with said(request, "Ces heures sont supprimées."):
        delete_entry(entry=found, actor=request.user)
        found = None
    return redirect(found or "hours:mine")


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Validated by mistake: with a reason, and what was credited is countered."""
    found = visible_entry(request, pk)
    if not may_decide_for(request.user, found.person):
        raise PermissionDenied
    if found.state != EntryState.VALIDATED:
        return redirect(found)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said(request, "Les heures sont rouvertes ; ce qu’elles avaient crédité est annulé."):
            reopen_entry(entry=found, actor=request.user, **form.cleaned_data)
        return redirect(found)
    return render(request, "hours/entries/reopen.html", {"entry": found, "form": form})
