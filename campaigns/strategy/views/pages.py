"""What the room's views share: who may write, a page with one form, and what an action refuses."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from campaigns.strategy import permissions
from campaigns.strategy.errors import StaleText, StrategyError
from campaigns.strategy.models import Indicator, Objective, Plan

Form = Any


def writers_only(request: HttpRequest) -> None:
    if not permissions.may_write_strategy(request.user):
        raise PermissionDenied


def visible_plan(request: HttpRequest, pk: int) -> Plan:
    plans = Plan.objects.visible_to(request.user).select_related("effective_version", "created_by")
    return get_object_or_404(plans, pk=pk)


def writable_plan(request: HttpRequest, pk: int) -> Plan:
    plan = visible_plan(request, pk)
    if not permissions.may_edit(request.user, plan):
        raise PermissionDenied
    return plan


def visible_objective(request: HttpRequest, pk: int) -> Objective:
    objectives = Objective.objects.visible_to(request.user).select_related("axis__plan", "axis__elected")
    return get_object_or_404(objectives, pk=pk)


def visible_indicator(request: HttpRequest, pk: int) -> Indicator:
    indicators = Indicator.objects.visible_to(request.user).select_related("objective__axis__plan")
    return get_object_or_404(indicators, pk=pk)


def form_page(
    request: HttpRequest,
    form: Form,
    *,
    save: Callable[[dict[str, Any]], Any],
    done: str,
    back: str,
    **context: Any,
) -> HttpResponse:
    """A page with this form alone: `save` gets what was typed; then back to `back`, with the word `done`.

    Words that changed meanwhile stand beside what was typed.
    """
    if request.method == "POST" and form.is_valid():
        try:
            save(form.cleaned_data)
        except StaleText as error:
            form.add_error(None, str(error))
            context["compared"] = form.begin_again_from(error.row)
        except StrategyError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect(back)
    usual = {"form": form, "back": back, "submit_class": "btn-primary"}
    return render(request, "strategy/form.html", usual | context)
