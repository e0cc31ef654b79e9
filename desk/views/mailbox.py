from collections.abc import Callable
from functools import wraps
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from desk import permissions
from desk.mailbox import Mailbox, Message, frame_policy, framed

SHOWN = 50
View = Callable[..., HttpResponse]


def demo_staff_only(view: View) -> View:
    """Outside of the demonstration, or for anybody else, the page doesn't exist."""

    @wraps(view)
    @require_safe
    def checked(request: HttpRequest, **kwargs: object) -> HttpResponse:
        if not permissions.may_see_demo_mailbox(request.user):
            raise Http404
        return view(request, **kwargs)

    return checked


def _mailbox() -> Mailbox:
    return Mailbox(Path(settings.DEMO_MAILBOX_DIR))


def _message(name: str) -> Message:
    message = _mailbox().message(name)
    if message is None:
        raise Http404
    return message


@demo_staff_only
def mailbox(request: HttpRequest) -> HttpResponse:
    words, before = request.GET.get("q", "").strip(), request.GET.get("avant", "")
    found = list(islice(_mailbox().messages(words, before), SHOWN + 1))
    context = {
        "words": words,
        "before": before,
        "messages_kept": found[:SHOWN],
        "older": found[SHOWN - 1].name if len(found) > SHOWN else "",
    }
    return render(request, "desk/mailbox.html", context)


@demo_staff_only
def message(request: HttpRequest, name: str) -> HttpResponse:
    return render(request, "desk/mailbox_message.html", {"message": _message(name)})


@demo_staff_only
def message_html(request: HttpRequest, name: str) -> HttpResponse:
    html = framed(_message(name))
    response = HttpResponse(html)
    response["Content-Security-Policy"] = frame_policy(html)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@demo_staff_only
def message_source(request: HttpRequest, name: str) -> HttpResponse:
    return _download(_message(name).path.read_bytes(), f"{name}.eml")


@demo_staff_only
def message_attachment(request: HttpRequest, name: str, number: int) -> HttpResponse:
    attachment = next((piece for piece in _message(name).attachments if piece.number == number), None)
    if attachment is None:
        raise Http404
    return _download(attachment.content, attachment.name)


def _download(content: bytes, name: str) -> HttpResponse:
    """Bytes to keep, whatever they say they are: never a page of ours."""
    return HttpResponse(
        content,
        content_type="application/octet-stream",
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )
