"""« Service fait »: an invoice meets what was committed for it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from budget import actions
from budget.forms.matching import MatchForms
from budget.models import Invoice, InvoiceState
from budget.permissions import may_commit
from budget.views.invoices import visible_invoice
from budget.views.pages import only, posted, saved


@require_http_methods(["GET", "HEAD", "POST"])
def invoice_match(request: HttpRequest, pk: int) -> HttpResponse:
    invoice = visible_invoice(request, pk)
    only(request, may_commit)
    if request.method != "POST" and invoice.state != InvoiceState.RECEIVED:
        return redirect(invoice)
    forms = MatchForms(posted(request), invoice=invoice)

    def save(values: dict[str, Any]) -> Invoice:
        matched = actions.match_invoice(invoice=invoice, actor=request.user, **values)
        for warning in matched.warnings:
            messages.warning(request, warning)
        return matched.invoice

    if made := saved(request, forms, save, "Le service fait est constaté."):
        return redirect(made)
    return render(request, "budget/invoices/match.html", {"invoice": invoice, "forms": forms})
