"""What an action answers when it can't be done; `str(error)` is said to the person as it stands."""

from typing import Any

from comms.formats import francs
from comms.refusals import Refused


class BudgetError(Refused):
    """Each one explains itself in French and says the way on."""


class NotYours(BudgetError):
    """Somebody else decides this."""


class NotNow(BudgetError):
    """The year or the row isn't in a state that allows this."""


class WordsMissing(BudgetError):
    """A reason or a mention that the rule asks for isn't there."""


class Wrong(BudgetError):
    """The amounts don't agree with one another, or with what they rest on."""


class TaxGap(Wrong):
    """The tax that is printed isn’t what its rate gives: a slip of ours, or the provider’s mistake."""


class AlreadyThere(BudgetError):
    """The same document was written before, with something else on it."""


class SomebodyWasFaster(BudgetError):
    """The row left the state in which it was read."""

    def __init__(self, row: Any) -> None:
        super().__init__(
            f"Quelqu’un a été plus rapide : « {row} » est maintenant à l’état « {row.get_state_display()} »."
        )


class NotEnough(BudgetError):
    """Promise 11: what remains is said, and who may let it through."""

    def __init__(self, line: Any, available: int, asked: int) -> None:
        self.line, self.available, self.asked = line, available, asked
        super().__init__(
            f"Il reste {francs(available)} sur la ligne « {line} » et il en faudrait {francs(asked)}. "
            "Le ou la chargé(e) de communication ou le cabinet peut y déroger, avec un motif."
        )
