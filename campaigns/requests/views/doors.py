"""The other doors: what the unit enters for others, and what was asked in passing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from campaigns.requests import actions, permissions
from campaigns.requests.forms.doors import EnteredForm, PassingForm, SortingForm
from campaigns.requests.models import CommunicationRequest
from campaigns.requests.views.shared import for_unit, told_in


def _unit_only(request: HttpRequest) -> None:
    if not permissions.may_triage(request.user):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
def note_in_passing(request: HttpRequest) -> HttpResponse:
    """Twenty seconds in a corridor; the next one may follow at once."""
    _unit_only(request)
    form = PassingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        noted = actions.note_in_passing(actor=request.user, **form.cleaned_data)
        messages.success(request, f"{noted.reference} est notée : « {noted.title} ».")
        return redirect("requests:note" if "encore" in request.POST else "requests:triage")
    return render(request, "requests/note.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def request_enter(request: HttpRequest) -> HttpResponse:
    """For an elected person, an association, a journalist, a direction that phoned."""
    _unit_only(request)
    form = EnteredForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        entered = actions.enter_request(actor=request.user, **form.values)
        messages.success(request, f"{entered.reference} est enregistrée.")
        try:
            actions.attach_files(request=entered, actor=request.user, files=form.cleaned_data["files"])
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return redirect(entered)
    return render(request, "requests/enter.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def request_sort(request: HttpRequest, pk: int) -> HttpResponse:
    """What the unit puts right before deciding."""
    asked = for_unit(request, pk)
    if asked.is_draft or not permissions.may_edit(request.user, asked):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = SortingForm(data, instance=CommunicationRequest.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        with told_in(form, files="needed_on"):
            late_reason = form.cleaned_data["late_reason"]
            actions.save_request(
                request=asked, actor=request.user, changes=form.changes, late_reason=late_reason
            )
            messages.success(request, "Demande mise à jour.")
            return redirect("requests:triage_one", pk)
    return render(request, "requests/sort.html", {"form": form, "asked": asked})
