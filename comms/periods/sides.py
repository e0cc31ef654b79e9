"""Two things of one kind side by side: their form and volume, line by line, and their words."""

from dataclasses import dataclass

from django.db.models import Model

from comms.periods.neutrality import CheckedKind


@dataclass(frozen=True)
class Line:
    name: str
    here: str
    there: str

    @property
    def differs(self) -> bool:
        return bool(self.there) and self.here != self.there


@dataclass(frozen=True)
class Sides:
    here: Model
    there: Model | None
    lines: list[Line]
    words_here: str
    words_there: str


def side_by_side(kind: CheckedKind, thing: Model, other: Model | None) -> Sides:
    there = dict(kind.facts(other)) if other else {}
    lines = [Line(name, words, there.get(name, "")) for name, words in kind.facts(thing)]
    return Sides(thing, other, lines, kind.words(thing), kind.words(other) if other else "")
