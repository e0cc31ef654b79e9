"""The demonstration's regular actions, and an event whose sheet, discussion and files are there to see."""

from datetime import date, time, timedelta
from io import BytesIO

from openpyxl import Workbook

from campaigns.planning.actions import create_action, create_task
from campaigns.planning.actions.discussions import add_attachment, add_comment, mentioned_in
from campaigns.planning.actions.events import open_sheet, write_line, write_sheet
from campaigns.planning.actions.series import create_series
from campaigns.planning.models import Action, CheckItem, EventPerson, EventSheet, RunLine, Series, UsualCheck
from campaigns.planning.recurrence import Frequency, MonthlyWay, Wish
from comms.people.models import Role, User

USUAL_CHECKS = (
    "Autorisation d’occupation du domaine", "Sonorisation et micros", "Électricité ou groupe",
    "Barnums et chaises", "Kakémonos et signalétique", "Eau et poste de secours", "Appareil photo, batteries",
    "Autorisations de droit à l’image",
)  # fmt: skip
RUN = (
    (time(7, 30), time(9), "Montage et signalétique", "Cellule et services techniques"),
    (time(9), None, "Accueil du public", "Cellule"),
    (time(10), time(10, 20), "Discours du maire", "Cabinet"),
    (time(10, 20), time(12), "Démonstrations, photos des associations", "Cellule"),
    (time(12), time(13), "Démontage", "Services techniques"),
)


def load_demo_events(people: dict[Role, User], today: date) -> Action:
    """The event's action; made by the real functions, so it obeys their rules."""
    for position, label in enumerate(USUAL_CHECKS, start=1):
        UsualCheck.objects.get_or_create(label=label, defaults={"position": position})
    _load_series(people, today)
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 + 14)
    event = create_action(
        author=people[Role.ASSISTANT], title="Matinée des associations", kind=Action.Kind.EVENT,
        starts_on=saturday, place="Parc de Boulari", zone="Boulari", foreseen_cost=280_000,
        departments=[people[Role.DEPARTMENT_CONTACT].department],
    )  # fmt: skip
    _load_sheet(open_sheet(action=event, actor=people[Role.ASSISTANT]), people[Role.ASSISTANT], saturday)
    create_task(
        author=people[Role.ASSISTANT], title="Confirmer la sonorisation", action=event,
        owner=people[Role.ASSISTANT], due_on=saturday - timedelta(days=9), today=today,
    )  # fmt: skip
    _load_talk(event, people)
    return event


def _load_series(people: dict[Role, User], today: date) -> None:
    head = people[Role.HEAD]
    create_series(
        author=head, title="Agenda de la semaine sur Facebook", starts_on=today, today=today,
        wish=Wish(Frequency.WEEKLY, weekdays=(0,)), kind=Action.Kind.PUBLICATION,
        lead=people[Role.ASSISTANT], on_closed_days=Series.ClosedDays.PREVIOUS,
        decided_by="Réunion de cellule", decided_on=today,
    )  # fmt: skip
    create_series(
        author=head, title="Marché communal : affiche et post", starts_on=today + timedelta(days=7),
        wish=Wish(Frequency.MONTHLY, way=MonthlyWay.WEEKDAY, count=12), today=today,
        kind=Action.Kind.SUPPORT, lead=head, place="Vallon-Dore",
    )  # fmt: skip


def _load_sheet(sheet: EventSheet, actor: User, day: date) -> None:
    write_sheet(
        sheet=sheet, actor=actor, meeting_point="7 h 15, entrée du parc, côté parking",
        access="Parking réservé aux associations jusqu’à 8 h 30.",
        photo_brief="Chaque stand une fois, les élus pendant le discours, des gestes plutôt que des poses. "
        "Pas de mineur reconnaissable sans autorisation.",
        weather_fallback="Halle des sports, même heure ; le service des sports garde la clé.",
        cyclone_fallback="Dès la préalerte, la matinée est annulée : le cabinet prévient les associations.",
    )  # fmt: skip
    for starts_at, ends_at, what, who in RUN:
        write_line(
            line=RunLine(), sheet=sheet, actor=actor, on=day, starts_at=starts_at, ends_at=ends_at,
            what=what, who=who, where="Parc de Boulari",
        )  # fmt: skip
    write_line(line=CheckItem(), sheet=sheet, actor=actor, label="40 badges d’association", who="Léa")
    write_line(
        line=EventPerson(), sheet=sheet, actor=actor, side=EventPerson.Side.CONTACT, name="Gardien du parc",
        role="clés, électricité", phone="+687437000",
    )  # fmt: skip
    write_line(
        line=EventPerson(), sheet=sheet, actor=actor, side=EventPerson.Side.TEAM, name="Léa Niaouli",
        role="accueil et photos", phone="",
    )  # fmt: skip


def _load_talk(event: Action, people: dict[Role, User]) -> None:
    text = "@marc.banian, il faut un deuxième micro : on le prend sur le matériel de la ville ?"
    add_comment(subject=event, author=people[Role.ASSISTANT], text=text, mentioned=mentioned_in(text))
    add_comment(subject=event, author=people[Role.HEAD], text="Oui, je préviens les services techniques.")
    workbook, file = Workbook(), BytesIO()
    workbook.active.append(["Association", "Stand"])
    workbook.save(file)
    add_attachment(
        subject=event, author=people[Role.ASSISTANT], file=file, name="Plan des stands.xlsx",
        note="Plan des stands, première version",
    )  # fmt: skip
