from datetime import date

from comms.people.models import User
from desk.day.approvals import ApprovalsSection
from desk.day.outbox import OutboxSection
from desk.day.press import PressSection


class Day:
    """Each room's part, read only where the page shows it, and only for who has something to do with it."""

    def __init__(self, user: User, today: date) -> None:
        self.user = user
        self.today = today
        self.approvals = ApprovalsSection(user, today)
        self.press = PressSection(user, today)
        self.outbox = OutboxSection(user, today)

    @property
    def waiting_count(self) -> int:
        return sum(section.count for section in (self.approvals, self.press, self.outbox))
