"""What an action answers when it can't be done: `str(error)` is said to the person as it stands."""

from datetime import date

from comms.formats import duration, month_long
from comms.refusals import Refused


class HoursError(Refused):
    """Each one explains itself in French and says the way on."""


class NotYours(HoursError):
    """Somebody else's rows, or one's own where another person decides."""


class NotNow(HoursError):
    """The row isn't in a state that allows this."""


class SomebodyWasFaster(HoursError):
    """Settled by somebody else in the meantime."""


class WordsMissing(HoursError):
    """A comment or a reason that the rule asks for isn't there."""


class Overlap(HoursError):
    """The same person has other hours at that time."""


class MonthIsLocked(HoursError):
    def __init__(self, day: date) -> None:
        super().__init__(
            f"Le mois de {month_long(day)} est clos : rien n’y change. "
            "Le ou la chargé(e) de communication peut le rouvrir, avec un motif."
        )


class NotEnoughMinutes(HoursError):
    def __init__(self, available: int, asked: int) -> None:
        self.available, self.asked = available, asked
        super().__init__(
            f"Il reste {duration(available)} à récupérer et il en faudrait {duration(asked)}. "
            "Le ou la chargé(e) de communication peut accorder un découvert, avec un motif."
        )
