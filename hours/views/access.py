"""What the pages of hours share: who comes in, whose rows, and how a refusal is told."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404

from comms.people.models import User
from hours.models import Recuperation, TimeEntry
from hours.permissions import may_open_hours, may_see_person

View = Callable[..., HttpResponseBase]


def only(question: Callable[[User], bool]) -> Callable[[View], View]:
    """For those for whom the named question says yes; others are told so (403)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if not question(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return wrapper

    return decorate


def visible_entry(request: HttpRequest, pk: int) -> TimeEntry:
    return get_object_or_404(TimeEntry.objects.visible_to(request.user).for_list(), pk=pk)


def visible_recuperation(request: HttpRequest, pk: int) -> Recuperation:
    return get_object_or_404(Recuperation.objects.visible_to(request.user).for_list(), pk=pk)


def visible_person(request: HttpRequest, pk: int) -> User:
    """Somebody of the unit, whom this person may see; else nobody."""
    person = _person_with_hours(pk)
    if not may_see_person(request.user, person):
        raise Http404
    return person


def _person_with_hours(pk: int) -> User:
    """Of the unit now, or gone from it and leaving hours behind."""
    found = User.objects.filter(pk=pk).first()
    if found is None or not (found.is_unit or found.time_entries.exists()):
        raise Http404
    return found


hours_page = only(may_open_hours)
