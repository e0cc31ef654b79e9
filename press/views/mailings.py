"""« Vérifier et envoyer »: who gets it, what they get, what is to be mended, a trial, then the launch."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.approvals.actions import void_if_changed
from press import mails
from press.actions import mailings as actions
from press.checks.release import Check, Level, blocking
from press.errors import ReleaseError, SomebodyWasFaster
from press.forms.mailings import ListsForm, SendForm
from press.models import ContactList, PreferredFormat, Release
from press.permissions import releases as permissions
from press.recipients import Audience, audience_of
from press.views.releases import visible_release

#: A mail in a frame: its own styles may apply, nothing else may load or run.
MAIL_CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'"


def sendable_release(request: HttpRequest, pk: int) -> Release:
    """For somebody who may send; without an approved version there is nothing here."""
    release = visible_release(request, pk)
    if not permissions.may_write_releases(request.user):
        raise PermissionDenied
    if release.effective_version is None:
        raise Http404("Ce communiqué n’est pas encore validé.")
    return release


def _standing_dispatch(release: Release) -> Any:
    return release.dispatches.standing().filter(version=release.effective_version).first()


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """The check page; the lists stand in the address, the launch is its POST."""
    release = sendable_release(request, pk)
    if dispatch := _standing_dispatch(release):
        if request.method == "POST":
            messages.info(request, "Cette version est déjà lancée : rien n’est parti deux fois.")
        return redirect(dispatch)
    asked = request.POST if request.method == "POST" else request.GET
    lists = ContactList.objects.visible_to(request.user).active()
    chosen = ListsForm(asked if "lists" in asked else None, lists=lists)
    if not chosen.is_bound or not chosen.is_valid():
        return _check_page(request, release, chosen)
    audience = audience_of(chosen.cleaned_data["lists"])
    checks = _checks(release, audience)
    form = _send_form(request, release, lists, chosen, audience, checks)
    if request.method == "POST":
        if form.is_valid() and (answer := _launched(request, release, form)):
            return answer
        form.now_seen(release.effective_version.digest, audience.fingerprint)
    return _check_page(request, release, chosen, audience=audience, checks=checks, form=form)


def _send_form(
    request: HttpRequest,
    release: Release,
    lists: QuerySet[ContactList],
    chosen: ListsForm,
    audience: Audience,
    checks: list[Check],
) -> SendForm:
    return SendForm(
        request.POST if request.method == "POST" else None,
        auto_id="envoi_%s",  # beside the lists' own form on the same page
        lists=lists,
        release=release,
        has_warnings=any(check.level == Level.WARNING for check in checks),
        initial={
            "lists": chosen.cleaned_data["lists"],
            "when": SendForm.NOW,
            "digest": release.effective_version.digest,
            "audience": audience.fingerprint,
        },
    )


def _checks(release: Release, audience: Audience) -> list[Check]:
    letters = actions.letters_for(release, audience.included, starts_at=timezone.now())
    return actions.checks_before_sending(release, letters.values())


def _launched(request: HttpRequest, release: Release, form: SendForm) -> HttpResponse | None:
    """The page to go to; None when this one stays, its form saying why nothing left."""
    try:
        dispatch = actions.launch_release(
            release=release,
            actor=request.user,
            lists=list(form.cleaned_data["lists"]),
            seen=actions.Seen(form.cleaned_data["digest"], form.cleaned_data["audience"]),
            scheduled_for=form.scheduled_for,
            on_site=form.cleaned_data.get("on_site", False),
        )
    except SomebodyWasFaster as error:
        messages.info(request, str(error))
        return redirect(_standing_dispatch(release) or release)
    except ReleaseError as error:
        release.refresh_from_db()
        if release.is_changed_since_approval:
            void_if_changed(subject=release, actor=None)
        if release.effective_version is None:
            messages.error(request, str(error))
            return redirect(release)
        form.add_error(None, str(error))
        return None
    messages.success(
        request, "La diffusion est programmée." if dispatch.scheduled_for else "La diffusion est lancée."
    )
    return redirect(dispatch)


def _check_page(request: HttpRequest, release: Release, chosen: ListsForm, **more: Any) -> HttpResponse:
    release.refresh_from_db()
    audience = more.get("audience")
    forms = {contact.preferred_format for contact in audience.included} if audience else set()
    letter = mails.as_received(_letter(release, PreferredFormat.FULL), mails.trial_recipient(request.user))
    context = {
        "release": release,
        "content": release.public_content,
        "lists_form": chosen,
        "letter": letter,
        "weight": mails.weight_of(letter),
        "forms": [(form, PreferredFormat(form).label) for form in PreferredFormat.values if form in forms],
        "may_send": permissions.may_send(request.user, release),
        "blocked": blocking(more.get("checks", ())),
        **more,
    }
    form = more.get("form")
    return render(request, "press/releases/send.html", context, status=409 if form and form.errors else 200)


def _letter(release: Release, form: str) -> Any:
    return actions.letter_for(release, form, starts_at=timezone.now())


@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail's HTML as a journalist's programme gets it, for the frame of the check page."""
    release = sendable_release(request, pk)
    asked = request.GET.get("forme", "")
    form = asked if asked in PreferredFormat.values else PreferredFormat.FULL
    letter = mails.as_received(_letter(release, form), mails.trial_recipient(request.user))
    response = HttpResponse(letter.html)
    response["Content-Security-Policy"] = MAIL_CSP
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_POST
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    release = sendable_release(request, pk)
    actions.send_trial(release=release, actor=request.user)
    messages.success(request, f"L’essai part à {request.user.email}.")
    return redirect(f"{reverse('press:release_send', args=[pk])}?{request.GET.urlencode()}")
