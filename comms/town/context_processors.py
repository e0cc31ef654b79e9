from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from comms.town.models import TownSettings


def town(request: HttpRequest) -> dict[str, object]:
    """`town` in every template; read once a page, and only where it is shown."""
    return {"town": SimpleLazyObject(TownSettings.current)}
