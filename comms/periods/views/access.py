from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from comms.people.models import User


def refuse_unless(allowed: Callable[[User], bool], request: HttpRequest) -> None:
    if not allowed(request.user):
        raise PermissionDenied
