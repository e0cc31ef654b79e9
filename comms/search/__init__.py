"""Comparing names as a reader does, without case and accents, and searching French text likewise.

The function and the text search configuration are made by this room's migration; an app whose columns use
them depends on it.
"""

from typing import Any

from django.db import connection
from django.db.models import Func, TextField

#: Text search configuration: French stems, accents ignored.
SEARCH_CONFIG = "french_unaccent"


class Plain(Func):
    """lower(unaccent(x)), declared immutable so that constraints, indexes and stored columns may use it."""

    function = "comms_plain"
    arity = 1
    output_field = TextField()


def plain_keys(texts: Any) -> dict[str, str]:
    """Each text → its key as PostgreSQL writes it, in one query: Python would fold letters otherwise."""
    wanted = sorted(set(texts))
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, comms_plain(text) FROM unnest(%s::text[]) AS text", [wanted])
        return dict(cursor.fetchall())
