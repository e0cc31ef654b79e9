"""« Point cabinet »: the week on one sheet, for the weekly meeting: late, this week, to decide."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from campaigns.planning.models import Action, ActionState, Task
from campaigns.requests.models import CommunicationRequest
from comms import formats
from comms.approvals.models import ApprovalStep
from comms.people.models import User
from comms.town.colors import DAY_GROUND, readable_on
from comms.town.models import TownSettings
from desk.calendar import press
from desk.calendar.items import Ask, CalendarItem
from desk.day.section import Shown

#: A meeting doesn't go through more; the lists have the rest.
AT_MOST = 25


class CabinetPoint:
    """What the person may see of that week; one query a list."""

    def __init__(self, user: User, day: date, today: date) -> None:
        self.user = user
        self.today = today
        self.monday = day - timedelta(days=day.weekday())
        self.sunday = self.monday + timedelta(days=6)

    @property
    def title(self) -> str:
        return f"Point cabinet, semaine {self.monday.isocalendar().week}"

    @property
    def span(self) -> str:
        return f"Du {formats.day_long(self.monday)} au {formats.day_long(self.sunday)}"

    @property
    def previous(self) -> date:
        return self.monday - timedelta(days=7)

    @property
    def next(self) -> date:
        return self.monday + timedelta(days=7)

    # --- late -------------------------------------------------------------------------------------------
    @cached_property
    def late_tasks(self) -> Shown:
        rows = Task.objects.visible_to(self.user).late(self.today).select_related("action", "owner")
        return Shown.of(rows.order_by("due_on", "pk"), AT_MOST)

    # --- this week ----------------------------------------------------------------------------------------
    @cached_property
    def actions(self) -> Shown:
        rows = Action.objects.visible_to(self.user).between(self.monday, self.sunday)
        rows = rows.exclude(state__in=(ActionState.CANCELLED, ActionState.POSTPONED)).select_related("lead")
        return Shown.of(rows.order_by("starts_on", "pk"), AT_MOST)

    @cached_property
    def tasks(self) -> Shown:
        rows = (
            Task.objects.visible_to(self.user).open().due_between(max(self.monday, self.today), self.sunday)
        )
        return Shown.of(rows.select_related("action", "owner").order_by("due_on", "pk"), AT_MOST)

    @cached_property
    def releases(self) -> list[CalendarItem]:
        """As they leave, and embargoes as they end."""
        ask = Ask(self.user, self.monday, self.sunday, self.today, a_day=10)
        items = press.releases(ask).items + press.embargoes(ask).items
        return sorted(items, key=lambda item: item.at)

    # --- to decide ------------------------------------------------------------------------------------------
    @cached_property
    def steps(self) -> Shown:
        """Whatever is in its circuit now, the most urgent first."""
        rows = ApprovalStep.objects.visible_to(self.user).open().readable()
        return Shown.of(rows.order_by("due_on", "opened_at", "pk"), AT_MOST)

    @cached_property
    def requests(self) -> Shown:
        """Those that wait for the cabinet, and those asked too late, on which somebody must say yes or no."""
        open_ones = CommunicationRequest.objects.visible_to(self.user)
        waiting = open_ones.waiting_on_cabinet() | open_ones.to_triage(self.today).late()
        return Shown.of(waiting.readable().order_by("needed_on", "pk"), AT_MOST)

    @property
    def is_empty(self) -> bool:
        week = self.actions or self.tasks or self.releases
        return not (self.late_tasks or week or self.steps or self.requests)


def as_pdf_data(point: CabinetPoint, town: TownSettings) -> dict[str, Any]:
    """What templates/desk/pdf/cabinet_point.typ reads."""
    return {
        "town": town.name,
        "accent": readable_on(town.accent_color, DAY_GROUND),
        "title": point.title,
        "span": point.span,
        "printed": f"Le {formats.day_medium(point.today)}",
        "late": [_line(task.title, task.due_on, task.action, task.owner) for task in point.late_tasks],
        "actions": [_line(a.title, a.starts_on, a.place, a.lead) for a in point.actions],
        "tasks": [_line(task.title, task.due_on, task.action, task.owner) for task in point.tasks],
        "releases": [_line(item.title, item.starts_on, item.note, item.state) for item in point.releases],
        "steps": [_step(step) for step in point.steps],
        "requests": [_line(r.title, r.needed_on, r.reference, r.from_where) for r in point.requests],
    }


def _step(step: ApprovalStep) -> dict[str, str]:
    return _line(step.approval.version.subject_label, step.due_on, step.approval.label, step.who)


def _line(title: str, day: date | None, about: Any, who: Any) -> dict[str, str]:
    return {
        "title": title,
        "day": formats.day_short(day)[:5] if day else "",
        "about": str(about or ""),
        "who": str(who or ""),
    }
