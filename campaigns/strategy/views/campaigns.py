"""Campaigns and audiences: lists, pages, forms."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.strategy import permissions
from campaigns.strategy.actions import campaigns as actions
from campaigns.strategy.forms.campaigns import AudienceFilter, AudienceForm, CampaignFilter, CampaignForm
from campaigns.strategy.models import Audience, Campaign, Objective
from campaigns.strategy.views.pages import form_page, writers_only
from comms.calendar.working_days import local_today
from comms.exports import csv_response, xlsx_response
from comms.pages import page_of

CAMPAIGN_SORTS = {"-starts": ("starts_on",), "title": ("title",), "-envelope": ("envelope",)}
AUDIENCE_SORTS = {"name": ("name",), "-size": ("size",)}
CAMPAIGN_HEADER = (
    "Campagne", "Objectif", "Du", "Au", "Publics", "Enveloppe (F CFP)", "Responsable", "Résultat",
)  # fmt: skip
AUDIENCE_HEADER = ("Public", "Volet", "Nombre", "Source du nombre", "Où le toucher", "Proposé")


def _readers_only(request: HttpRequest) -> None:
    if not permissions.may_read_strategy(request.user):
        raise PermissionDenied


def _filtered(request: HttpRequest) -> tuple[CampaignFilter, Any]:
    _readers_only(request)
    form = CampaignFilter(request.GET, today=local_today())
    campaigns = form.filter(Campaign.objects.visible_to(request.user))
    return form, campaigns.select_related("objective", "lead").prefetch_related("audiences")


@require_safe
def campaign_list(request: HttpRequest) -> HttpResponse:
    form, campaigns = _filtered(request)
    page, today = page_of(campaigns, request, sorts=CAMPAIGN_SORTS), local_today()
    context = {
        "form": form,
        "page": page,
        "rows": [(campaign, *campaign.phase(today)) for campaign in page.items],
        "may_write": permissions.may_write_strategy(request.user),
    }
    return render(request, "strategy/campaigns/list.html", context)


@require_safe
def campaign_export(request: HttpRequest, kind: str) -> HttpResponse:
    _, campaigns = _filtered(request)
    rows = (
        (
            row.title, row.objective or "", row.starts_on, row.ends_on,
            ", ".join(audience.name for audience in row.audiences.all()), row.envelope, row.lead or "",
            row.result,
        )
        for row in campaigns.order_by("-starts_on", "-pk").iterator(500)
    )  # fmt: skip
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("campagnes", CAMPAIGN_HEADER, rows)


def _campaign(request: HttpRequest, pk: int) -> Campaign:
    campaigns = Campaign.objects.visible_to(request.user).select_related("objective__axis__plan", "lead")
    return get_object_or_404(campaigns, pk=pk)


@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    found = _campaign(request, pk)
    phase, tone = found.phase(local_today())
    seen = Objective.objects.visible_to(request.user)
    context = {
        "campaign": found,
        "phase": phase,
        "tone": tone,
        "audiences": found.audiences.all(),
        "objective": seen.select_related("axis__plan").filter(pk=found.objective_id).first(),
        "may_write": permissions.may_write_strategy(request.user),
    }
    return render(request, "strategy/campaigns/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_create(request: HttpRequest) -> HttpResponse:
    writers_only(request)
    posted = request.POST if request.method == "POST" else None
    form = CampaignForm(posted, today=local_today(), initial={"objective": request.GET.get("objectif", "")})
    if posted is not None and form.is_valid():
        created = actions.save_campaign(campaign=None, actor=request.user, **form.cleaned_data)
        messages.success(request, "La campagne est créée.")
        return redirect(created)
    context = {"form": form, "heading": "Nouvelle campagne", "back": reverse("strategy:campaigns")}
    return render(request, "strategy/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request: HttpRequest, pk: int) -> HttpResponse:
    writers_only(request)
    found = _campaign(request, pk)
    form = CampaignForm(request.POST or None, today=local_today(), instance=Campaign.objects.get(pk=pk))

    def save(typed: dict[str, Any]) -> None:
        actions.save_campaign(campaign=found, actor=request.user, **typed)

    return form_page(
        request, form, save=save, done="Campagne enregistrée.", back=found.get_absolute_url(),
        heading="Modifier la campagne",
    )  # fmt: skip


# --- audiences -----------------------------------------------------------------------------------------
def _filtered_audiences(request: HttpRequest) -> tuple[AudienceFilter, Any]:
    _readers_only(request)
    form = AudienceFilter(request.GET)
    return form, form.filter(Audience.objects.all())


@require_safe
def audience_list(request: HttpRequest) -> HttpResponse:
    form, audiences = _filtered_audiences(request)
    context = {
        "form": form,
        "page": page_of(audiences, request, sorts=AUDIENCE_SORTS),
        "may_write": permissions.may_write_strategy(request.user),
    }
    return render(request, "strategy/audiences/list.html", context)


@require_safe
def audience_export(request: HttpRequest, kind: str) -> HttpResponse:
    _, audiences = _filtered_audiences(request)
    rows = (
        (row.name, row.get_side_display(), row.size, row.size_source, row.where_reached, row.is_active)
        for row in audiences.iterator(500)
    )
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("publics", AUDIENCE_HEADER, rows)


@require_http_methods(["GET", "HEAD", "POST"])
def audience_create(request: HttpRequest) -> HttpResponse:
    writers_only(request)

    def save(typed: dict[str, Any]) -> None:
        actions.save_audience(audience=None, actor=request.user, **typed)

    return form_page(
        request, AudienceForm(request.POST or None), save=save, done="Public ajouté.",
        back=reverse("strategy:audiences"), heading="Nouveau public",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def audience_edit(request: HttpRequest, pk: int) -> HttpResponse:
    writers_only(request)
    found = get_object_or_404(Audience, pk=pk)
    form = AudienceForm(request.POST or None, instance=Audience.objects.get(pk=pk))

    def save(typed: dict[str, Any]) -> None:
        actions.save_audience(audience=found, actor=request.user, **typed)

    return form_page(
        request, form, save=save, done="Public enregistré.", back=reverse("strategy:audiences"),
        heading="Modifier le public",
    )  # fmt: skip
