"""Médias: the list, one média with its people, writing it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comms.exports import csv_response, xlsx_response
from comms.pages import page_of
from press.actions.medias import save_media
from press.directory_export import MEDIA_HEADER, media_rows
from press.forms.directory import MediaFilter, MediaForm
from press.models import Contact, Media
from press.views.directory import directory_page

SORTS = {"name": ("name_key",), "kind": ("kind", "name_key"), "closing": ("closing_time",)}
PEOPLE_SORTS = {"name": ("sort_name",)}


def _filtered(request: HttpRequest) -> tuple[MediaFilter, QuerySet]:
    form = MediaFilter(request.GET)
    medias = Media.objects.visible_to(request.user).with_contact_count().select_related("zone")
    return form, form.filter(medias)


@require_safe
@directory_page
def media_list(request: HttpRequest) -> HttpResponse:
    form, medias = _filtered(request)
    context = {"form": form, "page": page_of(medias, request, sorts=SORTS, size=50)}
    return render(request, "press/medias/list.html", context)


@require_safe
@directory_page
def media_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Exactly what the list's address filters."""
    _, medias = _filtered(request)
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("medias", MEDIA_HEADER, media_rows(medias.order_by("name_key").iterator(500)))


def visible_media(request: HttpRequest, pk: int) -> Media:
    return get_object_or_404(Media.objects.visible_to(request.user).select_related("zone"), pk=pk)


@require_safe
def media(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_media(request, pk)
    people = Contact.objects.visible_to(request.user).of_media([found]).for_list()
    context = {"media": found, "page": page_of(people, request, sorts=PEOPLE_SORTS)}
    return render(request, "press/medias/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@directory_page
def media_create(request: HttpRequest) -> HttpResponse:
    return _write_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def media_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _write_page(request, visible_media(request, pk))


def _write_page(request: HttpRequest, found: Media | None) -> HttpResponse:
    form = MediaForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        # the form has written into its own instance: the action compares with the row as it stands
        row = Media.objects.get(pk=found.pk) if found else None
        saved = save_media(actor=request.user, facts=form.cleaned_data, media=row)
        messages.success(request, "Le média est enregistré." if found else f"Le média {saved} est créé.")
        return redirect(saved)
    cancel = found.get_absolute_url() if found else reverse("press:medias")
    return render(request, "press/medias/write.html", {"media": found, "form": form, "cancel": cancel})
