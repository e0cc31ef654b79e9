"""The rail, « Créer » and the bell: read only where a page shows them, and counted once."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from desk.rail import Rail


def rail(request: HttpRequest) -> dict[str, object]:
    return {"rail": SimpleLazyObject(lambda: Rail(request))}
