"""The unit's money: lines, decisions, commitments and invoices, for those who see it."""

from django.db.models import QuerySet

from budget.models import Commitment, Decision, Invoice, Line
from comms.formats import francs
from comms.people.models import User
from desk.search.found import Hit, Source


def _lines(user: User, words: str) -> QuerySet:
    return Line.objects.visible_to(user).search(words).for_list().order_by("-fiscal_year__year", "label")


def _line(line: Line) -> Hit:
    return Hit(
        title=line.label,
        url=line.get_absolute_url(),
        note=f"{line.account.code} · {line.fiscal_year} · {francs(line.available)} disponibles",
    )


def _decisions(user: User, words: str) -> QuerySet:
    return Decision.objects.visible_to(user).search(words).for_list()


def _decision(decision: Decision) -> Hit:
    return Hit(
        title=decision.title,
        url=decision.get_absolute_url(),
        note=decision.reference,
        state=decision.get_state_display(),
        tone=decision.state_tone,
        at=decision.created_at,
    )


def _commitments(user: User, words: str) -> QuerySet:
    return Commitment.objects.visible_to(user).search(words).order_by("-committed_on", "-pk")


def _commitment(commitment: Commitment) -> Hit:
    facts = (commitment.document_reference, commitment.provider_name, francs(commitment.amount))
    return Hit(
        title=commitment.label,
        url=commitment.get_absolute_url(),
        note=" · ".join(filter(None, facts)),
        state=commitment.get_state_display(),
        tone=commitment.state_tone,
        day=commitment.committed_on,
    )


def _invoices(user: User, words: str) -> QuerySet:
    return Invoice.objects.visible_to(user).search(words).order_by("-received_on", "-pk")


def _invoice(invoice: Invoice) -> Hit:
    return Hit(
        title=f"Facture {invoice.number}",
        url=invoice.get_absolute_url(),
        note=f"{invoice.provider_name} · {francs(invoice.total)}",
        state=invoice.get_state_display(),
        tone=invoice.state_tone,
        day=invoice.received_on,
    )


SOURCES = (
    Source("engagements", "Engagements", "bookmark-check", _commitments, _commitment),
    Source("factures", "Factures", "receipt", _invoices, _invoice),
    Source("lignes", "Lignes budgétaires", "wallet2", _lines, _line),
    Source("decisions", "Décisions budgétaires", "bank", _decisions, _decision),
)
