"""Providers: their list and its file, one card, its entry, its block."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comms.calendar.working_days import local_today
from comms.exports import csv_response, xlsx_response
from comms.pages import page_of
from contractors.pages import form_page, only, posted
from contractors.providers import actions
from contractors.providers.forms import BlockForm, ProviderFilter, ProviderForm
from contractors.providers.models import Provider, Threshold
from contractors.providers.permissions import may_block_providers, may_see_providers, may_write_providers

SORTS = {"name": ("name_key",), "-created": ("created_at",)}
EXPORT_HEADER = (
    "Nom", "RIDET", "Métiers", "Courriel", "Téléphone", "Adresse", "TGC", "Charte signée le", "État",
)  # fmt: skip


@require_safe
def provider_list(request: HttpRequest) -> HttpResponse:
    only(request, may_see_providers)
    form = ProviderFilter(request.GET)
    providers = form.filter(Provider.objects.visible_to(request.user)).prefetch_related("trades")
    context = {
        "form": form,
        "page": page_of(providers, request, sorts=SORTS),
        "may_write": may_write_providers(request.user),
        "thresholds": Threshold.objects.valid_on(local_today()).order_by("from_amount", "nature"),
        "ending": Threshold.objects.ending(local_today()).first(),
    }
    return render(request, "providers/list.html", context)


@require_safe
def provider_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Exactly what the list's address filters, without bank accounts."""
    only(request, may_see_providers)
    providers = ProviderFilter(request.GET).filter(Provider.objects.visible_to(request.user))
    respond = csv_response if kind == "csv" else xlsx_response
    rows = map(_exported, providers.prefetch_related("trades").iterator(500))
    return respond("prestataires", EXPORT_HEADER, rows)


def _exported(provider: Provider) -> tuple[Any, ...]:
    return (
        provider.name, provider.ridet_shown, ", ".join(map(str, provider.trades.all())), provider.email,
        provider.phone, provider.address, provider.get_tax_case_display(), provider.charter_signed_on,
        provider.get_state_display(),
    )  # fmt: skip


def _home() -> tuple[str, str]:
    return "Prestataires", reverse("providers:list")


def visible_provider(request: HttpRequest, pk: int) -> Provider:
    return get_object_or_404(Provider.objects.visible_to(request.user), pk=pk)


@require_safe
def provider(request: HttpRequest, pk: int) -> HttpResponse:
    context = {
        "provider": visible_provider(request, pk),
        "may_write": may_write_providers(request.user),
        "may_block": may_block_providers(request.user),
    }
    return render(request, "providers/provider.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def provider_create(request: HttpRequest) -> HttpResponse:
    only(request, may_write_providers)
    form = ProviderForm(posted(request))

    def save(**facts: Any) -> Provider:
        return actions.create_provider(actor=request.user, **facts)

    return form_page(
        request, form, save, home=_home(), heading="Nouveau prestataire", back=reverse("providers:list")
    )


@require_http_methods(["GET", "HEAD", "POST"])
def provider_edit(request: HttpRequest, pk: int) -> HttpResponse:
    edited = visible_provider(request, pk)
    only(request, may_write_providers)
    form = ProviderForm(posted(request), provider=edited)

    def save(**facts: Any) -> Provider:
        return actions.edit_provider(provider=edited, actor=request.user, **facts)

    return form_page(
        request, form, save, home=_home(), heading=f"Modifier {edited}", back=edited.get_absolute_url()
    )


@require_http_methods(["GET", "HEAD", "POST"])
def provider_block(request: HttpRequest, pk: int) -> HttpResponse:
    """Blocks it, or takes the block away: the page says which."""
    moved = visible_provider(request, pk)
    only(request, may_block_providers)
    form = BlockForm(posted(request))
    change = actions.unblock_provider if moved.is_blocked else actions.block_provider
    heading = f"{'Débloquer' if moved.is_blocked else 'Bloquer'} {moved}"

    def save(reason: str) -> Provider:
        return change(provider=moved, reason=reason, actor=request.user)

    return form_page(request, form, save, home=_home(), heading=heading, back=moved.get_absolute_url())
