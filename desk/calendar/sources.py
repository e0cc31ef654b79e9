"""The calendar's kinds of things: each source reads its room's rows, as the person may see them."""

from collections.abc import Callable
from dataclasses import dataclass

from desk.calendar import days_off, hours, planning, press, requests
from desk.calendar.items import Ask, Reading


@dataclass(frozen=True)
class CalendarSource:
    """A kind of thing that has days. `narrowed_by` are the filters it understands; when another one is set it
    stays out, unless it is `background`: what the days are like, whoever asks."""

    slug: str
    label: str
    icon: str
    read: Callable[[Ask], Reading]
    narrowed_by: frozenset[str] = frozenset()
    background: bool = False

    def answers(self, ask: Ask) -> bool:
        if not ask.wants(self.slug):
            return False
        asked = {name for name in ("person", "department", "zone") if getattr(ask, name)}
        return self.background or asked <= self.narrowed_by


EVERY_FILTER = frozenset({"person", "department", "zone"})

SOURCES: tuple[CalendarSource, ...] = (
    CalendarSource("evenements", "Événements", "calendar-event", planning.events, EVERY_FILTER),
    CalendarSource("actions", "Actions", "flag", planning.actions, EVERY_FILTER),
    CalendarSource("taches", "Tâches", "check2-square", planning.tasks, EVERY_FILTER),
    CalendarSource("demandes", "Demandes", "chat-left-text", requests.requests, frozenset({"department"})),
    CalendarSource("communiques", "Communiqués", "newspaper", press.releases, frozenset({"person", "zone"})),
    CalendarSource("embargos", "Embargos", "lock", press.embargoes, frozenset({"person", "zone"})),
    CalendarSource("heures", "Heures et récupérations", "clock", hours.hours, frozenset({"person"})),
    CalendarSource("feries", "Jours fériés et ponts", "sun", days_off.holidays_and_bridges, background=True),
    CalendarSource("scolaires", "Vacances scolaires", "backpack", days_off.school_holidays, background=True),
    CalendarSource("scrutins", "Scrutins", "envelope-paper", days_off.polls, background=True),
)
BY_SLUG = {source.slug: source for source in SOURCES}


def read_calendar(ask: Ask) -> Reading:
    """Everything that is asked for, one constant number of queries a source."""
    reading = Reading()
    for source in SOURCES:
        if source.answers(ask):
            reading.add(source.read(ask))
    return reading
