"""The application's addresses and an empty page, which benchmarks measure the others against."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from comms.urls import urlpatterns as application


def empty(request: HttpRequest) -> HttpResponse:
    """What no page for staff can do without: the session and the user."""
    return HttpResponse(request.user.email)


urlpatterns = [path("vide/", empty), *application]
