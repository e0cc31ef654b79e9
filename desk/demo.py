"""The demonstration's town hall: fictitious people, dates relative to today, made by the real actions.

Surnames are plants of the country, addresses end in example.org: nobody here exists.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from budget.demo import load_demo_budget
from campaigns.planning.demo import load_demo_planning
from campaigns.planning.demo_events import load_demo_events
from campaigns.requests.demo import load_demo_requests
from campaigns.strategy.demo import load_demo_strategy
from comms.calendar.models import ClosedDay
from comms.people.models import Department, Deputy, Role, RoleAssignment, User
from comms.periods.demo import load_demo_periods
from comms.town.models import TownSettings
from contractors.missions.demo import load_demo_missions
from contractors.providers.demo import load_demo_providers
from hours.demo import load_demo_hours
from press.demo.contacts import load_demo_contacts
from press.demo.releases import load_demo_releases

PASSWORD = "lagon-banian-niaouli"

DEPARTMENTS = (
    ("Cabinet du maire", "CAB", None),
    ("Cellule communication", "COM", "CAB"),
    ("Secrétariat général", "SG", None),
    ("Direction des services techniques et de proximité", "DSTP", "SG"),
    ("Direction administrative et financière", "DAF", "SG"),
    ("Direction des services d’animation et de prévention", "DSAP", "SG"),
    ("Direction de la sécurité", "DS", "SG"),
    ("Service de la culture", "CULT", "DSAP"),
)


@dataclass(frozen=True)
class DemoPerson:
    first_name: str
    last_name: str
    role: Role
    department: str
    is_staff: bool = False

    @property
    def email(self) -> str:
        return f"{self.role.value.replace('_', '-')}@example.org"


PEOPLE = (
    DemoPerson("Léa", "Niaouli", Role.ASSISTANT, "COM"),
    DemoPerson("Marc", "Banian", Role.HEAD, "COM", is_staff=True),
    DemoPerson("Hélène", "Kaori", Role.CABINET, "CAB", is_staff=True),
    DemoPerson("Paul", "Tamanou", Role.SECRETARY_GENERAL, "SG"),
    DemoPerson("Maïté", "Houp", Role.DEPARTMENT_CONTACT, "DSTP"),
    DemoPerson("Élodie", "Pandanus", Role.ELECTED, "CAB"),
)


@transaction.atomic
def load_demo_people(today: date) -> dict[Role, User]:
    """One person for each role, each with `PASSWORD`; and the assistant stands in for the head next month."""
    departments: dict[str, Department] = {}
    for name, short_name, parent in DEPARTMENTS:
        departments[short_name] = Department.objects.create(
            name=name, short_name=short_name, parent=departments.get(parent)
        )
    people = {}
    for person in PEOPLE:
        user = User.objects.create_user(
            person.email,
            PASSWORD,
            first_name=person.first_name,
            last_name=person.last_name,
            department=departments[person.department],
            is_staff=person.is_staff,
        )
        RoleAssignment.objects.create(user=user, role=person.role)
        people[person.role] = user
    Deputy.objects.create(
        absentee=people[Role.HEAD],
        deputy=people[Role.CABINET],
        starts_on=today + timedelta(days=28),
        ends_on=today + timedelta(days=42),
        reason="Congés",
    )
    return people


def load_demo_town(today: date) -> None:
    town = TownSettings.current()
    town.short_name = "Ville du Mont-Dore"
    town.contact_email = "communication@example.org"
    town.contact_phone = "43 70 00"
    town.address = "4468, avenue des Deux Baies, Boulari\n98809 Le Mont-Dore\nNouvelle-Calédonie"
    town.boilerplate = (
        "Commune du Grand Nouméa, Le Mont-Dore compte 25 303 habitants (recensement 2025) "
        "entre Pont-des-Français, Boulari, Plum et l’île Ouen."
    )
    town.save()
    friday = today + timedelta(days=(4 - today.weekday()) % 7 + 14)
    ClosedDay.objects.create(
        kind=ClosedDay.Kind.BRIDGE, label="Pont décidé pour l’année", starts_on=friday, ends_on=friday,
        source="Note de service (démonstration)",
    )  # fmt: skip


def load_demo(today: date) -> None:
    """The whole demonstration, into an empty database."""
    load_demo_town(today)
    people = load_demo_people(today)
    load_demo_contacts(people[Role.ASSISTANT])
    load_demo_releases(people, today)
    load_demo_strategy(people, today)
    load_demo_planning(people, today)
    load_demo_events(people, today)
    load_demo_requests(people, today)
    load_demo_periods(people, today)
    load_demo_hours(people, today)
    load_demo_budget(people, today)
    load_demo_providers(people, today)
    load_demo_missions(people, today)
