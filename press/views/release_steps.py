"""The steps of a release, each one click or one short form away: submit, agree, publish, withdraw."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from comms.formats import moment_long
from comms.refusals import said
from press.actions import mailings, publication
from press.actions import releases as actions
from press.forms.releases import AgreementForm, WithdrawalForm
from press.models import Release
from press.permissions import releases as permissions
from press.views.releases import visible_release


def _writable(request: HttpRequest, pk: int) -> Release:
    """For who writes releases; a state that doesn't allow the step (any more) is said by the action."""
    if not permissions.may_write_releases(request.user):
        raise PermissionDenied
    return visible_release(request, pk)


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    release = _writable(request, pk)
    with said(request):
        approval = actions.submit_release(release=release, actor=request.user)
        messages.success(
            request,
            f"La version {approval.version.number} est soumise. Première étape : {approval.open_step.who}.",
        )
    return redirect(release)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    release = _writable(request, pk)
    with said(request):
        actions.take_back(release=release, actor=request.user)
        messages.success(request, "Le texte est retiré de la validation : vous pouvez y travailler.")
    return redirect(release)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """What the quoted person answered."""
    release = _writable(request, pk)
    form = AgreementForm(request.POST or None, initial={"agreement": release.quote_agreement})
    if request.method == "POST" and form.is_valid():
        with said(request):
            actions.record_quote_agreement(release=release, actor=request.user, **form.cleaned_data)
            messages.success(request, "La réponse est notée.")
        return redirect(release)
    return render(request, "press/releases/agreement.html", {"release": release, "form": form})


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    release = _writable(request, pk)
    with said(request):
        publication.publish_on_site(release=release, actor=request.user)
        when = moment_long(release.published_on_site_at)
        messages.success(request, f"Dans l’espace presse à partir du {when}.")
    return redirect(release)


@require_POST
def keep_off_site(request: HttpRequest, pk: int) -> HttpResponse:
    release = _writable(request, pk)
    with said(request):
        publication.keep_off_site(release=release, actor=request.user)
        messages.success(request, "Il n’apparaîtra pas dans l’espace presse.")
    return redirect(release)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    release = visible_release(request, pk)
    if not permissions.may_withdraw(request.user, release):
        raise PermissionDenied
    form = WithdrawalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said(request):
            mailings.withdraw_release(release=release, actor=request.user, **form.cleaned_data)
            messages.success(request, f"{release.reference} est retiré.")
        return redirect(release)
    return render(request, "press/releases/withdraw.html", {"release": release, "form": form})
