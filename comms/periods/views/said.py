from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from comms.approvals.errors import ApprovalError
from comms.people.models import User
from comms.periods.errors import PeriodError


@contextmanager
def said_in_messages(request: HttpRequest, done: str = "") -> Iterator[None]:
    """`done` when the action went through, else why it couldn't."""
    try:
        yield
    except (PeriodError, ApprovalError) as error:
        messages.warning(request, str(error))
    else:
        if done:
            messages.success(request, done)


def refuse_unless(allowed: Callable[[User], bool], request: HttpRequest) -> None:
    if not allowed(request.user):
        raise PermissionDenied
