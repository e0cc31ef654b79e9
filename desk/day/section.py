"""What the parts of a day have in common."""

from datetime import date

from django.db.models import QuerySet

from comms.people.models import User

#: Rows of a section; the section's own page has the rest.
SHOWN = 6


class Section:
    """A room's part of the day; each list is read when the page shows it."""

    def __init__(self, user: User, today: date) -> None:
        self.user = user
        self.today = today


class Shown(list):
    """The first rows of a question, which remembers whether there were others."""

    has_more: bool = False

    @classmethod
    def of(cls, rows: QuerySet, most: int = SHOWN) -> "Shown":
        found = list(rows[: most + 1])
        shown = cls(found[:most])
        shown.has_more = len(found) > most
        return shown
