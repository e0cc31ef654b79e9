"""The working calendar and the delays that the actions reckon with."""

from datetime import date

from campaigns.planning.engine import Days
from campaigns.planning.models import PlanningRules
from comms.calendar.working_days import WorkingCalendar


def days_around(day: date) -> Days:
    """Closed days read once for a whole plan."""
    return Days(WorkingCalendar(day).is_working_day)


def first_reminder(due_on: date | None, *, today: date, days: Days, rules: PlanningRules) -> date | None:
    """Some days before it is due, never on the day somebody is busy setting it."""
    if due_on is None:
        return None
    wished = days.before(due_on, rules.remind_before) if rules.remind_before else days.at_or_before(due_on)
    return max(wished, days.after(today))


def next_reminder(due_on: date, *, today: date, days: Days, rules: PlanningRules) -> date:
    """After one was sent: on the day itself, then every few days as long as it is late."""
    if today < days.at_or_before(due_on):
        return days.at_or_before(due_on)
    return days.after(today, rules.remind_late_every)
