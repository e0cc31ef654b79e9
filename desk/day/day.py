from datetime import date

from comms.people.models import User
from desk.day.approvals import ApprovalsSection
from desk.day.budget import BudgetSection
from desk.day.hours import HoursSection
from desk.day.missions import MissionsSection
from desk.day.outbox import OutboxSection
from desk.day.planning import PlanningSection
from desk.day.press import PressSection
from desk.day.requests import RequestsSection


class Day:
    """Each room's part, read only where the page shows it, and only for who has something to do with it."""

    def __init__(self, user: User, today: date) -> None:
        self.user = user
        self.today = today
        self.approvals = ApprovalsSection(user, today)
        self.planning = PlanningSection(user, today)
        self.requests = RequestsSection(user, today)
        self.hours = HoursSection(user, today)
        self.budget = BudgetSection(user, today)
        self.missions = MissionsSection(user, today)
        self.press = PressSection(user, today)
        self.outbox = OutboxSection(user, today)

    @property
    def waiting_count(self) -> int:
        sections = (
            self.approvals,
            self.planning,
            self.requests,
            self.hours,
            self.budget,
            self.press,
            self.outbox,
        )
        return sum(section.count for section in sections)
