"""The account of minutes, row by row; letting it go below zero."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comms.pages import page_of
from hours.actions.ledger import allow_overdraft
from hours.errors import HoursError
from hours.forms.recuperations import OverdraftForm
from hours.models import LedgerRow, Overdraft
from hours.permissions import may_decide_for
from hours.sheet import standing_of
from hours.views.access import visible_person

SORTS = {"-written": ("written_at",), "day": ("day",)}


@require_safe
def account(request: HttpRequest, person: int) -> HttpResponse:
    owner = visible_person(request, person)
    rows = LedgerRow.objects.of(owner).select_related(
        "entry__action", "recuperation", "written_by", "counters", "countered_by"
    )
    context = {
        "person": owner,
        "standing": standing_of(owner),
        "page": page_of(rows, request, sorts=SORTS, size=50),
        "overdrafts": Overdraft.objects.filter(person=owner).select_related("allowed_by")[:5],
        "may_allow": may_decide_for(request.user, owner),
        "is_mine": owner == request.user,
    }
    return render(request, "hours/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def overdraft(request: HttpRequest, person: int) -> HttpResponse:
    owner = visible_person(request, person)
    if not may_decide_for(request.user, owner):
        raise PermissionDenied
    form = OverdraftForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            allow_overdraft(person=owner, actor=request.user, **form.cleaned_data)
        except HoursError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Le découvert est enregistré.")
            return redirect("hours:account", owner.pk)
    context = {"person": owner, "form": form, "standing": standing_of(owner)}
    return render(request, "hours/overdraft.html", context)
