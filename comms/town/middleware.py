from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from comms.town.models import TownSettings


class TownMiddleware:
    """One reading of the town's settings at most for the whole page; files, served before, cost none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with TownSettings.read_once():
            return self.get_response(request)
