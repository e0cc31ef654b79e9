"""Contact lists: who is in them now, and who of those can't be written to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.exports import csv_response, xlsx_response
from comms.pages import page_of
from comms.refusals import said
from press.actions import lists as actions
from press.directory_export import CONTACT_HEADER, contact_rows
from press.forms.directory import ContactListPageForm, ListFilter
from press.models import ContactList
from press.views.contacts import visible_contact
from press.views.directory import directory_page

SORTS = {"name": ("name_key",), "-created": ("-created_at",)}
PEOPLE_SORTS = {"name": ("sort_name",)}


@require_safe
@directory_page
def contact_lists(request: HttpRequest) -> HttpResponse:
    form = ListFilter(request.GET)
    lists = form.filter(ContactList.objects.visible_to(request.user).for_list())
    page = page_of(lists, request, sorts=SORTS, size=50)
    counts = ContactList.member_counts(page.items)
    context = {"form": form, "page": page, "rows": [(item, counts.get(item.pk, 0)) for item in page.items]}
    return render(request, "press/lists/list.html", context)


def visible_list(request: HttpRequest, pk: int) -> ContactList:
    return get_object_or_404(ContactList.objects.visible_to(request.user), pk=pk)


@require_safe
def contact_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody the list means; who can't be written to is shown, with why."""
    found = visible_list(request, pk)
    people = found.chosen()
    context = {
        "list": found,
        "page": page_of(people.for_list(), request, sorts=PEOPLE_SORTS),
        "chosen_count": people.count(),
        "reachable_count": found.current_members().count(),
    }
    return render(request, "press/lists/detail.html", context)


@require_safe
def list_export(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """Who would receive a mailing now: the same people as `current_members()`."""
    found = visible_list(request, pk)
    rows = contact_rows(found.current_members().for_export().order_by("sort_name", "pk").iterator(500))
    respond = csv_response if kind == "csv" else xlsx_response
    return respond(f"liste-{found.name}", CONTACT_HEADER, rows)


@require_http_methods(["GET", "HEAD", "POST"])
@directory_page
def list_create(request: HttpRequest) -> HttpResponse:
    return _write_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def list_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _write_page(request, visible_list(request, pk))


def _write_page(request: HttpRequest, found: ContactList | None) -> HttpResponse:
    form = ContactListPageForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid():
        saved = actions.save_list(actor=request.user, facts=form.cleaned_data, contact_list=found)
        messages.success(request, f"La liste « {saved} » est enregistrée.")
        return redirect(saved)
    cancel = found.get_absolute_url() if found else reverse("press:lists")
    return render(request, "press/lists/write.html", {"list": found, "form": form, "cancel": cancel})


@require_POST
def list_remove(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    found = visible_list(request, pk)
    with said(request):
        actions.remove_from_list(
            contact_list=found, contact=visible_contact(request, contact), actor=request.user
        )
        messages.success(request, "Le contact est retiré de la liste.")
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def list_delete(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_list(request, pk)
    if request.method == "POST":
        with said(request):
            actions.delete_list(contact_list=found, actor=request.user)
            messages.success(request, f"La liste « {found} » est supprimée ; ses contacts restent.")
            return redirect("press:lists")
        return redirect(found)
    return render(request, "press/lists/delete.html", {"list": found})
