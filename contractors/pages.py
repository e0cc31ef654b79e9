"""What the pages of the contractors' rooms share: who may, and a page with one form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from comms.people.models import User
from comms.refusals import Refused


def only(request: HttpRequest, question: Callable[[User], bool]) -> None:
    """For those to whom this question of permissions.py says yes."""
    if not question(request.user):
        raise PermissionDenied


def posted(request: HttpRequest) -> Any:
    """What a form gets: nothing until the person sent it."""
    return request.POST if request.method == "POST" else None


def form_page(
    request: HttpRequest,
    form: Any,
    save: Callable[..., Any],
    *,
    template: str = "contractors/form.html",
    **context: Any,
) -> HttpResponse:
    """This form, then the page of what `save` made of it; `context` gives `heading`, `home` (label, address)
    and `back`."""
    if request.method == "POST" and form.is_valid():
        try:
            saved = save(**form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as error:
            form.add_error(None, " ".join(error.messages))
        else:
            messages.success(request, f"{saved} : enregistré.")
            return redirect(saved)
    return render(request, template, context | {"form": form})
