"""Mail that waits for a person."""

from functools import cached_property

from comms.outbox.health import uncertain_count
from comms.outbox.models import Mailing
from comms.outbox.permissions import may_see_outbox
from desk.day.section import SHOWN, Section


class OutboxSection(Section):
    @cached_property
    def may_see(self) -> bool:
        return may_see_outbox(self.user)

    @cached_property
    def uncertain_count(self) -> int:
        """Mails that perhaps arrived, perhaps not: only a person can say."""
        return uncertain_count() if self.may_see else 0

    @cached_property
    def paused_mailings(self) -> list[Mailing]:
        return list(Mailing.objects.paused()[:SHOWN]) if self.may_see else []

    @property
    def count(self) -> int:
        return len(self.paused_mailings) + bool(self.uncertain_count)
