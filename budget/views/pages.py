"""What the room's views share: who may, a page with one form, and what an action refuses."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from budget.errors import NotEnough
from comms.people.models import User
from comms.refusals import Refused

Form = Any


def only(request: HttpRequest, question: Callable[[User], bool]) -> None:
    """For those to whom this question of permissions.py says yes."""
    if not question(request.user):
        raise PermissionDenied


def posted(request: HttpRequest) -> Any:
    """What a form gets: nothing until the person sent it."""
    return request.POST if request.method == "POST" else None


def saved(request: HttpRequest, form: Form, save: Callable[[dict[str, Any]], Any], done: str) -> Any:
    """What `save` made of what was typed; None when the form must be shown again, with what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        made = save(form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        if isinstance(refusal, NotEnough) and hasattr(form, "offer_derogation"):
            form.offer_derogation(request.user)
        return None
    messages.success(request, done)
    return made


def form_page(
    request: HttpRequest,
    form: Form,
    *,
    save: Callable[[dict[str, Any]], Any],
    done: str,
    back: str,
    **context: Any,
) -> HttpResponse:
    """A page with this form alone, then the page of what `save` made, with the word `done`."""
    made = saved(request, form, save, done)
    if made is not None:
        return redirect(made)
    usual = {"form": form, "back": back, "submit": "Enregistrer", "submit_class": "btn-primary"}
    return render(request, "budget/form.html", usual | context)
