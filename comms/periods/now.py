"""What the rooms above ask: is there a crisis, is everything in pause, must reminders stay silent?"""

from comms.outbox.actions import reminders_are_paused
from comms.periods.models import CrisisPause, crisis_now

__all__ = ["crisis_now", "pause_now", "reminders_are_paused"]


def pause_now() -> CrisisPause | None:
    """The pause that holds back what isn't urgent, if one runs."""
    return CrisisPause.objects.running().first()
