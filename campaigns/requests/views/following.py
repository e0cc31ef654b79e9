"""One request's page: where it stands, the thread, what was delivered, the rating."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.requests import actions, permissions
from campaigns.requests.forms.following import (
    AgreeForm,
    CabinetAnswerForm,
    DeliverForm,
    FilesForm,
    MessageForm,
    RatingForm,
    UnitMessageForm,
)
from campaigns.requests.models import DELIVERABLE_STATES, CommunicationRequest, WaitsOn
from campaigns.requests.progress import plan_of, steps_of
from campaigns.requests.views.shared import told_in, visible_request
from comms.calendar.working_days import local_today
from comms.forms import BaseForm
from comms.refusals import said
from comms.uploads import DERIVATIVES, file_response


@require_safe
def request_page(request: HttpRequest, pk: int) -> HttpResponse:
    asked = visible_request(request, pk)
    if asked.is_draft:
        return redirect("requests:request_edit" if asked.kind_id else "requests:requests", *_args(asked))
    return _page(request, asked)


def _args(asked: CommunicationRequest) -> list[int]:
    return [asked.pk] if asked.kind_id else []


def _page(
    request: HttpRequest, asked: CommunicationRequest, status: int = 200, **bound: BaseForm
) -> HttpResponse:
    """`bound` is the form that came back, under its name in the template."""
    may = permissions.rights(request.user, asked)
    thread = asked.thread.select_related("author").prefetch_related("files")
    deliveries = asked.deliveries.select_related("shown_by", "decided_by").prefetch_related("files")
    forms: dict[str, Any] = {
        "message_form": UnitMessageForm() if may["unit"] else MessageForm(),
        "agree_form": AgreeForm() if may["agree"] else None,
        "rating_form": RatingForm() if may["rate"] else None,
        "files_form": FilesForm(auto_id="joindre_%s"),
        "cabinet_form": CabinetAnswerForm() if _for_cabinet(request, asked) else None,
    }
    context = {
        "asked": asked,
        "may": may,
        "steps": steps_of(asked),
        "plan": plan_of(asked),
        "thread": thread if may["unit"] else thread.public(),
        "files": asked.files.filter(message=None, delivery=None),
        "deliveries": deliveries if may["unit"] else deliveries.shown(),
        "merged": asked.merged.readable(),
        "is_snoozed": asked.is_snoozed(local_today()),
        "sees_action": may["unit"] and asked.action is not None,
        **(forms | bound),
    }
    return render(request, "requests/detail.html", context, status=status)


def _for_cabinet(request: HttpRequest, asked: CommunicationRequest) -> bool:
    waits = asked.is_open and asked.waits_on == WaitsOn.CABINET
    return waits and permissions.may_answer_for_cabinet(request.user)


@require_POST
def post_message(request: HttpRequest, pk: int) -> HttpResponse:
    asked = visible_request(request, pk)
    if not permissions.may_talk(request.user, asked):
        raise PermissionDenied
    is_unit = permissions.may_triage(request.user)
    form = (UnitMessageForm if is_unit else MessageForm)(request.POST, request.FILES)
    if form.is_valid():
        with told_in(form):
            actions.post_message(request=asked, author=request.user, **form.cleaned_data)
            messages.success(request, "Message enregistré.")
            return redirect(f"{asked.get_absolute_url()}#fil")
    return _page(request, visible_request(request, pk), 422, message_form=form)


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    asked = visible_request(request, pk)
    if not permissions.may_triage(request.user):
        raise PermissionDenied
    with said(request):
        actions.begin_production(request=asked, actor=request.user)
        messages.success(request, "La production est commencée : le demandeur le voit.")
    return redirect(asked)


@require_http_methods(["GET", "HEAD", "POST"])
def deliver(request: HttpRequest, pk: int) -> HttpResponse:
    asked = visible_request(request, pk)
    if not permissions.may_triage(request.user):
        raise PermissionDenied
    if asked.state not in DELIVERABLE_STATES:
        messages.error(request, f"Cette demande est {asked.get_state_display().lower()} : rien à livrer.")
        return redirect(asked)
    form = DeliverForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with told_in(form):
            made = actions.deliver(request=asked, actor=request.user, **form.cleaned_data)
            told = "Livré : le demandeur est prévenu." if made.is_shown else "Envoyé en validation."
            messages.success(request, told)
            return redirect(asked)
    return render(request, "requests/deliver.html", {"asked": asked, "form": form})


@require_POST
def agree(request: HttpRequest, pk: int, delivery: int) -> HttpResponse:
    """« D’accord » or « À corriger » on the version that was read."""
    asked = visible_request(request, pk)
    if not permissions.may_agree(request.user, asked):
        raise PermissionDenied("Cette version n’attend pas, ou plus, votre accord.")
    shown = get_object_or_404(asked.deliveries.shown().select_related("request"), pk=delivery)
    form = AgreeForm(request.POST)
    if form.is_valid():
        with told_in(form, files="comment"):
            actions.answer_delivery(delivery=shown, actor=request.user, **form.cleaned_data)
            messages.success(request, "Votre réponse est enregistrée, la cellule est prévenue. Merci !")
            return redirect(asked)
    return _page(request, visible_request(request, pk), 422, agree_form=form)


@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    asked = visible_request(request, pk)
    if not permissions.may_rate(request.user, asked):
        raise PermissionDenied("Cette demande n’attend pas, ou plus, votre note.")
    form = RatingForm(request.POST)
    if form.is_valid():
        with told_in(form, files="words"):
            actions.rate_request(request=asked, actor=request.user, **form.cleaned_data)
            messages.success(request, "Merci pour votre note.")
            return redirect(asked)
    return _page(request, visible_request(request, pk), 422, rating_form=form)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    asked = visible_request(request, pk)
    if not permissions.may_triage(request.user):
        raise PermissionDenied
    with said(request):
        actions.close_request(request=asked, actor=request.user)
        messages.success(request, f"{asked.reference} est clôturée.")
    return redirect(asked)


@require_POST
def answer_for_cabinet(request: HttpRequest, pk: int) -> HttpResponse:
    asked = visible_request(request, pk)
    if not permissions.may_answer_for_cabinet(request.user):
        raise PermissionDenied
    form = CabinetAnswerForm(request.POST)
    if form.is_valid():
        with told_in(form, files="answer"):
            actions.answer_for_cabinet(request=asked, actor=request.user, **form.cleaned_data)
            messages.success(request, "La cellule a votre réponse.")
            return redirect(asked)
    return _page(request, visible_request(request, pk), 422, cabinet_form=form)


@require_safe
def file(request: HttpRequest, pk: int, file: int, variant: str) -> FileResponse:
    """A file of a request one may read; what is internal is the unit's."""
    asked = visible_request(request, pk)
    found = get_object_or_404(asked.files.select_related("message", "delivery"), pk=file)
    if variant not in ("original", *DERIVATIVES):
        raise Http404
    if found.is_internal and not permissions.may_triage(request.user):
        raise Http404
    response = file_response(found.stored, name=found.name, variant=variant)
    response["Cache-Control"] = "private, max-age=3600"
    return response
