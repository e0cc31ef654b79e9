"""A stretch of work, cut where its minutes change their kind: at midnight, where the night or the usual day
begins and ends. The pieces' minutes add up to the stretch less its break."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.utils import timezone

from hours.kinds import HourKind
from hours.rulebook import Rulebook


@dataclass(frozen=True)
class Piece:
    """Minutes of one kind on one day, the break taken off."""

    kind: HourKind
    day: date
    starts_at: datetime
    ends_at: datetime
    minutes: int


def cut(starts_at: datetime, ends_at: datetime, break_minutes: int, rules: Rulebook) -> list[Piece]:
    """The pieces in their order. The break comes off the longest piece, then off the next longest."""
    pieces: list[Piece] = []
    edges = [starts_at, *sorted(set(_edges(starts_at, ends_at, rules))), ends_at]
    for start, end in pairwise(edges):
        kind, day = rules.kind_at(start), timezone.localdate(start)
        last = pieces[-1] if pieces else None
        if last and (last.kind, last.day) == (kind, day):
            start = pieces.pop().starts_at
        pieces.append(Piece(kind, day, start, end, minutes_between(start, end)))
    return _without_break(pieces, break_minutes)


def minutes_between(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds() // 60)


def _edges(starts_at: datetime, ends_at: datetime, rules: Rulebook) -> Iterator[datetime]:
    """The moments strictly inside the stretch at which a minute may be of another kind than before."""
    day, last = timezone.localdate(starts_at), timezone.localdate(ends_at)
    while day <= last:
        hours = rules.hours_on(day)
        for at in (
            time(0),
            hours.day_starts_at,
            hours.day_ends_at,
            hours.night_starts_at,
            hours.night_ends_at,
        ):
            moment = timezone.make_aware(datetime.combine(day, at))
            if starts_at < moment < ends_at:
                yield moment
        day += timedelta(days=1)


def _without_break(pieces: list[Piece], break_minutes: int) -> list[Piece]:
    left = {piece.starts_at: piece.minutes for piece in pieces}
    for piece in sorted(pieces, key=lambda piece: (-piece.minutes, piece.starts_at)):
        taken = min(break_minutes, piece.minutes)
        left[piece.starts_at] -= taken
        break_minutes -= taken
    return [
        Piece(piece.kind, piece.day, piece.starts_at, piece.ends_at, left[piece.starts_at])
        for piece in pieces
        if left[piece.starts_at]
    ]
