"""Cards that look alike: the suggestions, and two cards side by side."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comms.formats import day_short, hour
from comms.refusals import said
from press.actions import duplicates as actions
from press.forms.contacts import MergeForm
from press.models import Contact, Position
from press.views.contacts import visible_contact
from press.views.directory import directory_page


@require_safe
@directory_page
def duplicates(request: HttpRequest) -> HttpResponse:
    suggestions = actions.suggested_duplicates()
    return render(
        request, "press/contacts/duplicates.html", {"suggestions": suggestions, "most": actions.MOST}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def contact_merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """`pk` is kept, `other` goes into it."""
    kept, dropped = visible_contact(request, pk), visible_contact(request, other)
    form = MergeForm(request.POST if request.method == "POST" else None, questions=questions(kept, dropped))
    if request.method == "POST" and form.is_valid():
        with said(request):
            actions.merge_contacts(kept=kept, dropped=dropped, actor=request.user, choices=form.cleaned_data)
            messages.success(request, "Les deux fiches n’en font plus qu’une.")
            return redirect(kept)
    context = {"kept": kept, "dropped": dropped, "form": form}
    return render(request, "press/contacts/merge.html", context)


@require_POST
def contacts_apart(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    first, second = visible_contact(request, pk), visible_contact(request, other)
    with said(request):
        actions.tell_apart(first=first, second=second, actor=request.user)
        messages.success(request, "C’est noté : ce sont deux personnes, elles ne seront plus proposées.")
    return redirect("press:duplicates")


def questions(kept: Contact, dropped: Contact) -> list[tuple[str, str, str, str]]:
    """(name, label, the kept card's words, the other card's) for all that both tell, differently."""
    asked = [
        (
            name,
            Contact._meta.get_field(name).verbose_name.capitalize(),
            _words(kept, name),
            _words(dropped, name),
        )
        for name in actions.differing_fields(kept, dropped)
    ]
    held = {position.media_id: position for position in kept.positions.select_related("media")}
    for position in dropped.positions.select_related("media"):
        ours = held.get(position.media_id)
        if ours and _position_words(ours) != _position_words(position):
            label = f"Fonction à {position.media}"
            asked.append(
                (f"position-{position.media_id}", label, _position_words(ours), _position_words(position))
            )
    return asked


def _words(contact: Contact, name: str) -> str:
    display = getattr(contact, f"get_{name}_display", None)
    value: Any = display() if display else getattr(contact, name)
    return day_short(value) if name == "source_on" else str(value)


def _position_words(position: Position) -> str:
    closing = f"bouclage {hour(position.closing_time)}" if position.closing_time else ""
    return ", ".join(filter(None, (position.function, position.get_kind_display(), closing))) or "(rien)"
