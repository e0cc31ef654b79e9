"""The list of actions: pages by key, its total, exactly what is filtered as a file, several at once."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from campaigns.planning import listing
from campaigns.planning.actions.several import change_several
from campaigns.planning.forms.several import ActionsForm
from campaigns.planning.models import Action
from campaigns.planning.permissions import may_plan
from campaigns.planning.views.narrowed import Narrowed, narrowed
from comms.calendar.working_days import local_today
from comms.exports import csv_response, xlsx_response
from comms.pages import page_of
from comms.refusals import said

SORTS = {
    "day": ("starts_on",),
    "title": ("title",),
    "-number": ("year", "number"),
    "priority": ("priority", "starts_on"),
    "cost": ("foreseen_cost",),
    "-updated": ("updated_at",),
}
EXPORT_HEADER = (
    "Référence", "Titre", "Nature", "État", "Motif", "Origine", "Instance", "Décidée le", "Priorité", "J0",
    "Jusqu’au", "Responsable", "Directions", "Objectif", "Campagne", "Lieu", "Secteur", "Coût prévu (F CFP)",
    "Confidentielle",
)  # fmt: skip


@require_safe
def action_list(request: HttpRequest) -> HttpResponse:
    found = narrowed(request)
    page = page_of(listing.with_people(found.actions), request, sorts=SORTS)
    listing.count_tasks(page.items, local_today())
    context = {
        "found": found,
        "form": found.form,
        "page": page,
        "total": None if page.count.is_bounded else listing.total_cost(found.actions),
        "several": ActionsForm(visible=found.visible, user=request.user) if found.may_plan else None,
    }
    return render(request, "planning/list.html", context)


@require_safe
def action_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Exactly what the list's address filters, in the order of the days."""
    actions = narrowed(request).actions.select_related("lead", "objective", "campaign")
    rows = actions.prefetch_related("departments").order_by("starts_on", "pk").iterator(500)
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("actions", EXPORT_HEADER, (_exported(action) for action in rows))


def _exported(action: Action) -> tuple[Any, ...]:
    return (
        action.reference, action.title, action.get_kind_display(), action.get_state_display(),
        action.state_reason, action.get_origin_display(), action.decided_by, action.decided_on,
        action.get_priority_display(), action.starts_on, action.ends_on, action.lead or "",
        ", ".join(str(each) for each in action.departments.all()), action.objective or "",
        action.campaign or "", action.place, action.zone, action.foreseen_cost, action.is_confidential,
    )  # fmt: skip


@require_POST
def action_several(request: HttpRequest) -> HttpResponse:
    """A person in charge, a campaign, a priority for the ticked actions, or for all that are filtered."""
    if not may_plan(request.user):
        raise PermissionDenied
    found = narrowed(request, QueryDict(request.POST.get("filters", "")[:2000]))
    form = ActionsForm(request.POST, visible=found.visible, user=request.user)
    if form.is_valid():
        with said(request):
            changed = change_several(actions=_chosen(form, found), actor=request.user, **form.change)
            plural = "s" if changed > 1 else ""
            messages.success(request, f"C’est fait pour {changed} action{plural}.")
    else:
        messages.error(request, " ".join(line.message for line in form.error_lines))
    return redirect(f"{reverse('planning:actions')}?{found.query}")


def _chosen(form: ActionsForm, found: Narrowed) -> QuerySet[Action]:
    return found.actions if form.cleaned_data["everything"] else form.cleaned_data["action"]
