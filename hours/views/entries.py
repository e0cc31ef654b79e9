"""Time worked: writing it in a few taps, seeing how it is cut, answering it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comms.calendar.working_days import local_today
from hours.actions.deciding import decide_entry
from hours.actions.entries import checked_pieces, create_entry, edit_entry, stretch, submit_entry
from hours.errors import HoursError
from hours.forms.entries import AnswerForm, EntryForm
from hours.models import EntryState, TimeEntry
from hours.permissions import may_decide_for, may_log_hours
from hours.rulebook import Rulebook
from hours.suggestions import recent_places
from hours.views.access import only, visible_entry


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_log_hours)
def entry_create(request: HttpRequest) -> HttpResponse:
    return _write_page(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@only(may_log_hours)
def entry_edit(request: HttpRequest, pk: int) -> HttpResponse:
    entry = visible_entry(request, pk)
    if entry.person != request.user or not entry.is_editable:
        messages.warning(request, "Ces heures ne se modifient plus ici.")
        return redirect(entry)
    return _write_page(request, entry)


def _write_page(request: HttpRequest, entry: TimeEntry | None) -> HttpResponse:
    today = local_today()
    data = request.POST if request.method == "POST" else None
    form = EntryForm(data, person=request.user, today=today, entry=entry)
    if data is not None and form.is_valid():
        saved = _save(request, form, entry)
        if saved is not None:
            return redirect(saved)
    context = {
        "form": form,
        "entry": entry,
        "places": recent_places(request.user, today),
        "cancel": entry.get_absolute_url() if entry else reverse("hours:mine"),
    }
    return render(request, "hours/entries/write.html", context)


def _save(request: HttpRequest, form: EntryForm, entry: TimeEntry | None) -> TimeEntry | None:
    """The saved hours, submitted when that button was pressed; None when the form has something to say."""
    try:
        if entry is None:
            saved = create_entry(person=request.user, **form.facts)
        else:
            saved = edit_entry(entry=entry, actor=request.user, **form.facts)
        if "submit" in request.POST:
            submit_entry(entry=saved, actor=request.user)
    except HoursError as error:
        form.add_error(None, str(error))
        return None
    sent = saved.state == EntryState.SUBMITTED
    messages.success(
        request, "Vos heures sont soumises." if sent else "Vos heures sont gardées en brouillon."
    )
    return saved


@require_safe
@only(may_log_hours)
def entry_preview(request: HttpRequest) -> HttpResponse:
    """What the hours in the form would count for: a piece of its page, which is what a plain visit gets."""
    if not request.htmx:
        return redirect("hours:entry_create")
    form = EntryForm(request.GET, person=request.user, today=local_today())
    context = {"pieces": [], "error": "", "minutes": 0, "credit": 0}
    form.is_valid()  # what is still missing is no error yet
    facts = form.cleaned_data
    if {"day", "starts", "ends"} <= {name for name, value in facts.items() if value is not None}:
        entry = TimeEntry(person=request.user, day=facts["day"], break_minutes=facts.get("break_minutes", 0))
        entry.starts_at, entry.ends_at = stretch(facts["day"], facts["starts"], facts["ends"])
        try:
            pieces = checked_pieces(entry)
        except HoursError as error:
            context["error"] = str(error)
        else:
            rules = Rulebook(entry.day)
            credit = sum(rules.credit(piece.minutes, piece.kind, piece.day) for piece in pieces)
            minutes = sum(piece.minutes for piece in pieces)
            context |= {"pieces": pieces, "minutes": minutes, "credit": credit}
    return render(request, "hours/entries/_preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """The hours, how they count, what became of them; who decides answers here."""
    found = visible_entry(request, pk)
    may_decide = may_decide_for(request.user, found.person)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            decide_entry(entry=found, actor=request.user, **form.cleaned_data)
        except HoursError as error:
            messages.error(request, str(error))
            found, status = visible_entry(request, pk), 409
        else:
            messages.success(request, "Votre réponse est enregistrée.")
            return redirect("hours:to_validate")
    context = {
        "entry": found,
        "form": form,
        "is_mine": found.person == request.user,
        "may_decide": may_decide,
        "ledger": found.ledger_rows.select_related("written_by").order_by("pk"),
    }
    return render(request, "hours/entries/detail.html", context, status=status)
