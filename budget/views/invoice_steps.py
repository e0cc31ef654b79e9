"""One step of an invoice: its short form, then the invoice again."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from budget.models import Invoice
from budget.views.invoices import visible_invoice
from budget.views.pages import form_page, only, posted
from budget.views.steps import STEPS


@require_http_methods(["GET", "HEAD", "POST"])
def invoice_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    invoice = visible_invoice(request, pk)
    asked = STEPS.get(step)
    if asked is None:
        raise Http404
    only(request, asked.may)
    if request.method != "POST" and not asked.is_open(invoice, request.user):
        return redirect(invoice)

    def save(values: dict[str, Any]) -> Invoice:
        return asked.action(invoice=invoice, actor=request.user, **values)

    form, home = asked.form(posted(request), invoice=invoice), invoice.get_absolute_url()
    return form_page(
        request, form, save=save, done=asked.done, back=home, up=(str(invoice), home), heading=asked.label,
        lead=asked.lead, submit=asked.label, facts=[("Montant TTC", invoice.total)],
    )  # fmt: skip
