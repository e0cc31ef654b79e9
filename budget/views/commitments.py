"""What is set aside before an order leaves: the list, one commitment's story, and what changes it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from budget import actions
from budget.actions import Committed
from budget.forms.commitments import AmendForm, CommitForm, CommitmentFilter, ReleaseForm, ReopenForm
from budget.models import Commitment
from budget.permissions import may_commit, may_see_budget
from budget.views.pages import form_page, only, posted
from comms.exports import csv_response, xlsx_response
from comms.formats import francs
from comms.pages import page_of
from comms.people.models import User

SORTS = {
    "-day": ("committed_on",),
    "label": ("label",),
    "amount": ("amount",),
    "remaining": ("remaining",),
}


@require_safe
def commitment_list(request: HttpRequest) -> HttpResponse:
    only(request, may_see_budget)
    form = CommitmentFilter(request.GET)
    rows = form.filter(Commitment.objects.visible_to(request.user))
    context = {
        "form": form,
        "page": page_of(rows.for_list(), request, sorts=SORTS),
        "totals": rows.totals(),
        "may_commit": may_commit(request.user),
    }
    return render(request, "budget/commitments/list.html", context)


EXPORT_HEADER = (
    "Référence", "Objet", "Prestataire", "Direction", "Exercice", "Chapitre", "Article",
    "Fonction", "Ligne", "Engagé le", "État", "Engagé (F CFP)", "Facturé (F CFP)", "Reste (F CFP)",
)  # fmt: skip


@require_safe
def commitment_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Exactly what the list's address filters."""
    only(request, may_see_budget)
    rows = CommitmentFilter(request.GET).filter(Commitment.objects.visible_to(request.user)).for_list()
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("engagements", EXPORT_HEADER, (_exported(row) for row in rows.iterator(500)))


def _exported(row: Commitment) -> tuple[Any, ...]:
    account = row.line.account
    return (
        row.document_reference, row.label, row.provider_name, row.department or "",
        row.line.fiscal_year.year, account.chapter, account.article, account.function, row.line.label,
        row.committed_on, row.get_state_display(), row.amount, row.invoiced, row.remaining,
    )  # fmt: skip


@require_safe
def commitment(request: HttpRequest, pk: int) -> HttpResponse:
    row = _visible(request, pk)
    context = {
        "commitment": row,
        "subject": _subject_for(request.user, row),
        "movements": row.movements.for_list().select_related("derogation__allowed_by").order_by("pk"),
        "parts": row.invoice_parts.select_related("invoice"),
        "may_commit": may_commit(request.user),
    }
    return render(request, "budget/commitments/detail.html", context)


def _visible(request: HttpRequest, pk: int) -> Commitment:
    return get_object_or_404(Commitment.objects.visible_to(request.user).for_list(), pk=pk)


def _committable(request: HttpRequest, pk: int) -> Commitment:
    row = _visible(request, pk)
    if not may_commit(request.user):
        raise PermissionDenied
    return row


def _subject_for(user: User, row: Commitment) -> models.Model | None:
    """What it is for, if this person may know of it."""
    if row.subject_type is None:
        return None
    return row.subject_type.model_class().objects.visible_to(user).filter(pk=row.subject_id).first()


def _said(request: HttpRequest, committed: Committed) -> Commitment:
    """A line in mode « avertir » lets go, and says where it stands."""
    if committed.warning:
        messages.warning(request, committed.warning)
    return committed.commitment


@require_http_methods(["GET", "HEAD", "POST"])
def commit(request: HttpRequest) -> HttpResponse:
    """Of a line of an open year; `?line=` chooses it beforehand."""
    only(request, may_commit)

    def save(typed: dict[str, Any]) -> Commitment:
        return _said(request, actions.commit_credits(actor=request.user, **typed))

    return form_page(
        request, CommitForm(posted(request), initial={"line": request.GET.get("line")}), save=save,
        done="Les crédits sont engagés.", back=reverse("budget:commitments"), heading="Engager des crédits",
        lead="Avant de commander, mettez la somme de côté : la ligne dit ce qu’il lui reste.",
        submit="Engager", up=("Engagements", reverse("budget:commitments")),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    row = _committable(request, pk)

    def save(typed: dict[str, Any]) -> Commitment:
        return _said(request, actions.amend_commitment(commitment=row, actor=request.user, **typed))

    return form_page(
        request, AmendForm(posted(request), initial={"amount": row.amount}), save=save,
        done="L’engagement est modifié.", heading=f"Modifier {row.document_reference}",
        lead=f"« {row.label} » : plus prend sur la ligne, moins lui rend la différence.",
        **_about(row),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    row = _committable(request, pk)

    def save(typed: dict[str, Any]) -> Commitment:
        return actions.release_commitment(commitment=row, actor=request.user, **typed)

    return form_page(
        request, ReleaseForm(posted(request)), save=save,
        done=f"L’engagement est soldé : {francs(row.remaining)} rendus à la ligne.",
        heading=f"Solder {row.document_reference}", submit="Solder",
        lead=f"Plus aucune facture n’est attendue pour « {row.label} » : le reste retourne à la ligne. "
        "Un engagement soldé se rouvre.",
        **_about(row),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    row = _committable(request, pk)

    def save(typed: dict[str, Any]) -> Commitment:
        return _said(request, actions.reopen_commitment(commitment=row, actor=request.user, **typed))

    return form_page(
        request, ReopenForm(posted(request)), save=save,
        done="L’engagement est rouvert.", heading=f"Rouvrir {row.document_reference}", submit="Rouvrir",
        lead=f"« {row.label} » reprend sur la ligne ce qui lui avait été rendu, s’il y est encore.",
        **_about(row),
    )  # fmt: skip


def _about(row: Commitment) -> dict[str, Any]:
    """Where one comes from and goes back to, and what the line still has."""
    return {
        "back": row.get_absolute_url(),
        "up": (row.document_reference, row.get_absolute_url()),
        "facts": (
            ("Engagé", row.amount),
            ("Facturé", row.invoiced),
            ("Reste engagé", row.remaining),
            ("Disponible sur la ligne", row.line.available),
        ),
    }
