"""What a person's daily digest says: the day's own sections, in the day's own order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from comms import formats
from comms.people.models import User
from desk.day import Day

#: Lines of a section; « Ma journée » has the rest.
AT_MOST = 10
#: Notices read to find those lines: most are about what stands above.
READ_AT_MOST = 50


@dataclass(frozen=True)
class Line:
    title: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class DigestSection:
    title: str
    lines: list[Line]


def digest_sections(user: User, today: date, since: datetime) -> list[DigestSection]:
    """Only those with something in them; a notice of what stands above it isn't told a second time."""
    sections = [DigestSection(title, lines) for title, lines in _sections(Day(user, today)) if lines]
    told = {line.url for section in sections for line in section.lines}
    news = [line for line in _notices(user, since) if line.url not in told][:AT_MOST]
    return [*sections, DigestSection("Depuis votre dernier récapitulatif", news)] if news else sections


def _sections(day: Day) -> Iterable[tuple[str, list[Line]]]:
    yield "À valider", [_step(step) for step in day.approvals.to_approve[:AT_MOST]]
    yield "En retard", list(map(_task, day.planning.late))
    yield "Aujourd’hui", list(map(_task, day.planning.due_today))
    yield "Votre réponse est attendue", list(map(_request, day.requests.to_answer))
    yield "Demandes à étudier", list(map(_request, [*day.requests.to_triage, *day.requests.for_cabinet]))
    yield "Cette semaine", list(map(_task, day.planning.this_week))
    yield (
        "Heures à valider",
        [
            Line(
                f"{entry.person.full_name}, {formats.day_long(entry.day)}",
                _absolute(entry.get_absolute_url()),
            )
            for entry in day.hours.to_validate
        ],
    )
    yield "Factures à mandater", list(map(_invoice, day.budget.to_mandate))
    yield "Fin d’exercice", list(map(_year_end, day.budget.year_ends))
    yield "Missions à attribuer", list(map(_mission, day.missions.to_award))


def _step(step: Any) -> Line:
    due = f"pour le {formats.day_medium(step.due_on)}" if step.due_on else ""
    return Line(step.approval.version.subject_label, _absolute(step.get_absolute_url()), due)


def _task(task: Any) -> Line:
    due = f"pour le {formats.day_medium(task.due_on)}" if task.due_on else ""
    note = " · ".join(filter(None, (task.action.title if task.action else "", due)))
    return Line(task.title, _absolute(task.get_absolute_url()), note)


def _request(request: Any) -> Line:
    return Line(request.title, _absolute(request.get_absolute_url()), f"{request.reference} · {request.who}")


def _invoice(invoice: Any) -> Line:
    return Line(
        str(invoice), _absolute(invoice.get_absolute_url()),
        f"{formats.francs(invoice.total)} · {invoice.delay_words}",
    )  # fmt: skip


def _year_end(alert: Any) -> Line:
    plural = "s" if alert.count > 1 else ""
    return Line(
        f"Exercice {alert.fiscal_year.year}",
        _absolute(reverse("budget:year_end", args=[alert.fiscal_year.year])),
        f"{alert.count} engagement{plural} sans facture, pour {formats.francs(alert.remaining)}",
    )


def _mission(mission: Any) -> Line:
    needed = f"attendue pour le {formats.day_medium(mission.needed_on)}"
    return Line(mission.title, _absolute(mission.get_absolute_url()), f"{mission.reference} · {needed}")


def _notices(user: User, since: datetime) -> list[Line]:
    unread = user.notices.unread().filter(entry__at__gt=since, mail=None).select_related("entry__actor")
    return [
        Line(
            notice.entry.target_label,
            _absolute(notice.entry.target_url or "/notifications/"),
            f"{notice.entry.actor or 'L’application'} {notice.entry.verb}",
        )
        for notice in unread[:READ_AT_MOST]
    ]


def _absolute(url: str) -> str:
    return f"{settings.BASE_URL}{url}"
