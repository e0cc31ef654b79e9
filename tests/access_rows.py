"""What the tables of who may open what are written in (tests/access_table.py)."""


# fmt: off

from dataclasses import dataclass

PUBLIC = "Y YYY YYYY YYY"
SIGNED_IN = "L YYY YYYY YYY"
#: The unit and who stands in for it; others are refused, or (HIDDEN) don't even learn that the thing exists.
UNIT = "L YYY FFFF YFF"
HIDDEN = "L YYY NNNN YNN"
#: The log and the messages of a crisis, and who leads it.
READ_CRISIS = "L YYY YFFF YFF"
LEAD = "L FYY FFFF YFF"
#: The address knows the other verb only: for people who are logged in, and for everybody.
NOT_SO = "L MMM MMMM MMM"
NEVER = "M MMM MMMM MMM"


@dataclass(frozen=True)
class Row:
    """An address, the thing it is about (tests/access_objects.py), and the answers to GET and to POST."""

    route: str
    about: str
    get: str
    post: str

    def __str__(self) -> str:
        return f"{self.route or '/'} {self.about}".strip()
