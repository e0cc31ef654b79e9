"""What the page of a crisis shows, each part read once."""

from django.db.models import QuerySet
from django.utils.functional import cached_property

from comms.approvals.models import ApprovalStep
from comms.outbox.models import Mailing
from comms.people.models import User
from comms.periods.actions.pauses import held_by
from comms.periods.models import (
    Crisis,
    CrisisLogEntry,
    CrisisMessage,
    CrisisPause,
    Level,
    QuickEntry,
)

#: A log is read whole; beyond this a crisis lasted for weeks.
MOST_LINES = 500
MOST_TEXTS = 30


class CrisisBoard:
    def __init__(self, crisis: Crisis, user: User) -> None:
        self.crisis = crisis
        self.user = user

    @cached_property
    def log(self) -> list[CrisisLogEntry]:
        return list(self.crisis.log.select_related("by", "message")[:MOST_LINES])

    @cached_property
    def sentences(self) -> list[QuickEntry]:
        return list(QuickEntry.objects.active())

    @property
    def other_levels(self) -> list[Level]:
        return [level for level in Level if level != self.crisis.level]

    @property
    def all_levels(self) -> list[tuple[str, bool]]:
        """(label, is it the one now), in their order."""
        return [(level.label, level == self.crisis.level) for level in Level]

    @cached_property
    def messages(self) -> list[CrisisMessage]:
        """Ready for this level."""
        ready = CrisisMessage.objects.ready().at_level(self.crisis.level)
        return list(ready.select_related("effective_version").in_order())

    @cached_property
    def published(self) -> set[int]:
        """Those of the messages that the log says were published at this level."""
        return {line.message_id for line in self.log if line.message_id and line.level == self.crisis.level}

    @cached_property
    def pause(self) -> CrisisPause | None:
        return self.crisis.pauses.running().select_related("paused_by").first()

    @cached_property
    def held(self) -> list[Mailing]:
        return held_by(self.pause) if self.pause else []

    @cached_property
    def to_hold(self) -> int:
        """How many mailings a pause would hold back now."""
        return Mailing.objects.active().not_urgent().count()

    @cached_property
    def steps(self) -> QuerySet[ApprovalStep]:
        """The texts in their circuit that this person may let through: one click each."""
        steps = ApprovalStep.objects.visible_to(self.user).open().readable()
        return steps.order_by("due_on", "pk")[:MOST_TEXTS]
