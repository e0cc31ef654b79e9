"""The columns that a reader knows, and the many titles that people give them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from comms.tables.workbooks import UnreadableFile


class Column(NamedTuple):
    label: str
    titles: tuple[str, ...]
    help: str = ""


def fold(text: str) -> str:
    """Lower case, no accents, words only: « Tél. fixe » → « tel fixe »."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe")).casefold()
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


class Titles:
    """What one kind of file may call its columns."""

    def __init__(self, columns: Mapping[str, Column]) -> None:
        self._columns = columns
        self._field_of = {
            fold(title): field
            for field, column in columns.items()
            for title in (column.label, *column.titles)
        }

    def match(self, header: Sequence[str]) -> dict[str, int]:
        """field → position of its column; whole titles first, then titles that say more than they need to."""
        folded = [fold(title) for title in header]
        found: dict[str, int] = {}
        for position, title in enumerate(folded):
            field = self._field_of.get(title)
            if field and field not in found:
                found[field] = position
        for position, title in enumerate(folded):
            if title and position not in found.values():
                field = self._nearest_field(title)
                if field and field not in found:
                    found[field] = position
        return found

    def required(self, header: Sequence[str], needed: Sequence[Sequence[str]]) -> dict[str, int]:
        """The same; raises UnreadableFile unless one field of each group in `needed` is there.

        The sentence names what is missing and what was found instead.
        """
        found = self.match(header)
        missing = [
            " ou ".join(f"« {self._columns[field].label} »" for field in fields)
            for fields in needed
            if not any(field in found for field in fields)
        ]
        if missing:
            titles = ", ".join(title for title in header if title)[:200] or "aucun"
            raise UnreadableFile(
                f"Il manque la colonne {', et '.join(missing)}. Titres lus dans le fichier : {titles}. "
                "Si ces titres sont illisibles ou collés, enregistrez le fichier en CSV UTF-8 séparé par des "
                "points-virgules, ou en .xlsx."
            )
        return found

    def _nearest_field(self, title: str) -> str:
        """« adresse e-mail professionnelle » → address: the longest title whose words all stand in it."""
        words = set(title.split())
        fitting = [known for known in self._field_of if len(known) > 3 and set(known.split()) <= words]
        return self._field_of[max(fitting, key=len)] if fitting else ""

    def recognised(self, cells: Sequence[str]) -> int:
        """How many of these cells are known titles."""
        return sum(fold(cell) in self._field_of for cell in cells)
