"""What an action answers when it can't be done; `str(error)` is said to the person."""

from comms.refusals import Refused


class PeriodError(Refused):
    """Each one explains itself in French and says the way on."""


class SomebodyWasFaster(PeriodError):
    """The same thing, or another one, was done in between."""


class NotNow(PeriodError):
    """The crisis or the message isn't in a state that allows it."""
