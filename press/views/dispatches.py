"""The page of a dispatch: how far it is, who received it and when, and what a person may do about it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.exports import csv_response, xlsx_response
from comms.outbox.actions import retry_mail, settle_uncertain
from comms.outbox.models import OutgoingMail
from comms.pages import page_of
from press.actions import mailings as actions
from press.deliveries import EXPORT_HEADER, Progress, export_rows, with_contacts
from press.errors import ReleaseError
from press.forms.mailings import DeliveryFilter, SettleForm
from press.forms.releases import ReasonForm
from press.models import Contact, Dispatch, Release
from press.permissions import releases as permissions

SORTS = {"name": ("name", "address"), "-accepted": ("accepted_at",), "state": ("state", "name")}


def readable_dispatch(request: HttpRequest, pk: int) -> Dispatch:
    """Deliveries are people's addresses: the unit and who stands in for it."""
    if not permissions.may_read_deliveries(request.user):
        raise PermissionDenied
    dispatches = Dispatch.objects.filter(release__in=Release.objects.visible_to(request.user))
    return get_object_or_404(dispatches.select_related("release", "version", "launched_by"), pk=pk)


@require_safe
def dispatch(request: HttpRequest, pk: int) -> HttpResponse:
    found = readable_dispatch(request, pk)
    form = DeliveryFilter(request.GET)
    page = page_of(form.filter(found.mails), request, sorts=SORTS)
    context = {
        "dispatch": found,
        "release": found.release,
        "progress": Progress(found),
        "form": form,
        "page": page,
        "deliveries": with_contacts(page.items),
        "left_out": _left_out(found),
        "retryable": found.mails.retryable().count(),
    }
    return render(request, "press/releases/dispatch.html", context)


def _left_out(found: Dispatch) -> list[tuple[Contact | None, str]]:
    """The cards as they are now, and why each was left out at the launch; an erased one is None."""
    contacts = Contact.objects.present().in_bulk([each["contact"] for each in found.left_out])
    return [(contacts.get(each["contact"]), each["reason"]) for each in found.left_out]


@require_safe
def dispatch_progress(request: HttpRequest, pk: int) -> HttpResponse:
    found = readable_dispatch(request, pk)
    context = {"dispatch": found, "progress": Progress(found)}
    return render(request, "press/releases/_progress.html", context)


@require_safe
def dispatch_export(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Exactly the deliveries that the page's address filters."""
    found = readable_dispatch(request, pk)
    mails = DeliveryFilter(request.GET).filter(found.mails).order_by("name", "address", "pk")
    respond = csv_response if kind == "csv" else xlsx_response
    name = f"diffusion-{found.release.year}-{found.release.number:03d}-v{found.version.number}"
    return respond(name, EXPORT_HEADER, export_rows(found, mails.iterator(500)))


@require_safe
def dispatch_print(request: HttpRequest, pk: int) -> HttpResponse:
    """On paper: who received which version at what second."""
    found = readable_dispatch(request, pk)
    mails = DeliveryFilter(request.GET).filter(found.mails).order_by("name", "address", "pk")
    context = {
        "dispatch": found,
        "release": found.release,
        "progress": Progress(found),
        "deliveries": with_contacts(mails),
        "left_out": _left_out(found),
    }
    return render(request, "press/releases/dispatch_print.html", context)


def _steered(request: HttpRequest, pk: int) -> Dispatch:
    found = readable_dispatch(request, pk)
    if not permissions.may_write_releases(request.user):
        raise PermissionDenied
    return found


def _done(request: HttpRequest, words: str, action: Any, **arguments: Any) -> Any:
    """Do it and say so; what is refused is said in the action's own words."""
    try:
        result = action(actor=request.user, **arguments)
    except ReleaseError as error:
        messages.error(request, str(error))
        return None
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return None
    messages.success(request, words)
    return result


@require_POST
def dispatch_pause(request: HttpRequest, pk: int) -> HttpResponse:
    found = _steered(request, pk)
    _done(request, "La diffusion est suspendue : rien ne part plus.", actions.pause_dispatch, dispatch=found)
    return redirect(found)


@require_POST
def dispatch_resume(request: HttpRequest, pk: int) -> HttpResponse:
    found = _steered(request, pk)
    _done(request, "La diffusion reprend.", actions.resume_dispatch, dispatch=found)
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def dispatch_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    found = _steered(request, pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        words = "La diffusion est annulée : ce qui n’était pas parti ne partira pas."
        _done(request, words, actions.cancel_dispatch, dispatch=found, **form.cleaned_data)
        return redirect(found.release)
    context = {"dispatch": found, "release": found.release, "form": form, "progress": Progress(found)}
    return render(request, "press/releases/dispatch_cancel.html", context)


@require_POST
def dispatch_retry(request: HttpRequest, pk: int) -> HttpResponse:
    found = _steered(request, pk)
    count = actions.retry_dispatch(dispatch=found, actor=request.user)
    messages.success(request, f"{count} courriel{'s' * (count > 1)} de nouveau en route.")
    return redirect(found)


def _mail(request: HttpRequest, pk: int, mail: int) -> OutgoingMail:
    return get_object_or_404(_steered(request, pk).mails.select_related("mailing"), pk=mail)


@require_POST
def mail_retry(request: HttpRequest, pk: int, mail: int) -> HttpResponse:
    found = _mail(request, pk, mail)
    _done(request, f"Le courriel à {found.address} est de nouveau en route.", retry_mail, mail=found)
    return redirect("press:dispatch", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def mail_settle(request: HttpRequest, pk: int, mail: int) -> HttpResponse:
    """« Trancher »: nobody knows whether it arrived; a person finds out and says."""
    found = _mail(request, pk, mail)
    form = SettleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _done(request, "C’est noté.", settle_uncertain, mail=found, sent=form.sent)
        return redirect("press:dispatch", pk)
    return render(request, "press/releases/settle.html", {"dispatch_pk": pk, "mail": found, "form": form})
