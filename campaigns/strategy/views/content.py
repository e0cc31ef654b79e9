"""What a plan is made of: axes, objectives, indicators, key messages."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.strategy import permissions
from campaigns.strategy.actions import content as actions
from campaigns.strategy.errors import StrategyError
from campaigns.strategy.forms.plans import AxisForm, IndicatorForm, MessageForm, ObjectiveForm
from campaigns.strategy.models import Axis, Indicator, KeyMessage, Objective, Plan
from campaigns.strategy.trends import trends_of
from campaigns.strategy.views.pages import form_page, visible_indicator, visible_objective, writable_plan

WRITES = ["GET", "HEAD", "POST"]


def _axis(request: HttpRequest, pk: int) -> Axis:
    axes = Axis.objects.filter(plan__in=Plan.objects.visible_to(request.user).order_by())
    axis = get_object_or_404(axes.select_related("plan"), pk=pk)
    _refuse_reader(request, axis.plan)
    return axis


def _refuse_reader(request: HttpRequest, plan: Plan) -> None:
    if not permissions.may_edit(request.user, plan):
        raise PermissionDenied


# --- axes --------------------------------------------------------------------------------------------
@require_http_methods(WRITES)
def axis_create(request: HttpRequest, pk: int) -> HttpResponse:
    plan = writable_plan(request, pk)

    def save(typed: dict[str, Any]) -> None:
        actions.add_axis(plan=plan, actor=request.user, **typed)

    return form_page(
        request, AxisForm(request.POST or None), save=save, done="Axe ajouté.",
        back=plan.get_absolute_url(), heading="Nouvel axe", parent=plan,
    )  # fmt: skip


@require_http_methods(WRITES)
def axis_edit(request: HttpRequest, pk: int) -> HttpResponse:
    axis = _axis(request, pk)
    form = AxisForm(request.POST or None, instance=Axis.objects.get(pk=pk))

    def save(typed: dict[str, Any]) -> None:
        actions.edit_axis(axis=axis, actor=request.user, **typed)

    return form_page(
        request, form, save=save, done="Axe enregistré.", back=axis.plan.get_absolute_url(),
        heading="Modifier l’axe", parent=axis.plan,
    )  # fmt: skip


@require_http_methods(WRITES)
def axis_remove(request: HttpRequest, pk: int) -> HttpResponse:
    axis = _axis(request, pk)
    if request.method == "POST":
        return _removed(request, axis.plan, "L’axe est retiré.", actions.remove_axis, axis=axis)
    return render(request, "strategy/remove.html", {"thing": axis, "plan": axis.plan, "kind": "l’axe"})


def _removed(request: HttpRequest, plan: Plan, done: str, remove: Any, **thing: Any) -> HttpResponse:
    try:
        remove(actor=request.user, **thing)
    except StrategyError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(plan)


# --- objectives ----------------------------------------------------------------------------------------
@require_safe
def objective(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_objective(request, pk)
    indicators = list(found.indicators.select_related("objective__axis__plan"))
    trends = trends_of(indicators)
    context = {
        "objective": found,
        "plan": found.axis.plan,
        "trends": [trends[indicator.pk] for indicator in indicators],
        "audiences": found.audiences.all(),
        "campaigns": found.campaigns.visible_to(request.user),
        "may_edit": permissions.may_edit(request.user, found.axis.plan),
    }
    return render(request, "strategy/objectives/detail.html", context)


@require_http_methods(WRITES)
def objective_create(request: HttpRequest, pk: int) -> HttpResponse:
    axis = _axis(request, pk)
    form = ObjectiveForm(request.POST or None, plan=axis.plan, initial={"axis": axis})

    def save(typed: dict[str, Any]) -> None:
        actions.add_objective(actor=request.user, **typed)

    return form_page(
        request, form, save=save, done="Objectif ajouté : dites maintenant comment il se mesure.",
        back=axis.plan.get_absolute_url(), heading="Nouvel objectif", parent=axis.plan,
    )  # fmt: skip


@require_http_methods(WRITES)
def objective_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_objective(request, pk)
    _refuse_reader(request, found.axis.plan)
    form = ObjectiveForm(request.POST or None, plan=found.axis.plan, instance=Objective.objects.get(pk=pk))

    def save(typed: dict[str, Any]) -> None:
        actions.edit_objective(objective=found, actor=request.user, **typed)

    return form_page(
        request, form, save=save, done="Objectif enregistré.", back=found.get_absolute_url(),
        heading="Modifier l’objectif", parent=found.axis.plan,
    )  # fmt: skip


@require_http_methods(WRITES)
def objective_remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_objective(request, pk)
    plan = found.axis.plan
    _refuse_reader(request, plan)
    if request.method == "POST":
        return _removed(request, plan, "L’objectif est retiré.", actions.remove_objective, objective=found)
    return render(request, "strategy/remove.html", {"thing": found, "plan": plan, "kind": "l’objectif"})


# --- indicators ----------------------------------------------------------------------------------------
@require_http_methods(WRITES)
def indicator_create(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_objective(request, pk)
    _refuse_reader(request, found.axis.plan)
    form = IndicatorForm(request.POST or None, initial={"target_on": found.axis.plan.ends_on})

    def save(typed: dict[str, Any]) -> None:
        actions.add_indicator(objective=found, actor=request.user, **typed)

    return form_page(
        request, form, save=save, done="Indicateur ajouté.", back=found.get_absolute_url(),
        heading="Nouvel indicateur", parent=found.axis.plan, lead=found.statement,
    )  # fmt: skip


@require_http_methods(WRITES)
def indicator_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_indicator(request, pk)
    _refuse_reader(request, found.objective.axis.plan)
    form = IndicatorForm(request.POST or None, instance=Indicator.objects.get(pk=pk))

    def save(typed: dict[str, Any]) -> None:
        actions.edit_indicator(indicator=found, actor=request.user, **typed)

    return form_page(
        request, form, save=save, done="Indicateur enregistré.", back=found.get_absolute_url(),
        heading="Modifier l’indicateur", parent=found.objective.axis.plan,
    )  # fmt: skip


# --- key messages --------------------------------------------------------------------------------------
@require_http_methods(WRITES)
def message_create(request: HttpRequest, pk: int) -> HttpResponse:
    plan = writable_plan(request, pk)

    def save(typed: dict[str, Any]) -> None:
        actions.add_message(plan=plan, actor=request.user, **typed)

    return form_page(
        request, MessageForm(request.POST or None), save=save, done="Message clé ajouté.",
        back=plan.get_absolute_url(), heading="Nouveau message clé", parent=plan,
    )  # fmt: skip


def _message(request: HttpRequest, pk: int) -> KeyMessage:
    plans = Plan.objects.visible_to(request.user).order_by()
    found = get_object_or_404(KeyMessage.objects.filter(plan__in=plans).select_related("plan"), pk=pk)
    _refuse_reader(request, found.plan)
    return found


@require_http_methods(WRITES)
def message_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _message(request, pk)
    form = MessageForm(request.POST or None, instance=KeyMessage.objects.get(pk=pk))

    def save(typed: dict[str, Any]) -> None:
        actions.edit_message(message=found, actor=request.user, **typed)

    return form_page(
        request, form, save=save, done="Message clé enregistré.", back=found.plan.get_absolute_url(),
        heading="Modifier le message clé", parent=found.plan,
    )  # fmt: skip


@require_http_methods(WRITES)
def message_remove(request: HttpRequest, pk: int) -> HttpResponse:
    found = _message(request, pk)
    if request.method == "POST":
        done = "Le message clé est retiré."
        return _removed(request, found.plan, done, actions.remove_message, message=found)
    context = {"thing": found, "plan": found.plan, "kind": "le message clé"}
    return render(request, "strategy/remove.html", context)
