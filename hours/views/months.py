"""« Mes heures », anybody's month for who reads it, the unit's month; closing and opening again."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.calendar.working_days import local_today
from comms.people.models import User
from comms.refusals import said
from hours.actions.locks import lock_month, lock_unit_month, unlock_month
from hours.converters import month_after, month_before
from hours.forms.entries import ReasonForm
from hours.forms.months import MonthForm
from hours.models import MonthLock, Recuperation, TimeEntry
from hours.permissions import (
    may_decide_for,
    may_decide_hours,
    may_lock_month,
    may_lock_unit,
    may_log_hours,
    may_read_everybody,
)
from hours.sheet import MonthSheet, standing_of, unit_month
from hours.views.access import hours_page, only, visible_person


@require_safe
@hours_page
def mine(request: HttpRequest) -> HttpResponse:
    """One's own month; who only stands in for somebody finds what waits for an answer."""
    if not may_log_hours(request.user):
        return redirect("hours:to_validate" if may_decide_hours(request.user) else "hours:overload")
    month = MonthForm(request.GET).chosen_or(local_today())
    return render(request, "hours/months/month.html", _month_context(request, request.user, month))


@require_safe
def month(request: HttpRequest, person: int, month: date) -> HttpResponse:
    owner = visible_person(request, person)
    return render(request, "hours/months/month.html", _month_context(request, owner, month))


def _month_context(request: HttpRequest, person: User, month: date) -> dict[str, Any]:
    user, today = request.user, local_today()
    to_correct = TimeEntry.objects.to_correct_by(person).exclude(day__gte=month, day__lt=month_after(month))
    return {
        "sheet": MonthSheet(person, month),
        "standing": standing_of(person),
        "is_mine": person == user,
        "may_lock": may_lock_month(user, person) and month <= today,
        "may_unlock": may_decide_for(user, person),
        "elsewhere": to_correct.for_list() if person == user else [],
        "over": Recuperation.objects.over(today).filter(person=person),
        "before": month_before(month),
        "after": month_after(month) if month_after(month) <= today else None,
        **_tabs(user),
    }


def _tabs(user: User) -> dict[str, Any]:
    return {"reads_everybody": may_read_everybody(user)}


@require_safe
@only(may_read_everybody)
def unit(request: HttpRequest) -> HttpResponse:
    """Everybody's month in a line; closed together."""
    today = local_today()
    month = MonthForm(request.GET).chosen_or(today)
    lines = unit_month(month)
    context = {
        "month": month,
        "lines": lines,
        "all_locked": bool(lines) and all(line.lock for line in lines),
        "may_lock": may_lock_unit(request.user) and month <= today,
        "before": month_before(month),
        "after": month_after(month) if month_after(month) <= today else None,
    }
    return render(request, "hours/months/unit.html", context)


@require_POST
def unit_lock(request: HttpRequest, month: date) -> HttpResponse:
    if not may_lock_unit(request.user):
        raise PermissionDenied
    with said(request):
        done, left = lock_unit_month(month=month, actor=request.user, today=local_today())
        if done:
            messages.success(request, f"Mois clos pour {len(done)} personne{'s' if len(done) > 1 else ''}.")
        for _, why in left:
            messages.warning(request, why)
    return redirect(f"{reverse('hours:unit')}?mois={month:%Y-%m}")


@require_POST
def month_lock(request: HttpRequest, person: int, month: date) -> HttpResponse:
    owner = visible_person(request, person)
    if not may_lock_month(request.user, owner):
        raise PermissionDenied
    with said(request, "Le mois est clos : plus rien n’y change."):
        lock_month(person=owner, month=month, actor=request.user, today=local_today())
    return redirect("hours:month", owner.pk, month)


@require_http_methods(["GET", "HEAD", "POST"])
def month_unlock(request: HttpRequest, person: int, month: date) -> HttpResponse:
    owner = visible_person(request, person)
    if not may_decide_for(request.user, owner):
        raise PermissionDenied
    lock = get_object_or_404(
        MonthLock.objects.in_force().of(owner, month).select_related("person", "locked_by")
    )
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said(request, "Le mois est rouvert."):
            unlock_month(lock=lock, actor=request.user, **form.cleaned_data)
        return redirect(lock)
    return render(request, "hours/months/unlock.html", {"lock": lock, "form": form})
