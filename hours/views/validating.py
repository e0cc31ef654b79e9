"""« À valider »: what waits for this person, ticked and validated together."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hours.actions.deciding import decide_entries
from hours.actions.recuperations import decide_recuperations
from hours.forms.recuperations import ChosenForm
from hours.models import EntryState, Recuperation, RecuperationState, TimeEntry
from hours.permissions import may_decide_hours
from hours.views.access import only


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_decide_hours)
def to_validate(request: HttpRequest) -> HttpResponse:
    entries = TimeEntry.objects.awaiting(request.user).for_list().order_by("person", "starts_at")
    recuperations = Recuperation.objects.awaiting(request.user).for_list().order_by("day", "pk")
    if request.method == "POST":
        form = ChosenForm(request.POST, entries=entries, recuperations=recuperations)
        if form.is_valid():
            _validate(request, form)
        else:
            messages.error(request, form.error_lines[0].message)
        return redirect("hours:to_validate")
    context = {"entries": list(entries), "recuperations": list(recuperations)}
    return render(request, "hours/to_validate.html", context)


def _validate(request: HttpRequest, form: ChosenForm) -> None:
    """Say how many went through, and why the others didn't."""
    done, left = decide_entries(
        entries=form.cleaned_data["entry"], actor=request.user, answer=EntryState.VALIDATED
    )
    agreed, refused = decide_recuperations(
        recuperations=form.cleaned_data["recuperation"], actor=request.user, answer=RecuperationState.AGREED
    )
    count = len(done) + len(agreed)
    if count:
        messages.success(
            request, f"{count} ligne{'s' if count > 1 else ''} validée{'s' if count > 1 else ''}."
        )
    for row, why in [*left, *refused]:
        messages.warning(request, f"{row.person} : {why}")
