from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from comms.approvals import actions, permissions
from comms.approvals.dossier import Dossier
from comms.approvals.forms import BypassForm, ChosenForm, SeveralForm, WithdrawForm, seen_now
from comms.approvals.models import Approval, ApprovalStep, Decision
from comms.approvals.posted import posted_decision, posted_verdicts
from comms.refusals import said


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """« À valider »: what waits for this person, then what this person may follow."""
    waiting = list(ApprovalStep.objects.awaiting(request.user).readable())
    elsewhere = ApprovalStep.objects.open().visible_to(request.user).readable()
    context = {
        "waiting": waiting,
        "elsewhere": elsewhere.exclude(pk__in=[step.pk for step in waiting]).order_by("due_on", "pk"),
    }
    return render(request, "approvals/queue.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, then decide. Shown to those who decide, the text's author and the unit."""
    steps = ApprovalStep.objects.visible_to(request.user).readable()
    found = get_object_or_404(steps, pk=pk)
    posted = posted_decision(request, found)
    if posted.is_done:
        return redirect("approvals:queue")
    dossier = Dossier(get_object_or_404(steps, pk=pk), request.user, "approvals:step")  # as it stands now
    context = {"dossier": dossier, "form": posted.form, "changes": posted.changes}
    return render(request, "approvals/step.html", context, status=posted.status)


@require_http_methods(["GET", "HEAD", "POST"])
def several(request: HttpRequest) -> HttpResponse:
    """The check page before the same verdict on several texts; a GET only shows what was ticked."""
    waiting = ApprovalStep.objects.awaiting(request.user).readable().prefetch_related("approval__subject")
    if request.method == "POST":
        form = SeveralForm(request.POST)
        if form.is_valid():
            posted_verdicts(request, form)
            return redirect("approvals:queue")
        chosen = waiting.filter(pk__in=form.seen_steps)
    else:
        ticked = ChosenForm(request.GET, waiting=waiting)
        if not ticked.is_valid():
            messages.error(request, ticked.error_lines[0].message)
            return redirect("approvals:queue")
        chosen = ticked.cleaned_data["step"]
        form = SeveralForm(initial={"verdict": Decision.Verdict.APPROVED, "seen": seen_now(chosen)})
    return render(request, "approvals/several.html", {"form": form, "chosen": chosen})


@require_http_methods(["GET", "HEAD", "POST"])
def bypass(request: HttpRequest, pk: int) -> HttpResponse:
    """The emergency: those allowed, with a reason, everyone of the circuit being told."""
    approval = get_object_or_404(Approval.objects.visible_to(request.user).readable(), pk=pk)
    if not permissions.may_bypass(request.user):
        raise PermissionDenied
    form = BypassForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said(request, f"{approval} : approuvé en urgence, le circuit est prévenu."):
            actions.bypass(approval=approval, actor=request.user, **form.cleaned_data)
        return redirect(approval)
    told = sorted(actions.everyone_of(approval) - {request.user}, key=str)
    return render(request, "approvals/bypass.html", {"approval": approval, "form": form, "told": told})


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a text back from the circuit, to work on it again: its author, who submitted it, the unit."""
    approval = get_object_or_404(Approval.objects.visible_to(request.user).readable(), pk=pk)
    if not permissions.may_withdraw(request.user, approval):
        raise PermissionDenied
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with said(request, f"{approval} : retiré de la validation."):
            actions.withdraw_submission(approval=approval, actor=request.user, **form.cleaned_data)
        return redirect(approval)
    return render(request, "approvals/withdraw.html", {"approval": approval, "form": form})
