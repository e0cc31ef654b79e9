from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase


class PrivateByDefaultMiddleware(LoginRequiredMiddleware):
    """Login for every page but those marked `login_not_required`, and these never look at the session.

    Django's own asks who is there before it asks whether that matters: every public page then varies by
    cookie, which no shared cache keeps, and costs a session query for whoever is logged in.
    """

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
