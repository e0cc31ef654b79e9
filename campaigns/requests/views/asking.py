"""Asking: what one may ask for, the form, the check, the reference."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.requests import actions, permissions
from campaigns.requests.delays import estimate
from campaigns.requests.forms.asking import NeededDayForm, RequestForm, SendForm
from campaigns.requests.forms.following import FilesForm, ReasonForm
from campaigns.requests.models import CommunicationRequest, RequestKind, RequestRules, RequestState
from campaigns.requests.views.shared import told_in, visible_request
from comms.calendar.working_days import local_today
from comms.refusals import said

CHECK = "verifier"


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """What one may ask for, with its delay; for everybody of the town hall."""
    today = local_today()
    kinds = list(RequestKind.objects.offered())
    for kind in kinds:
        kind.estimate = estimate(kind=kind, needed_on=None, sent_on=today)
    context = {"kinds": kinds, "may_ask": permissions.may_ask(request.user)}
    return render(request, "requests/catalogue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: HttpRequest, kind: int) -> HttpResponse:
    if not permissions.may_ask(request.user):
        raise PermissionDenied
    chosen = get_object_or_404(RequestKind.objects.offered(), pk=kind)
    if request.method != "POST":
        blank = CommunicationRequest(phone=request.user.phone)
        return _form_page(request, RequestForm(kind=chosen, instance=blank), chosen, None)
    form = RequestForm(request.POST, request.FILES, kind=chosen, complete=False)
    if not form.is_valid():
        return _form_page(request, form, chosen, None)
    created = actions.create_draft(author=request.user, **form.changes)
    return _saved(request, created, form)


@require_http_methods(["GET", "HEAD", "POST"])
def request_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft, or a request sent back to be completed."""
    asked = visible_request(request, pk)
    if not permissions.may_edit(request.user, asked):
        raise PermissionDenied
    kind = asked.kind
    if kind is None or (asked.state == RequestState.SUBMITTED):
        return redirect("requests:request_sort", pk)
    if request.method != "POST":
        return _form_page(request, RequestForm(kind=kind, instance=asked), kind, asked)
    copy = CommunicationRequest.objects.get(pk=pk)
    form = RequestForm(request.POST, request.FILES, kind=kind, instance=copy, complete=False)
    if form.is_valid():
        with told_in(form):
            late_reason = form.cleaned_data.get("late_reason", "")
            actions.save_request(
                request=asked, actor=request.user, changes=form.changes, late_reason=late_reason
            )
            return _saved(request, asked, form)
    return _form_page(request, form, kind, asked)


def _form_page(
    request: HttpRequest, form: RequestForm, kind: RequestKind, asked: CommunicationRequest | None
) -> HttpResponse:
    day = form["needed_on"].value()
    dated = NeededDayForm({"needed_on": day})
    needed_on = dated.cleaned_data["needed_on"] if dated.is_valid() else None
    sent_on = (asked and asked.submitted_on) or local_today()
    context = {
        "form": form,
        "kind": kind,
        "asked": asked,
        "files": asked.files.filter(message=None, delivery=None) if asked else [],
        "estimate": estimate(kind=kind, needed_on=needed_on, sent_on=sent_on),
    }
    return render(request, "requests/write.html", context)


def _saved(request: HttpRequest, asked: CommunicationRequest, form: RequestForm) -> HttpResponse:
    """The words are kept whatever becomes of the files: a file that is refused is said, and chosen again."""
    try:
        actions.attach_files(request=asked, actor=request.user, files=form.cleaned_data["files"])
    except ValidationError as error:
        messages.error(request, f"{' '.join(error.messages)} Le reste est enregistré.")
        return redirect("requests:request_edit", asked.pk)
    if not asked.is_draft:
        messages.success(request, "Vos précisions sont enregistrées. Dites-le à la cellule par un message.")
        return redirect(asked)
    if CHECK in request.POST:
        return redirect("requests:request_check", asked.pk)
    messages.success(request, "Brouillon enregistré : vous seul(e) le voyez.")
    return redirect("requests:request_edit", asked.pk)


