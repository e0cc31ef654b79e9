"""What the pages of the directory share."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase

from press.permissions.contacts import may_use_directory

View = Callable[..., HttpResponseBase]


def directory_page(view: View) -> View:
    """For the communication unit, the cabinet and who stands in; others are told so (403)."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not may_use_directory(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapper
