"""What every staff page says on top: the crisis, the poll that comes. Read only where a page shows it."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property

from comms.calendar.models import Poll
from comms.calendar.working_days import local_today
from comms.periods.models import Crisis, crisis_now
from comms.periods.permissions import may_read_crisis


class Banners:
    def __init__(self, request: HttpRequest) -> None:
        self.user = request.user
        self.path = request.path

    @cached_property
    def crisis(self) -> Crisis | None:
        return crisis_now() if self.user.is_authenticated else None

    @cached_property
    def polls(self) -> list[Poll]:
        """Silent while there is a crisis: one thing at a time."""
        if not self.user.is_authenticated or self.crisis:
            return []
        return list(Poll.objects.open_on(local_today()))

    @cached_property
    def may_read_crisis(self) -> bool:
        return may_read_crisis(self.user)


def banners(request: HttpRequest) -> dict[str, object]:
    return {"banners": SimpleLazyObject(lambda: Banners(request))}
