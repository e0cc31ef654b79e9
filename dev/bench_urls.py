"""The application's addresses and an empty page, which benchmarks measure the others against."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from comms.urls import urlpatterns as application


def empty(request: HttpRequest) -> HttpResponse:
    """What no page for staff can do without: the session and the user."""
    return HttpResponse(request.user.email)


def empty_page(request: HttpRequest) -> HttpResponse:
    """The staff's page with nothing on it: session, user, rail, notices, banners."""
    return render(request, "base.html")


urlpatterns = [path("vide/", empty), path("vide/page/", empty_page), *application]
