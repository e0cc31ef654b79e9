"""The steps of a plan: submitted, taken back, put in force, closed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.strategy import permissions
from campaigns.strategy.actions import plans as actions
from campaigns.strategy.forms.plans import ClosingForm, ForceForm
from campaigns.strategy.models import Plan
from campaigns.strategy.views.pages import form_page, visible_plan, writers_only
from comms.calendar.working_days import local_today
from comms.refusals import said


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    writers_only(request)
    plan = visible_plan(request, pk)
    with said(request):
        approval = actions.submit_plan(plan=plan, actor=request.user)
        first = approval.open_step.who
        messages.success(
            request, f"La version {approval.version.number} est soumise. Première étape : {first}."
        )
    return redirect(plan)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    writers_only(request)
    plan = visible_plan(request, pk)
    with said(request):
        actions.take_back(plan=plan, actor=request.user)
        messages.success(request, "Le plan est retiré de la validation : vous pouvez y travailler.")
    return redirect(plan)


@require_http_methods(["GET", "HEAD", "POST"])
def put_in_force(request: HttpRequest, pk: int) -> HttpResponse:
    """What it replaces is shown first; it isn't undone by a click."""
    plan = visible_plan(request, pk)
    if not permissions.may_put_in_force(request.user, plan):
        raise PermissionDenied
    earlier = Plan.objects.in_force().first()
    form = ForceForm(request.POST or None, initial={"seen_in_force": earlier.pk if earlier else None})
    if request.method == "POST" and form.is_valid():
        with said(request):
            seen = form.cleaned_data["seen_in_force"]
            actions.put_in_force(plan=plan, actor=request.user, today=local_today(), seen_in_force=seen)
            messages.success(request, "Le plan est en vigueur. Les directions et les élus sont prévenus.")
        return redirect(plan)
    context = {"plan": plan, "earlier": earlier, "form": form}
    return render(request, "strategy/plans/put_in_force.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    plan = visible_plan(request, pk)
    if not permissions.may_close(request.user, plan):
        raise PermissionDenied

    def save(typed: dict[str, Any]) -> None:
        actions.close_plan(plan=plan, actor=request.user, today=local_today(), **typed)

    return form_page(
        request, ClosingForm(request.POST if request.method == "POST" else None), save=save,
        done="Le plan est clos.", back=plan.get_absolute_url(), heading="Clore le plan", parent=plan,
        lead="Plus rien n’y changera : ni texte, ni mesure. D’ici un nouveau plan, aucun n’est en vigueur.",
        submit="Clore le plan", submit_class="btn-danger",
    )  # fmt: skip
