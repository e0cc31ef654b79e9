"""Invoices: their list, those that grow old, one of them, its entry, its PDF."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q, Sum
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from budget import actions
from budget.errors import BudgetError
from budget.forms.invoices import InvoiceFilter, InvoiceForms
from budget.models import BudgetRules, Commitment, Invoice, InvoiceState
from budget.models.states import WAITING_INVOICE_STATES
from budget.permissions import may_commit, may_see_budget
from budget.views.pages import only
from budget.views.steps import steps_of
from comms.calendar.working_days import local_today
from comms.pages import page_of
from comms.uploads import file_response

SORTS = {
    "-received": ("received_on",),
    "provider": ("provider_name",),
    "total": ("total",),
    "left": ("days_left",),
}
LATE_SORTS = {"left": ("days_left",), **SORTS}
#: Offered while the provider's name is typed.
KNOWN_PROVIDERS = 200


@require_safe
def invoice_list(request: HttpRequest) -> HttpResponse:
    only(request, may_see_budget)
    form = InvoiceFilter(request.GET)
    invoices = form.filter(Invoice.objects.visible_to(request.user)).with_days_left(local_today())
    context = {
        "form": form,
        "page": page_of(invoices, request, sorts=SORTS),
        "totals": _totals(invoices),
        "may_commit": may_commit(request.user),
    }
    return render(request, "budget/invoices/list.html", context)


def _totals(invoices: Any) -> dict[str, int]:
    """What they come to, what is still to mandate, what is paid: one query."""
    sums = invoices.order_by().aggregate(
        whole=Sum("total", default=0),
        waiting=Sum("total", default=0, filter=Q(state__in=WAITING_INVOICE_STATES)),
        paid=Sum("total", default=0, filter=Q(state=InvoiceState.PAID)),
    )
    return {name: int(amount) for name, amount in sums.items()}


@require_safe
def ageing(request: HttpRequest) -> HttpResponse:
    """What waits for its mandate, the oldest first, against the delay that the town set itself."""
    only(request, may_see_budget)
    today = local_today()
    invoices = Invoice.objects.visible_to(request.user)
    waiting = invoices.ageing(today)
    context = {
        "page": page_of(waiting, request, sorts=LATE_SORTS),
        "late": _weight(invoices.late(today)),
        "soon": _weight(invoices.due_soon(today).filter(days_left__gte=0)),
        "waiting": _weight(waiting),
        "returned": _weight(invoices.filter(state=InvoiceState.RETURNED)),
        "delay": BudgetRules.current().payment_delay,
    }
    return render(request, "budget/invoices/late.html", context)


def _weight(invoices: Any) -> tuple[int, int]:
    """How many, for how many francs."""
    amounts = invoices.order_by().values_list("total", flat=True)
    return len(amounts), sum(amounts)


def visible_invoice(request: HttpRequest, pk: int) -> Invoice:
    invoices = Invoice.objects.visible_to(request.user).with_days_left(local_today())
    return get_object_or_404(invoices.select_related("certified_by", "registered_by"), pk=pk)


@require_safe
def invoice(request: HttpRequest, pk: int) -> HttpResponse:
    shown = visible_invoice(request, pk)
    context = {
        "invoice": shown,
        "taxes": shown.taxes.select_related("rate"),
        "mentions": list(shown.mentions.select_related("mention")),
        "parts": shown.parts.select_related("line__account", "line__fiscal_year", "commitment"),
        "returns": shown.returns.select_related("returned_by"),
        "wrong_tax": actions.wrong_tax(shown),
        "steps": steps_of(shown, request.user),
        "may_edit": shown.state == InvoiceState.RECEIVED and may_commit(request.user),
    }
    return render(request, "budget/invoices/invoice.html", context)


@require_safe
def invoice_pdf(request: HttpRequest, pk: int) -> FileResponse:
    shown = visible_invoice(request, pk)
    if shown.pdf is None:
        raise Http404
    response = file_response(shown.pdf, name=f"facture {shown.number} {shown.provider_name}")
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def invoice_create(request: HttpRequest) -> HttpResponse:
    """`?engagement=` names the commitment whose provider sent it."""
    only(request, may_commit)
    asked = request.GET.get("engagement", "")
    commitment = Commitment.objects.filter(pk=asked).first() if asked.isdigit() and len(asked) < 12 else None
    initial = {"provider_name": commitment.provider_name} if commitment else {}
    return _entry(request, InvoiceForms(*_sent(request), initial=initial), actions.register_invoice)


@require_http_methods(["GET", "HEAD", "POST"])
def invoice_edit(request: HttpRequest, pk: int) -> HttpResponse:
    edited = visible_invoice(request, pk)
    only(request, may_commit)
    if edited.state != InvoiceState.RECEIVED:
        return redirect(edited)

    def save(**facts: Any) -> Invoice:
        return actions.edit_invoice(invoice=edited, **facts)

    return _entry(request, InvoiceForms(*_sent(request), invoice=edited), save, invoice=edited)


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _entry(
    request: HttpRequest, forms: InvoiceForms, save: Callable[..., Invoice], invoice: Invoice | None = None
) -> HttpResponse:
    """« Vérifier les montants » saves nothing: it says the tax of each rate, and what doesn't agree."""
    if "check" in request.POST:
        forms.check()
    elif forms.is_bound and forms.is_valid():
        try:
            made = save(actor=request.user, **forms.values)
        except BudgetError as refusal:
            forms.refuse(refusal)
        else:
            messages.success(request, f"{made} : enregistrée.")
            return redirect(made)
    named = Commitment.objects.exclude(provider_name="").order_by("provider_name")
    context = {
        "forms": forms,
        "invoice": invoice,
        "back": invoice.get_absolute_url() if invoice else reverse("budget:invoices"),
        "providers": named.values_list("provider_name", flat=True).distinct()[:KNOWN_PROVIDERS],
        "file_is_lost": bool(request.FILES),
    }
    return render(request, "budget/invoices/write.html", context)
