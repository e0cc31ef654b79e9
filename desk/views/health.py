from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from comms.outbox.actions import release_held_mail, settle_uncertain
from comms.outbox.health import health_report
from comms.outbox.models import Mailing, OutgoingMail
from comms.outbox.permissions import may_act_on_outbox, may_see_outbox
from comms.pages import page_of
from desk.forms import SettleForm

View = Callable[..., HttpResponse]


def for_those_who_act(view: View) -> View:
    @wraps(view)
    @require_POST
    def checked(request: HttpRequest, **kwargs: int) -> HttpResponse:
        if not may_act_on_outbox(request.user):
            raise PermissionDenied
        return view(request, **kwargs)

    return checked


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Is mail leaving? What is stuck, what a person must decide; every uncertain delivery is here."""
    if not may_see_outbox(request.user):
        raise PermissionDenied
    uncertain = OutgoingMail.objects.uncertain().select_related("letter", "mailing").defer("letter__source")
    context = {
        "report": health_report(),
        "paused": Mailing.objects.paused(),
        "page": page_of(uncertain, request, sorts={"-begun": ("data_at",)}),
        "may_act": may_act_on_outbox(request.user),
    }
    return render(request, "desk/health.html", context)


@for_those_who_act
def release(request: HttpRequest) -> HttpResponse:
    """Mail that is on hold, after a restore for instance, may leave."""
    if release_held_mail(actor=request.user):
        messages.success(request, "Les courriels partent à nouveau.")
    return redirect("desk:health")


@for_those_who_act
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """A person says what became of an uncertain delivery."""
    mail = get_object_or_404(OutgoingMail.objects.select_related("mailing"), pk=pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.error_lines[0].message)
        return redirect("desk:health")
    try:
        settle_uncertain(mail=mail, actor=request.user, sent=form.settlement)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{mail.address} : {mail.get_state_display()}.")
    return redirect("desk:health")
