from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from campaigns.planning.models import Action
from campaigns.planning.permissions import may_plan
from comms.calendar.working_days import local_today
from desk.actions import dossiers
from desk.dossier import Dossier
from desk.forms import DossierReleaseForm


def _action(request: HttpRequest, pk: int) -> Action:
    rows = Action.objects.visible_to(request.user).select_related("lead", "objective", "campaign")
    return get_object_or_404(rows.prefetch_related("departments"), pk=pk)


@require_safe
def dossier(request: HttpRequest, pk: int) -> HttpResponse:
    """All that the rooms know of an action, on one page that prints."""
    action = _action(request, pk)
    form = DossierReleaseForm(user=request.user, action=action) if may_plan(request.user) else None
    shown = Dossier(request.user, action, local_today())
    return render(request, "desk/dossier.html", {"action": action, "dossier": shown, "form": form})


@require_POST
def add_release(request: HttpRequest, pk: int) -> HttpResponse:
    action = _action(request, pk)
    if not may_plan(request.user):
        raise PermissionDenied
    form = DossierReleaseForm(request.POST, user=request.user, action=action)
    if form.is_valid():
        try:
            dossiers.add_release(action=action, release=form.cleaned_data["release"], actor=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("desk:dossier", pk=pk)
    shown = Dossier(request.user, action, local_today())
    return render(request, "desk/dossier.html", {"action": action, "dossier": shown, "form": form})


@require_POST
def remove_release(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    action = _action(request, pk)
    if not may_plan(request.user):
        raise PermissionDenied
    found = get_object_or_404(action.dossier_releases.select_related("release", "action"), pk=link)
    dossiers.remove_release(link=found, actor=request.user)
    messages.success(request, f"{found.release.reference} n’est plus au dossier.")
    return redirect("desk:dossier", pk=pk)
