"""Three months of the unit's hours: council evenings, Sundays on the field; all by the real actions."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from comms.calendar.working_days import add_working_days, holiday_name, is_working_day
from comms.people.models import Role, User
from hours.actions.deciding import decide_entry
from hours.actions.entries import create_entry, submit_entry
from hours.actions.ledger import allow_overdraft
from hours.actions.locks import lock_unit_month, unlock_month
from hours.actions.recuperations import book_recuperation, decide_recuperation, take_recuperation
from hours.converters import month_before
from hours.models import EntryState, Recuperation, RecuperationState, TimeEntry
from hours.permissions import deciders_for


@dataclass(frozen=True)
class Shift:
    """Worked `days_ago`, moved back to the weekday that it belongs to (0 is Monday)."""

    role: Role
    days_ago: int
    weekday: int
    starts: time
    ends: time
    what: str
    place: str
    break_minutes: int = 0

    def day(self, today: date) -> date:
        day = today - timedelta(days=self.days_ago)
        return day - timedelta(days=(day.weekday() - self.weekday) % 7)


A, H, C = Role.ASSISTANT, Role.HEAD, Role.CABINET
SHIFTS = (
    Shift(A, 84, 3, time(17), time(20, 30), "Réunion publique, photos et notes", "Maison commune de Plum"),
    Shift(H, 84, 3, time(17), time(21), "Réunion publique, accueil de la presse", "Maison commune de Plum"),
    Shift(A, 77, 6, time(7), time(14), "Fête de la mer, reportage", "Baie de Boulari", 45),
    Shift(A, 70, 2, time(16), time(19), "Conseil municipal", "Hôtel de ville, Boulari"),
    Shift(H, 70, 2, time(16), time(19), "Conseil municipal", "Hôtel de ville, Boulari"),
    Shift(C, 70, 2, time(16), time(20), "Conseil municipal", "Hôtel de ville, Boulari"),
    Shift(A, 63, 5, time(8), time(13), "Nettoyage des berges, photos", "La Coulée"),
    Shift(H, 56, 6, time(9), time(17), "Journée du patrimoine", "Prony", 60),
    Shift(A, 49, 4, time(18), time(23, 30), "Concert de quartier", "Stade de Boulari"),
    Shift(A, 42, 6, time(6, 30), time(12), "Course à pied, photos et publication", "Vallon-Dore"),
    Shift(H, 35, 2, time(16), time(20), "Conseil municipal", "Hôtel de ville, Boulari"),
    Shift(A, 35, 2, time(16), time(19, 30), "Conseil municipal", "Hôtel de ville, Boulari"),
    Shift(A, 28, 5, time(17), time(1), "Soirée des associations", "Place des Accords", 30),
    Shift(C, 28, 5, time(18), time(22), "Soirée des associations", "Place des Accords"),
    Shift(H, 21, 6, time(8), time(12), "Cérémonie, accueil des officiels", "Boulari"),
    Shift(A, 14, 3, time(17, 30), time(20, 30), "Réunion de quartier", "Saint-Michel"),
    Shift(A, 10, 6, time(7), time(13), "Marché artisanal, photos", "Pont-des-Français"),
    Shift(H, 8, 2, time(16), time(19), "Conseil municipal", "Hôtel de ville, Boulari"),
    Shift(A, 5, 4, time(17), time(22), "Inauguration de la médiathèque", "Boulari"),
    Shift(A, 1, 6, time(8), time(15), "Arbre de Noël des écoles, repérage", "Stade de Boulari", 60),
)  # fmt: skip
#: The last ones still wait: so many are submitted, one is to be corrected, one is a draft.
WAITING = 3


def load_demo_hours(people: dict[Role, User], today: date) -> None:
    """Validated but for the latest, days taken and asked for, an overdraft, the first month closed."""
    entries = [_worked(shift, people, today) for shift in SHIFTS]
    shown = [entry for entry in entries if entry]
    for entry in shown[:-1]:
        submit_entry(entry=entry, actor=entry.person)
    for entry in shown[: -WAITING - 2]:
        decide_entry(entry=entry, actor=deciders_for(entry.person).first(), answer=EntryState.VALIDATED)
    back = shown[-WAITING - 2]
    decide_entry(
        entry=back, actor=deciders_for(back.person).first(), answer=EntryState.CHANGES_ASKED,
        comment="L’heure de fin me paraît tôt : avez-vous attendu le démontage ?",
    )  # fmt: skip
    _recuperations(people, today)
    allow_overdraft(
        person=people[Role.ASSISTANT], minutes=4 * 60, actor=people[Role.HEAD],
        reason="Une demi-journée d’avance avant la soirée du 24 décembre.",
    )  # fmt: skip
    _close_months(people, today)


def _worked(shift: Shift, people: dict[Role, User], today: date) -> TimeEntry | None:
    """The shift as a draft; left out on a day that already has one of that person."""
    day, person = shift.day(today), people[shift.role]
    if TimeEntry.objects.filter(person=person, day=day).exists():
        return None
    what = f"{shift.what} ({holiday_name(day)})" if holiday_name(day) else shift.what
    return create_entry(
        person=person, day=day, starts=shift.starts, ends=shift.ends, break_minutes=shift.break_minutes,
        what=what, place=shift.place, ordered_by=people[Role.HEAD if shift.role == A else Role.CABINET],
    )  # fmt: skip


def _recuperations(people: dict[Role, User], today: date) -> None:
    assistant, head = people[Role.ASSISTANT], people[Role.HEAD]
    taken = _booked(assistant, add_working_days(today, -12), 4 * 60, "Matinée")
    decide_recuperation(recuperation=taken, actor=head, answer=RecuperationState.AGREED)
    take_recuperation(recuperation=taken, actor=assistant, today=today)
    agreed = _booked(assistant, add_working_days(today, 6), 4 * 60, "Après-midi")
    decide_recuperation(recuperation=agreed, actor=head, answer=RecuperationState.AGREED)
    _booked(assistant, add_working_days(today, 12), 3 * 60, "Rendez-vous")


def _booked(person: User, day: date, minutes: int, note: str) -> Recuperation:
    if not is_working_day(day):
        day = add_working_days(day, 1)
    return book_recuperation(person=person, day=day, minutes=minutes, note=note)


def _close_months(people: dict[Role, User], today: date) -> None:
    """The month before last is closed for everybody, the one before it was opened again once."""
    month = month_before(month_before(today.replace(day=1)))
    head, assistant = people[Role.HEAD], people[Role.ASSISTANT]
    locks, _ = lock_unit_month(month=month, actor=head, today=today)
    mine = next(lock for lock in locks if lock.person == assistant)
    unlock_month(lock=mine, actor=head, reason="Une soirée avait été oubliée.")
    lock_unit_month(month=month, actor=head, today=today)
