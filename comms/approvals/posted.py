"""What the staff pages and the admin both do with a decision that somebody posts."""

from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest

from comms.approvals import actions
from comms.approvals.differences import FieldDifference
from comms.approvals.errors import ApprovalError, ChangedSinceSeen
from comms.approvals.forms import DecisionForm, SeveralForm
from comms.approvals.models import ApprovalStep, Decision


@dataclass
class Posted:
    """The form of one step's page, and what became of it: done, or why not with the input kept."""

    form: DecisionForm
    is_done: bool = False
    changes: list[FieldDifference] = field(default_factory=list)

    @property
    def status(self) -> int:
        """409 when somebody was faster or the text isn't the one that was read."""
        return 409 if self.form.is_bound and self.form.non_field_errors() else 200


def posted_decision(request: HttpRequest, step: ApprovalStep) -> Posted:
    """Decide when the request posts a readable form; a GET only prepares it."""
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        initial={"seen_digest": step.approval.version.digest},
    )
    posted = Posted(form)
    if request.method != "POST" or not form.is_valid():
        return posted
    try:
        decision = actions.decide(step=step, actor=request.user, **form.cleaned_data)
    except ApprovalError as error:
        form.add_error(None, str(error))
        posted.changes = error.differences if isinstance(error, ChangedSinceSeen) else []
    else:
        posted.is_done = True
        messages.success(request, _done_words(decision))
    return posted


def _done_words(decision: Decision) -> str:
    """What was noted, and what comes next."""
    approval = decision.step.approval
    next_step = approval.open_step
    outcome = f"étape suivante : {next_step.who}" if next_step else approval.get_state_display().lower()
    return f"{approval.version.subject_label} : votre avis est enregistré ({outcome})."


def posted_verdicts(request: HttpRequest, form: SeveralForm) -> None:
    """The same verdict on each text of a valid form; say how many went through, and why the others didn't."""
    seen = dict(form.cleaned_data["seen"])
    steps = ApprovalStep.objects.visible_to(request.user).readable().filter(pk__in=seen)
    done, left = actions.decide_several(
        seen=[(step, seen[step.pk]) for step in steps],
        actor=request.user,
        verdict=form.cleaned_data["verdict"],
        comment=form.cleaned_data["comment"],
    )
    if done:
        messages.success(request, f"{len(done)} avis enregistré{'s' if len(done) > 1 else ''}.")
    for step, why in left:
        messages.warning(request, f"{step.approval.version.subject_label} : {why}")
