"""Releases: the list, one release's page, writing it, printing it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from comms.approvals.dossier import rounds_of
from comms.exports import csv_response, xlsx_response
from comms.pages import page_of
from press.actions import releases as actions
from press.errors import StaleText
from press.forms.releases import PasteForm, ReleaseFilter, ReleaseForm
from press.models import EditingPresence, Release
from press.pasting import split_text
from press.permissions import releases as permissions
from press.permissions.releases import rights
from press.views.editing import compared, write_page

SORTS = {
    "-number": ("year", "number"),
    "title": ("title",),
    "-updated": ("updated_at",),
    "-sent": ("sent_at",),
    "-embargo": ("embargo_at",),
}
EXPORT_HEADER = (
    "Numéro", "Titre", "État", "Thème", "Secteur", "Embargo", "Public à partir du", "Diffusé le",
    "Rectifié le", "Retiré le", "Motif du retrait", "Créé par", "Modifié le",
)  # fmt: skip


def _filtered(request: HttpRequest) -> tuple[ReleaseFilter, Any]:
    visible = Release.objects.visible_to(request.user)
    form = ReleaseFilter(request.GET, years=visible.years())
    return form, form.filter(visible).select_related("theme", "created_by", "updated_by")


@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    form, releases = _filtered(request)
    context = {
        "form": form,
        "page": page_of(releases, request, sorts=SORTS),
        "may_write": permissions.may_write_releases(request.user),
    }
    return render(request, "press/releases/list.html", context)


@require_safe
def release_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Exactly what the list's address filters, in the order of the numbers."""
    _, releases = _filtered(request)
    rows = (_exported(release) for release in releases.order_by("-year", "-number").iterator(500))
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("communiques", EXPORT_HEADER, rows)


def _exported(release: Release) -> tuple[Any, ...]:
    return (
        release.reference, release.title, release.get_state_display(), release.theme or "", release.zone,
        release.embargo_at, release.published_on_site_at, release.sent_at, release.corrected_at,
        release.withdrawn_at, release.withdrawal_reason, release.created_by, release.updated_at,
    )  # fmt: skip


def visible_release(request: HttpRequest, pk: int) -> Release:
    releases = Release.objects.visible_to(request.user).select_related(
        "theme", "effective_version", "created_by", "updated_by", "quote_agreed_by"
    )
    return get_object_or_404(releases, pk=pk)


@require_safe
def release(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_release(request, pk)
    context = {
        "release": found,
        "content": found.current_content,
        "may": rights(request.user, found),
        "rounds": rounds_of(found),
        "dispatches": found.dispatches.select_related("version", "launched_by").prefetch_related("parts"),
        "editors": EditingPresence.objects.filter(release=found).of_others(request.user, timezone.now()),
        "is_public": Release.objects.published().filter(pk=pk).exists(),
        "missing": actions.missing_for_approval(found) if found.is_editable else [],
    }
    return render(request, "press/releases/detail.html", context)


@require_safe
def release_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The text alone on paper: the version in effect, or the draft, said so."""
    found = visible_release(request, pk)
    context = {"release": found, "content": found.public_content or found.current_content}
    return render(request, "press/releases/print.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def release_create(request: HttpRequest) -> HttpResponse:
    if not permissions.may_write_releases(request.user):
        raise PermissionDenied
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        created = actions.create_release(author=request.user, **form.changes)
        messages.success(
            request, f"{created.reference} est créé : c’est un brouillon, la cellule seule le voit."
        )
        return redirect(created)
    return write_page(request, form, release=None)


@require_http_methods(["GET", "HEAD", "POST"])
def release_paste(request: HttpRequest) -> HttpResponse:
    """A whole text cut into its parts; the result is shown in the usual form, and saved only from there."""
    if not permissions.may_write_releases(request.user):
        raise PermissionDenied
    form = PasteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        found = split_text(form.cleaned_data["text"])
        return write_page(request, ReleaseForm(initial=found), release=None, is_pasted=True)
    return render(request, "press/releases/paste.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def release_edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_release(request, pk)
    if not permissions.may_edit(request.user, found):
        raise PermissionDenied
    if request.method != "POST":
        return write_page(request, None, release=found)
    form = ReleaseForm(request.POST, instance=Release.objects.get(pk=pk))
    if not form.is_valid():
        return write_page(request, form, release=found)
    try:
        actions.save_text(
            release=found,
            actor=request.user,
            seen_revision=form.cleaned_data["seen_revision"] or 0,
            changes=form.changes,
        )
    except StaleText as error:
        return compared(request, form, error)
    messages.success(request, "Texte enregistré.")
    return redirect(found)
