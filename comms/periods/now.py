"""What the rooms above ask: is there a crisis, and must reminders stay silent?"""

from comms.outbox.actions import reminders_are_paused
from comms.periods.models import crisis_now

__all__ = ["crisis_now", "reminders_are_paused"]
