from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from campaigns.planning.errors import PlanningError
from comms.approvals.errors import ApprovalError


@contextmanager
def said(request: HttpRequest) -> Iterator[None]:
    """What an action refuses is told to the person, in its own words."""
    try:
        yield
    except (PlanningError, ApprovalError) as error:
        messages.error(request, str(error))
