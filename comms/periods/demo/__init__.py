"""The demonstration's polls, school holidays, crisis messages and a past crisis, relative to today.

Polls agree with what is known: they come round in their own years and months, so the row that stands here is
the nearest one whatever the day on which the demonstration is loaded. Days not yet decreed say so.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from comms.approvals.actions import decide
from comms.approvals.models import Approval, Decision
from comms.calendar.models import ClosedDay, Poll
from comms.journal.actions import mark_read
from comms.people.models import Role, User
from comms.periods.actions import create_message, record_check, submit_message
from comms.periods.demo.texts import LOG, MESSAGES
from comms.periods.models import Crisis, CrisisLogEntry, Level, NeutralityCheck
from comms.periods.neutrality import KINDS
from comms.town.models import TownSettings

TO_CONFIRM = "Date à confirmer par le décret de convocation (démonstration)"


def load_demo_periods(people: dict[Role, User], today: date) -> None:
    load_demo_polls(today)
    load_demo_school_holidays(today)
    load_demo_messages(people)
    load_demo_crisis(people, today)
    load_demo_checks(people, today)


# --- polls ---------------------------------------------------------------------------------------------
def load_demo_polls(today: date) -> None:
    """The last municipal and provincial polls, the next presidential one."""
    municipal = _last_year(today, every=6, like=2026, month=3)
    Poll.objects.create(
        kind=Poll.Kind.MUNICIPAL,
        held_on=_sunday(municipal, 3, rank=3),
        second_round_on=_sunday(municipal, 3, rank=4),
        territory=TownSettings.current().name,
        source="Dates du renouvellement général (démonstration)",
    )
    Poll.objects.create(
        kind=Poll.Kind.PROVINCIAL,
        held_on=_sunday(municipal, 6, rank=4),
        territory="Nouvelle-Calédonie",
        source="Date limite connue ; tenue du scrutin à vérifier (démonstration)",
    )
    presidential = _last_year(today, every=5, like=2027, month=4)
    if _sunday(presidential, 4, rank=4) < today:
        presidential += 5
    Poll.objects.create(
        kind=Poll.Kind.PRESIDENTIAL,
        held_on=_sunday(presidential, 4, rank=2),
        second_round_on=_sunday(presidential, 4, rank=4),
        territory="France",
        source=TO_CONFIRM,
    )


def _last_year(today: date, *, every: int, like: int, month: int) -> int:
    """The last year of that rhythm whose month has come; « like » is one of its years."""
    year = today.year - (today.year - like) % every
    return year if date(year, month, 1) <= today else year - every


def _sunday(year: int, month: int, *, rank: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (rank - 1))


# --- school holidays -------------------------------------------------------------------------------------
#: (label, month and week of the first Saturday, weeks). The school year begins in February here.
SCHOOL = (
    ("Vacances d’avril", 4, 1, 2),
    ("Vacances de juin", 6, 1, 2),
    ("Vacances d’août", 8, 1, 2),
    ("Vacances d’octobre", 10, 2, 2),
    ("Grandes vacances", 12, 3, 8),
)


def load_demo_school_holidays(today: date) -> None:
    for year in (today.year - 1, today.year, today.year + 1):
        for label, month, rank, weeks in SCHOOL:
            start = _sunday(year, month, rank=rank) - timedelta(days=1)
            start += timedelta(days=7) if start.month != month else timedelta(0)
            ClosedDay.objects.create(
                kind=ClosedDay.Kind.SCHOOL,
                label=label,
                starts_on=start,
                ends_on=start + timedelta(days=7 * weeks + 1),
                source="Dates indicatives, à remplacer par le calendrier officiel (démonstration)",
            )


# --- messages --------------------------------------------------------------------------------------------


def load_demo_messages(people: dict[Role, User]) -> None:
    """All approved by the circuit but the last, which nobody has submitted yet."""
    author = people[Role.ASSISTANT]
    made = [
        create_message(author=author, level=level, channel=channel, title=title, text=text)
        for level, channel, title, text in MESSAGES
    ]
    for message in made[:-1]:
        approval = submit_message(message=message, actor=author)
        _say_yes(approval, people[Role.HEAD])
        _say_yes(approval, people[Role.CABINET])
    for person in (author, people[Role.HEAD], people[Role.CABINET]):
        mark_read(user=person, at=timezone.now())


def _say_yes(approval: Approval, person: User) -> None:
    decide(
        step=approval.open_step,
        actor=person,
        verdict=Decision.Verdict.APPROVED,
        seen_digest=approval.version.digest,
    )


# --- a past crisis ---------------------------------------------------------------------------------------


def load_demo_crisis(people: dict[Role, User], today: date) -> None:
    """Last season's exercise, whose log is kept. Its rows are written with their own hours: it is past."""
    season = date(today.year if today > date(today.year, 3, 12) else today.year - 1, 3, 10)
    start = timezone.make_aware(datetime.combine(season, time(9, 15)))
    end = start + timedelta(hours=LOG[-1][0])
    crisis = Crisis.objects.create(
        name="Dépression tropicale (exercice)",
        level=Level.SAFEGUARD,
        level_since=start + timedelta(hours=21.5),
        state=Crisis.State.CLOSED,
        opened_by=people[Role.HEAD],
        opened_at=start,
        closed_by=people[Role.HEAD],
        closed_at=end,
    )
    for hours, role, text, kind, level in LOG:
        CrisisLogEntry.objects.create(
            crisis=crisis,
            kind=kind,
            level=level,
            text=text,
            by=people[role],
            happened_at=start + timedelta(hours=hours),
            written_at=start + timedelta(hours=hours),
        )


# --- checks ------------------------------------------------------------------------------------------------
def load_demo_checks(people: dict[Role, User], today: date) -> None:
    """One thing of each kind was read already, beside an earlier one where there is one."""
    poll = Poll.objects.open_on(today).first() or Poll.objects.first()
    for kind in KINDS.values():
        things = kind.visible_to(people[Role.ASSISTANT])
        thing = kind.going_out(things, today, poll.window_ends_on).first() or things.last()
        if thing is None:
            continue
        answers = dict.fromkeys(NeutralityCheck.QUESTIONS, NeutralityCheck.Answer.YES)
        record_check(
            subject=thing,
            poll=poll,
            actor=people[Role.ASSISTANT],
            answers=answers,
            compared=kind.earlier(things, thing).first(),
        )
