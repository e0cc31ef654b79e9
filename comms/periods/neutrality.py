"""What is checked before a poll: each room above says it of its own things, in its `neutrality.py`.

class CheckedReleases(CheckedKind):
    slug, label, plural, model = "communique", "Communiqué", "Communiqués", Release
    …
register(CheckedReleases())
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Exists, Model, OuterRef, QuerySet, Value, When

from comms.calendar.models import Poll
from comms.people.models import User
from comms.periods.models import NeutralityCheck

#: As many as a person reads at once; the nearest first.
MOST = 60
#: An occasion that comes back moves by some weeks.
AROUND = timedelta(days=45)


class CheckedKind:
    """One kind of thing that is read before it goes out in the window of a poll."""

    slug: ClassVar[str]  # in the address
    label: ClassVar[str]  # « Communiqué »
    plural: ClassVar[str]
    model: ClassVar[type[Model]]

    def visible_to(self, user: User) -> QuerySet:
        raise NotImplementedError

    def going_out(self, things: QuerySet, start: date, end: date) -> QuerySet:
        """Those of `things` that the public sees between these days, the nearest first."""
        raise NotImplementedError

    def day_of(self, thing: Model) -> date | None:
        """When the public sees it; None while nobody knows."""
        raise NotImplementedError

    def earlier(self, things: QuerySet, thing: Model) -> QuerySet:
        """Those of `things` that it may be compared with, the one of a year before first."""
        raise NotImplementedError

    def facts(self, thing: Model) -> list[tuple[str, str]]:
        """What tells its form and its volume: (name, words), the same names for every thing of the kind."""
        raise NotImplementedError

    def words(self, thing: Model) -> str:
        """Its text, as the public reads it."""
        raise NotImplementedError


def year_before_first(field: str, day: date) -> Case:
    """An order: around the same day of the year before, then the rest."""
    same_time = day - timedelta(days=365)
    around = {f"{field}__range": (same_time - AROUND, same_time + AROUND)}
    return Case(When(**around, then=Value(0)), default=Value(1))


KINDS: dict[str, CheckedKind] = {}


def register(kind: CheckedKind) -> None:
    KINDS[kind.slug] = kind


def kind_of(thing: Model) -> CheckedKind | None:
    return next((kind for kind in KINDS.values() if isinstance(thing, kind.model)), None)


def polls_about(kind: CheckedKind, thing: Model, today: date) -> list[Poll]:
    """Whose window holds the day on which it goes out; today, while nobody knows."""
    return list(Poll.objects.open_on(kind.day_of(thing) or today))


@dataclass(frozen=True)
class Missing:
    """The things of one kind that nobody has read yet."""

    kind: CheckedKind
    things: list[Model]

    @property
    def rows(self) -> list[tuple[Model, date | None]]:
        return [(thing, self.kind.day_of(thing)) for thing in self.things]

    @property
    def is_cut(self) -> bool:
        return len(self.things) == MOST


def missing_checks(user: User, poll: Poll, today: date) -> list[Missing]:
    """What goes out from today to the end of this window, that this person sees and nobody has read."""
    return [
        Missing(kind, list(_unread(kind, user, poll, today)[:MOST]))
        for kind in sorted(KINDS.values(), key=lambda kind: kind.plural)
    ]


def _unread(kind: CheckedKind, user: User, poll: Poll, today: date) -> QuerySet:
    checks = NeutralityCheck.objects.filter(
        poll=poll, subject_type=ContentType.objects.get_for_model(kind.model), subject_id=OuterRef("pk")
    )
    start = max(today, poll.window_starts_on)
    return kind.going_out(kind.visible_to(user), start, poll.window_ends_on).filter(~Exists(checks))
