"""Who carries too much: person × week, from the hours that were worked and the tasks that are due."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from campaigns.planning.models import Task
from comms.calendar.working_days import holiday_name
from comms.people.models import User
from hours.kinds import HourKind
from hours.models import HourSegment, WorkingHours
from hours.rulebook import SATURDAY, Rulebook

LEVELS = ("calm", "worked", "heavy", "too_heavy")
LEVEL_WORDS = {"calm": "Calme", "worked": "Ordinaire", "heavy": "Chargée", "too_heavy": "Trop lourde"}
LEVEL_TONES = {"calm": "plain", "worked": "plain", "heavy": "waiting", "too_heavy": "danger"}


@dataclass
class Week:
    """What a person had, or has, in a week that begins on that Monday."""

    monday: date
    rules: WorkingHours
    minutes: Counter[str] = field(default_factory=Counter)
    evenings: set[date] = field(default_factory=set)
    weekend_days: set[date] = field(default_factory=set)
    holidays: set[date] = field(default_factory=set)
    tasks: int = 0

    @property
    def extra(self) -> int:
        """Minutes beyond the usual day."""
        return sum(minutes for kind, minutes in self.minutes.items() if kind != HourKind.ORDINARY)

    @property
    def level(self) -> str:
        if self.extra >= self.rules.too_heavy_week_minutes or self.tasks >= self.rules.too_heavy_week_tasks:
            return "too_heavy"
        if self.extra >= self.rules.heavy_week_minutes or self.tasks >= self.rules.heavy_week_tasks:
            return "heavy"
        return "worked" if self.extra or self.tasks else "calm"

    @property
    def level_words(self) -> str:
        return LEVEL_WORDS[self.level]

    @property
    def level_tone(self) -> str:
        return LEVEL_TONES[self.level]

    @property
    def bars(self) -> list[tuple[str, int, int]]:
        """For the picture, of 60 px at most: kind, height, top; full at one and a half of too heavy."""
        full = max(self.rules.too_heavy_week_minutes * 3 // 2, 1)
        bottom, bars = 60, []
        for kind in (HourKind.WEEK, HourKind.NIGHT, HourKind.SATURDAY, HourKind.SUNDAY, HourKind.HOLIDAY):
            height = min(round(self.minutes[kind] * 60 / full), bottom)
            if height:
                bottom -= height
                bars.append((kind.value, height, bottom))
        return bars

    @property
    def line(self) -> int:
        """Where « trop lourde » begins in the picture."""
        return 20

    def add(self, segment: HourSegment) -> None:
        self.minutes[segment.kind] += segment.minutes
        if segment.kind == HourKind.ORDINARY:
            return
        if holiday_name(segment.day):
            self.holidays.add(segment.day)
        elif segment.day.weekday() >= SATURDAY:
            self.weekend_days.add(segment.day)
        else:
            self.evenings.add(segment.day)


@dataclass(frozen=True)
class Load:
    """A person's weeks, in order."""

    person: User
    weeks: list[Week]

    @property
    def extra(self) -> int:
        return sum(week.extra for week in self.weeks)

    @property
    def heavy_count(self) -> int:
        return sum(week.level in ("heavy", "too_heavy") for week in self.weeks)

    @property
    def days_off_worked(self) -> int:
        return sum(len(week.weekend_days) + len(week.holidays) for week in self.weeks)

    @property
    def evenings(self) -> int:
        return sum(len(week.evenings) for week in self.weeks)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def loads(people: Sequence[User], first: date, count: int) -> list[Load]:
    """Each person's weeks from the one that begins on the Monday `first`; a constant number of queries."""
    mondays = [first + timedelta(weeks=number) for number in range(count)]
    last = mondays[-1] + timedelta(days=6)
    rules = Rulebook(first)
    weeks = {
        (person.pk, monday): Week(monday, rules.hours_on(monday)) for person in people for monday in mondays
    }
    segments = HourSegment.objects.standing().between(first, last).filter(entry__person__in=people)
    for segment in segments.select_related("entry"):
        weeks[segment.entry.person_id, monday_of(segment.day)].add(segment)
    tasks = Task.objects.open().due_between(first, last).filter(owner__in=people)
    for owner, due_on in tasks.values_list("owner", "due_on"):
        weeks[owner, monday_of(due_on)].tasks += 1
    by_person = defaultdict(list)
    for (person, _), week in weeks.items():
        by_person[person].append(week)
    return [Load(person, by_person[person.pk]) for person in people]
