"""The pages that say something went wrong: in French, calm, without a traceback.

They ask the database for nothing, so that they still answer when it doesn't.
"""

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from comms.town.models import TownSettings


def _page(request: HttpRequest, template: str, status: int, reason: str = "") -> HttpResponse:
    newsroom = reverse("newsroom:home")
    home = newsroom if request.path.startswith(newsroom) else "/"
    context = {"town": TownSettings.already_known(), "home_url": home, "reason": reason}
    return HttpResponse(render_to_string(template, context), status=status)


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "400.html", 400)


@login_not_required
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What PermissionDenied was raised with is the reason to show."""
    return _page(request, "403.html", 403, str(exception))


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that stayed open too long, or a page opened before logging in: nothing was written."""
    return _page(request, "403_csrf.html", 403)


@login_not_required
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", 404)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or the database that doesn't answer: then it is worth trying again."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        page = _page(request, "503.html", 503)
        page["Retry-After"] = "30"
        return page
    return _page(request, "500.html", 500)
