"""Messages of crisis: the shelf, one message filled in, writing, approving, noting that it was published."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.approvals.dossier import rounds_of
from comms.periods import actions
from comms.periods.forms import BlanksForm, MessageForm, PublishForm, ReadyForm
from comms.periods.models import CrisisMessage, Level, crisis_now
from comms.periods.permissions import may_log, may_read_crisis
from comms.periods.views.access import refuse_unless
from comms.refusals import said

GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def message_list(request: HttpRequest) -> HttpResponse:
    """Level by level, as they are needed; those put aside at the end."""
    refuse_unless(may_read_crisis, request)
    kept = list(CrisisMessage.objects.kept().select_related("effective_version").in_order())
    context = {
        "levels": [(level.label, [row for row in kept if row.level == level]) for level in Level],
        "kept": kept,
        "retired": CrisisMessage.objects.filter(is_active=False).in_order(),
        "may_write": may_log(request.user),
    }
    return render(request, "periods/messages/list.html", context)


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """The approved text, with what the address says in its blanks: ready to copy."""
    refuse_unless(may_read_crisis, request)
    found = get_object_or_404(_messages(), pk=pk)
    form_class = ReadyForm if crisis_now() else BlanksForm
    return _message_page(request, found, form_class(request.GET or None, message=found))


def _messages() -> QuerySet[CrisisMessage]:
    return CrisisMessage.objects.select_related("effective_version", "created_by")


def _message_page(
    request: HttpRequest, found: CrisisMessage, form: BlanksForm, status: int = 200
) -> HttpResponse:
    crisis = crisis_now()
    context = {
        "message": found,
        "form": form,
        "text": found.filled(form.values),
        "crisis": crisis,
        "rounds": rounds_of(found),
        "publications": found.publications.select_related("by", "crisis")[:20],
        "may_write": may_log(request.user),
        "may_publish": bool(crisis) and found.is_ready and may_log(request.user),
    }
    return render(request, "periods/messages/page.html", context, status=status)


@GET_OR_POST
def create(request: HttpRequest) -> HttpResponse:
    refuse_unless(may_log, request)
    form = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said(request, "Le message est enregistré. Faites-le valider dès maintenant."):
            return redirect(actions.create_message(author=request.user, **form.cleaned_data))
    return render(request, "periods/messages/write.html", {"form": form, "message": None})


@GET_OR_POST
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(may_log, request)
    found = get_object_or_404(_messages(), pk=pk)
    kept = CrisisMessage.objects.get(pk=pk)  # the form writes on its own copy
    form = MessageForm(request.POST if request.method == "POST" else None, instance=kept)
    if request.method == "POST" and form.is_valid():
        with said(request, "Message enregistré."):
            actions.edit_message(message=found, actor=request.user, **form.cleaned_data)
        return redirect(found)
    return render(request, "periods/messages/write.html", {"form": form, "message": found})


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(may_log, request)
    found = get_object_or_404(_messages(), pk=pk)
    with said(request, "Soumis à validation."):
        actions.submit_message(message=found, actor=request.user)
    return redirect(found)


@require_POST
def service(request: HttpRequest, pk: int) -> HttpResponse:
    """Put aside, or back in service."""
    refuse_unless(may_log, request)
    found = get_object_or_404(_messages(), pk=pk)
    if found.is_active:
        with said(request, "Message retiré : il n’est plus proposé."):
            actions.retire_message(message=found, actor=request.user)
    else:
        with said(request, "Message remis en service."):
            actions.restore_message(message=found, actor=request.user)
    return redirect(found)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    refuse_unless(may_log, request)
    found = get_object_or_404(_messages(), pk=pk)
    form = PublishForm(request.POST, message=found)
    if not form.is_valid():
        return _message_page(request, found, form, status=422)
    crisis = crisis_now()
    if crisis is None:
        return redirect(found)
    with said(request, f"Noté au journal : publié, {found.get_channel_display()}."):
        actions.publish_message(
            crisis=crisis, message=found, actor=request.user, values=form.values,
            happened_at=form.happened_at,
        )  # fmt: skip
    return redirect(f"{crisis.get_absolute_url()}#journal")
