"""Contacts: the list, one card, writing it, what is done to several at once."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.exports import csv_response, xlsx_response
from comms.pages import page_of
from comms.refusals import said
from press.actions import contacts as actions
from press.actions.lists import add_to_list
from press.directory_export import CONTACT_HEADER, contact_rows
from press.forms.contacts import CardForms
from press.forms.directory import BulkForm, ContactFilter
from press.models import Contact, ContactList
from press.permissions.contacts import may_erase, may_lift_opposition
from press.subject_access import history_of, mails_to
from press.views.directory import directory_page

SORTS = {"name": ("sort_name",), "-created": ("-created_at",), "-checked": ("-checked_on",)}
BY_RELEVANCE = {"-relevance": ("-search_rank", "sort_name")}
#: Mails shown on a card; all of them are in « Données détenues ».
LATEST_MAILS = 10


def _filtered(request: HttpRequest, asked: QueryDict) -> tuple[ContactFilter, QuerySet]:
    form = ContactFilter(asked)
    return form, form.filter(Contact.objects.visible_to(request.user))


@require_safe
@directory_page
def contact_list(request: HttpRequest) -> HttpResponse:
    form, contacts = _filtered(request, request.GET)
    sorts = BY_RELEVANCE | SORTS if "q" in form.chosen else SORTS
    context = {
        "form": form,
        "page": page_of(contacts.for_list(), request, sorts=sorts),
        "lists": ContactList.objects.filter(way=ContactList.Way.BY_HAND),
    }
    return render(request, "press/contacts/list.html", context)


@require_safe
@directory_page
def contact_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Exactly what the list's address filters, in the order of the names."""
    _, contacts = _filtered(request, request.GET)
    rows = contact_rows(contacts.for_export().order_by("sort_name", "pk").iterator(500))
    respond = csv_response if kind == "csv" else xlsx_response
    return respond("contacts-presse", CONTACT_HEADER, rows)


def visible_contact(request: HttpRequest, pk: int) -> Contact:
    return get_object_or_404(Contact.objects.visible_to(request.user).with_opposition(), pk=pk)


@require_safe
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """A merged card leads to the one that was kept."""
    kept = (
        Contact.objects.filter(pk=pk, merged_into__isnull=False).values_list("merged_into", flat=True).first()
    )
    if kept and Contact.objects.visible_to(request.user).filter(pk=kept).exists():
        return redirect("press:contact", kept)
    found = visible_contact(request, pk)
    context = {
        "contact": found,
        "positions": found.positions.select_related("media"),
        "addresses": found.addresses.all(),
        "opposed": set(found.addresses.opposed().values_list("pk", flat=True)),
        "lists": found.lists.all(),
        "mails": mails_to(found)[:LATEST_MAILS],
        "history": history_of(found),
        "may_lift": may_lift_opposition(request.user),
        "may_erase": may_erase(request.user),
    }
    return render(request, "press/contacts/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@directory_page
def contact_create(request: HttpRequest) -> HttpResponse:
    return _write_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def contact_edit(request: HttpRequest, pk: int) -> HttpResponse:
    return _write_page(request, visible_contact(request, pk))


def _write_page(request: HttpRequest, found: Contact | None) -> HttpResponse:
    forms = CardForms(request.POST if request.method == "POST" else None, found)
    if request.method == "POST" and forms.is_valid():
        with said(request):
            return redirect(_saved(request, found, forms))
    cancel = found.get_absolute_url() if found else reverse("press:contacts")
    context = {"contact": found, "forms": forms, "cancel": cancel}
    return render(request, "press/contacts/write.html", context)


def _saved(request: HttpRequest, found: Contact | None, forms: CardForms) -> Contact:
    if found is None:
        written = actions.create_contact(actor=request.user, card=forms.card)
        messages.success(request, f"La fiche de {written.full_name} est créée.")
        if written.do_not_contact_since:
            messages.warning(
                request, f"{written.full_name} ne veut plus être contacté : {actions.ALREADY_OPPOSED}."
            )
        return written
    written = actions.change_contact(contact=found, actor=request.user, card=forms.card)
    messages.success(request, "La fiche est enregistrée.")
    return written


@require_POST
def contact_checked(request: HttpRequest, pk: int) -> HttpResponse:
    found = visible_contact(request, pk)
    with said(request):
        actions.mark_checked(contact=found, actor=request.user)
        messages.success(request, "C’est noté : la fiche est à jour.")
    return redirect(found)


# --- several at once -----------------------------------------------------------------------------
@require_POST
@directory_page
def contact_bulk(request: HttpRequest) -> HttpResponse:
    """Add to a list, or « ne plus contacter »: the latter asks who said so, on a page that names them."""
    form = BulkForm(request.POST, visible=Contact.objects.visible_to(request.user))
    back = f"{reverse('press:contacts')}?{request.POST.get('filters', '')}"
    if not form.is_valid():
        messages.error(request, " ".join(line.message for line in form.error_lines))
        return redirect(back)
    chosen = _chosen(request, form)
    if form.cleaned_data["action"] == "add":
        with said(request):
            _tell_added(request, form.cleaned_data["list"], chosen)
        return redirect(back)
    if not form.cleaned_data["source"]:
        return render(
            request, "press/contacts/bulk_stop.html", {"form": form, "chosen": chosen, "back": back}
        )
    source = form.cleaned_data["source"]
    stopped = sum(actions.stop_contacting(contact=each, source=source, actor=request.user) for each in chosen)
    messages.success(
        request, f"« Ne plus contacter » est noté sur {stopped} fiche{'s' if stopped > 1 else ''}."
    )
    return redirect(back)


def _chosen(request: HttpRequest, form: BulkForm) -> QuerySet[Contact]:
    if form.cleaned_data["everything"]:
        return _filtered(request, QueryDict(form.cleaned_data["filters"]))[1]
    return form.cleaned_data["contact"]


def _tell_added(request: HttpRequest, contact_list: ContactList, chosen: Any) -> None:
    added = add_to_list(contact_list=contact_list, contacts=chosen, actor=request.user)
    if added:
        plural = "s" if added > 1 else ""
        messages.success(request, f"{added} contact{plural} ajouté{plural} à « {contact_list} ».")
    else:
        messages.info(request, f"Tous étaient déjà dans « {contact_list} ».")
