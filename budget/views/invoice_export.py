"""The list of invoices as a file, with finance's titles: its mandates come back in by finance's file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from budget.finance.columns import COLUMNS
from budget.forms.invoices import InvoiceFilter
from budget.models import Invoice
from budget.permissions import may_see_budget
from budget.views.pages import only
from comms.exports import csv_response, xlsx_response

HEADER = (
    COLUMNS["provider"].label, COLUMNS["ridet"].label, COLUMNS["number"].label, "Datée du", "Reçue le", "TGC",
    "Montant HT", "Montant de la TGC", COLUMNS["amount"].label, "État", "Service fait le",
    COLUMNS["mandate"].label, COLUMNS["mandated_on"].label, COLUMNS["paid_on"].label, "Comptes", "Lignes",
)  # fmt: skip
BATCH = 500


@require_safe
def invoice_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Exactly what the list's address filters."""
    only(request, may_see_budget)
    invoices = InvoiceFilter(request.GET).filter(Invoice.objects.visible_to(request.user)).for_list()
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("factures", HEADER, _rows(invoices.order_by("-received_on", "-pk").iterator(BATCH)))


def _rows(invoices: Iterator[Invoice]) -> Iterator[tuple[Any, ...]]:
    for invoice in invoices:
        lines = [part.line for part in invoice.parts.all()]
        yield (
            invoice.provider_name, invoice.provider_ridet, invoice.number, invoice.issued_on,
            invoice.received_on, invoice.get_tax_case_display(), invoice.net, invoice.tax, invoice.total,
            invoice.get_state_display(), invoice.certified_on, invoice.mandate_number, invoice.mandated_on,
            invoice.paid_on, ", ".join(line.account.code for line in lines),
            ", ".join(line.label for line in lines),
        )  # fmt: skip
