"""Before a poll: what nobody has read yet, and one thing read beside the one of the year before."""

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comms.calendar.models import Poll
from comms.calendar.working_days import local_today
from comms.periods import actions
from comms.periods.forms import CheckForm, ComparedForm
from comms.periods.models import NeutralityCheck
from comms.periods.neutrality import KINDS, missing_checks, polls_about
from comms.periods.permissions import may_check
from comms.periods.sides import side_by_side
from comms.periods.views.access import refuse_unless
from comms.refusals import said


@require_safe
def check_list(request: HttpRequest) -> HttpResponse:
    refuse_unless(may_check, request)
    today = local_today()
    polls = list(Poll.objects.open_on(today))
    context = {
        "polls": polls,
        "missing": missing_checks(request.user, polls[0], today) if polls else [],
        "checks": NeutralityCheck.objects.readable().prefetch_related("subject")[:40],
    }
    return render(request, "periods/checks/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The thing and the earlier one side by side, then the questions. It forbids nothing."""
    refuse_unless(may_check, request)
    if kind not in KINDS:
        raise Http404
    found = KINDS[kind]
    things = found.visible_to(request.user)
    subject = get_object_or_404(things, pk=pk)
    earlier = found.earlier(things, subject)
    polls = polls_about(found, subject, local_today())
    compared_form = ComparedForm(request.GET, earlier=earlier)
    compared = compared_form.chosen()
    form = CheckForm(
        request.POST if request.method == "POST" else None, earlier=earlier, initial={"avec": compared}
    )
    if request.method == "POST" and polls and form.is_valid():
        return _recorded(request, subject, polls[0], form)
    context = {"kind": found, "subject": subject, "polls": polls, "form": form}
    context |= {"compared_form": compared_form, "sides": side_by_side(found, subject, compared)}
    context["checks"] = NeutralityCheck.objects.about(subject).readable()
    return render(request, "periods/checks/check.html", context)


def _recorded(request: HttpRequest, subject: Model, poll: Poll, form: CheckForm) -> HttpResponse:
    with said(request, "Contrôle enregistré."):
        actions.record_check(
            subject=subject,
            poll=poll,
            actor=request.user,
            answers=form.answers,
            compared=form.cleaned_data["avec"],
        )
    return redirect(subject)