@require_safe
def earliest(request: HttpRequest, kind: int) -> HttpResponse:
    """The earliest day, said while one types: a piece of the form's page, which is what a plain visit gets.

    Unreadable or absent, the delay alone.
    """
    chosen = get_object_or_404(RequestKind, pk=kind)
    if not request.htmx:
        return redirect("requests:request_new", kind)
    form = NeededDayForm(request.GET)
    needed_on = form.cleaned_data["needed_on"] if form.is_valid() else None
    found = estimate(kind=chosen, needed_on=needed_on, sent_on=local_today())
    return render(request, "requests/_earliest.html", {"estimate": found})


@require_http_methods(["GET", "HEAD", "POST"])
def request_check(request: HttpRequest, pk: int) -> HttpResponse:
    """All that leaves, before it leaves; late is said, not refused."""
    asked = visible_request(request, pk)
    if not (asked.is_draft and permissions.may_edit(request.user, asked)):
        return redirect(asked)
    found = estimate(kind=asked.kind, needed_on=asked.needed_on, sent_on=local_today())
    form = SendForm(request.POST if request.method == "POST" else None, is_late=found.is_late)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            actions.submit_request(request=asked, actor=request.user, **form.cleaned_data)
            return redirect("requests:request_sent", pk)
    context = {
        "asked": asked, "form": form, "estimate": found, "missing": actions.missing_for_sending(asked),
        "files": asked.files.all(), "rules": RequestRules.current(),
    }  # fmt: skip
    return render(request, "requests/check.html", context)


@require_safe
def request_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """The reference, and what happens next."""
    asked = visible_request(request, pk)
    if asked.is_draft:
        return redirect("requests:request_check", pk)
    return render(request, "requests/sent.html", {"asked": asked, "rules": RequestRules.current()})


@require_http_methods(["GET", "HEAD", "POST"])
def request_drop(request: HttpRequest, pk: int) -> HttpResponse:
    asked = visible_request(request, pk)
    if not permissions.may_drop(request.user, asked):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, "requests/drop.html", {"asked": asked})
    with said(request):
        actions.drop_draft(request=asked, actor=request.user)
        messages.success(request, f"Le brouillon « {asked.title} » est supprimé.")
    return redirect("requests:requests")


@require_http_methods(["GET", "HEAD", "POST"])
def request_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    asked = visible_request(request, pk)
    if not permissions.may_withdraw(request.user, asked):
        raise PermissionDenied
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said(request):
            actions.withdraw_request(request=asked, actor=request.user, **form.cleaned_data)
            messages.success(request, f"{asked.reference} est retirée. La cellule est prévenue.")
        return redirect(asked)
    return render(request, "requests/withdraw.html", {"asked": asked, "form": form})


@require_POST
def file_remove(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Off the request, as long as its text may change."""
    asked = visible_request(request, pk)
    if not permissions.may_edit(request.user, asked):
        raise PermissionDenied
    found = get_object_or_404(asked.files.filter(message=None, delivery=None), pk=file)
    actions.remove_file(file=found, actor=request.user)
    messages.success(request, f"« {found.name} » n’est plus joint.")
    return redirect("requests:request_edit", pk)


@require_POST
def files_add(request: HttpRequest, pk: int) -> HttpResponse:
    """More files for a request that is sent: who asked, and the unit."""
    asked = visible_request(request, pk)
    if not (permissions.may_talk(request.user, asked) or permissions.may_edit(request.user, asked)):
        raise PermissionDenied
    form = FilesForm(request.POST, request.FILES)
    if form.is_valid():
        with told_in(form):
            actions.attach_files(request=asked, actor=request.user, files=form.cleaned_data["files"])
            messages.success(request, "Fichiers joints.")
    for line in form.error_lines:
        messages.error(request, line.message)
    return redirect(asked)
