"""What the pages of the directory share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponseBase

from press.contact_errors import ContactError
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


@contextmanager
def said(request: HttpRequest) -> Iterator[None]:
    """What an action refuses is told to the person, in its own words."""
    try:
        yield
    except ContactError as error:
        messages.error(request, str(error))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
