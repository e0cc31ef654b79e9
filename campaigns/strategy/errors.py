"""What an action answers when it can't be done; `str(error)` is said to the person."""

from typing import Any

from comms.refusals import Refused


class StrategyError(Refused):
    """Each one explains itself in French and says the way on."""


class SomebodyWasFaster(StrategyError):
    def __init__(self, now: str = "") -> None:
        state = f" (il est maintenant « {now} »)" if now else ""
        super().__init__(f"Quelqu’un a été plus rapide : ce plan a changé d’état entre-temps{state}.")


class AnotherInForce(StrategyError):
    """The plan in force isn't the one this person saw when deciding."""

    def __init__(self) -> None:
        super().__init__(
            "Quelqu’un a été plus rapide : le plan en vigueur a changé pendant que vous décidiez. "
            "Regardez lequel l’est maintenant, puis décidez de nouveau."
        )


class NotNow(StrategyError):
    """The plan isn't in a state that allows it."""


class StaleText(StrategyError):
    """Somebody saved these words after this person opened them; nothing was written. `row` is what stands."""

    def __init__(self, row: Any, by: Any) -> None:
        self.row = row
        super().__init__(
            f"Ce texte a été modifié entre-temps par {by or 'quelqu’un'}. Votre saisie n’est pas perdue : "
            "comparez, gardez le meilleur des deux, puis enregistrez de nouveau."
        )


class Incomplete(StrategyError):
    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(f"Il manque encore : {', '.join(missing)}.")


class StillUsed(StrategyError):
    """Something hangs on it; it says what."""
