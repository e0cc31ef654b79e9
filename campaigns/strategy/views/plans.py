"""Plans: the one in force, all of them, one on a page and on paper."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.strategy import permissions
from campaigns.strategy.actions import plans as actions
from campaigns.strategy.forms.plans import PlanForm
from campaigns.strategy.models import Indicator, Plan
from campaigns.strategy.onepage import plan_pdf as one_page
from campaigns.strategy.shown import Shown
from campaigns.strategy.views.pages import form_page, visible_plan, writable_plan, writers_only
from comms.approvals.differences import differences
from comms.approvals.dossier import rounds_of
from comms.calendar.working_days import local_today
from comms.pages import page_of
from comms.pdf import pdf_response

SORTS = {"-starts": ("starts_on",), "title": ("title",), "state": ("state", "-starts_on")}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The plan in force; without one, what to do first."""
    if not permissions.may_read_strategy(request.user):
        raise PermissionDenied
    plan = Plan.objects.visible_to(request.user).in_force().select_related("effective_version").first()
    if plan is not None:
        return _plan_page(request, plan)
    context = {"may_write": permissions.may_write_strategy(request.user), "plans": Plan.objects.count()}
    return render(request, "strategy/plans/none.html", context)


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    if not permissions.may_read_strategy(request.user):
        raise PermissionDenied
    plans = Plan.objects.visible_to(request.user).select_related("effective_version")
    context = {
        "page": page_of(plans, request, sorts=SORTS),
        "may_write": permissions.may_write_strategy(request.user),
    }
    return render(request, "strategy/plans/list.html", context)


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    return _plan_page(request, visible_plan(request, pk))


def _plan_page(request: HttpRequest, plan: Plan) -> HttpResponse:
    """The unit reads the rows, with what an amendment changes; the others read the version in effect."""
    may = permissions.rights(request.user, plan)
    content = plan.approvable_content()
    effective = plan.effective_version.content if plan.effective_version else content
    changes = (
        differences(effective, content, plan.approval_fields) if may["write"] and plan.is_in_force else []
    )
    context = {
        "plan": plan,
        "shown": Shown(plan, content if may["write"] else effective),
        "may": may,
        "changes": changes,
        "rounds": rounds_of(plan),
        "missing": actions.missing_for_approval(plan) if may["submit"] else [],
        "to_think_of": actions.to_think_of(plan) if may["submit"] else [],
        "due": _due(plan) if may["write"] else [],
    }
    return render(request, "strategy/plans/detail.html", context)


def _due(plan: Plan) -> list[Indicator]:
    return list(Indicator.objects.due_for_measure(local_today()).filter(objective__axis__plan=plan))


@require_safe
def plan_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """One page for the mayor, of the version in effect; a draft says that it is one."""
    found = visible_plan(request, pk)
    return pdf_response(found.title, one_page(found, local_today()))


@require_http_methods(["GET", "HEAD", "POST"])
def plan_create(request: HttpRequest) -> HttpResponse:
    writers_only(request)
    form = PlanForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return redirect(actions.create_plan(author=request.user, **form.cleaned_data))
    context = {"form": form, "heading": "Nouveau plan de communication", "back": reverse("strategy:plans")}
    lead = "Le titre et la période suffisent pour commencer ; les axes et les objectifs viennent ensuite."
    return render(request, "strategy/form.html", context | {"lead": lead})


@require_http_methods(["GET", "HEAD", "POST"])
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = writable_plan(request, pk)
    form = PlanForm(request.POST if request.method == "POST" else None, instance=Plan.objects.get(pk=pk))

    def save(typed: dict[str, Any]) -> None:
        actions.edit_plan(plan=found, actor=request.user, **typed)

    return form_page(
        request, form, save=save, done="Plan enregistré.", back=found.get_absolute_url(),
        heading="Modifier le plan", parent=found,
    )  # fmt: skip
