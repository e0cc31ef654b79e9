"""The dossier of an action: what each room knows of it, as the person may see it.

A room that comes later adds its part to PARTS; a part with nothing in it isn't on the page.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Sum

from budget.models import Commitment
from campaigns.planning.models import Action, Task
from campaigns.requests.models import CommunicationRequest
from comms.people.models import User
from contractors.missions.models import Mission
from desk.day.section import Shown
from desk.models import DossierRelease
from hours.models import TimeEntry
from press.models import Release

#: Rows of a part.
AT_MOST = 60


@dataclass(frozen=True)
class Part:
    """`read` gives the rows, one constant number of queries; `template` shows them as `rows`."""

    slug: str
    title: str
    template: str
    read: Callable[[User, Action], Any]


def _requests(user: User, action: Action) -> Shown:
    """The one it answers, and those merged into it."""
    rows = CommunicationRequest.objects.visible_to(user)
    rows = rows.filter(action=action) | rows.filter(merged_into__action=action)
    return Shown.of(rows.readable().order_by("pk"), AT_MOST)


def _tasks(user: User, action: Action) -> Shown:
    rows = Task.objects.visible_to(user).filter(action=action).kept().select_related("owner", "action")
    return Shown.of(rows.order_by("due_on", "pk"), AT_MOST)


def _releases(user: User, action: Action) -> Shown:
    readable = Release.objects.visible_to(user)
    rows = DossierRelease.objects.filter(action=action, release__in=readable).select_related("release")
    return Shown.of(rows, AT_MOST)


def _hours(user: User, action: Action) -> Shown:
    rows = TimeEntry.objects.visible_to(user).standing().filter(action=action).select_related("person")
    return Shown.of(rows.order_by("day", "pk"), AT_MOST)


def _missions(user: User, action: Action) -> Shown:
    rows = Mission.objects.visible_to(user).filter(action=action).for_list()
    return Shown.of(rows.order_by("pk"), AT_MOST)


def _commitments(user: User, action: Action) -> Shown:
    rows = Commitment.objects.visible_to(user).about(action).select_related("line")
    return Shown.of(rows.order_by("committed_on", "pk"), AT_MOST)


PARTS = (
    Part("demandes", "Demandes", "desk/dossier/_requests.html", _requests),
    Part("taches", "Tâches", "desk/dossier/_tasks.html", _tasks),
    Part("communiques", "Communiqués", "desk/dossier/_releases.html", _releases),
    Part("missions", "Missions", "desk/dossier/_missions.html", _missions),
    Part("engagements", "Engagements", "desk/dossier/_commitments.html", _commitments),
    Part("heures", "Heures", "desk/dossier/_hours.html", _hours),
)


@dataclass(frozen=True)
class ShownPart:
    part: Part
    rows: Shown


class Dossier:
    def __init__(self, user: User, action: Action, today: date) -> None:
        self.user = user
        self.action = action
        self.today = today

    @cached_property
    def parts(self) -> list[ShownPart]:
        shown = [ShownPart(part, part.read(self.user, self.action)) for part in PARTS]
        return [part for part in shown if part.rows]

    @cached_property
    def minutes(self) -> int:
        """Worked for it, of those hours that the person may see."""
        rows = TimeEntry.objects.visible_to(self.user).standing().filter(action=self.action)
        return rows.aggregate(sum=Sum("minutes"))["sum"] or 0
