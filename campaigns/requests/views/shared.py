"""What the views of this room have in common."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from campaigns.requests.errors import RequestError
from campaigns.requests.models import CommunicationRequest
from campaigns.requests.permissions import may_triage
from comms.forms import BaseForm


def visible_request(request: HttpRequest, pk: int) -> CommunicationRequest:
    found = CommunicationRequest.objects.visible_to(request.user).readable()
    return get_object_or_404(found.select_related("merged_into", "action", "decided_by"), pk=pk)


def for_unit(request: HttpRequest, pk: int) -> CommunicationRequest:
    """For who sorts requests; others don't learn more than that they may not."""
    if not may_triage(request.user):
        raise PermissionDenied
    return visible_request(request, pk)


@contextmanager
def told_in(form: BaseForm, files: str = "files") -> Iterator[None]:
    """What an action refuses stands in the form, with the input kept; a bad file at its field."""
    try:
        yield
    except RequestError as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.add_error(files, error)
