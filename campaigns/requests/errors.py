"""What an action answers when it can't be done; `str(error)` is said to the person."""

from comms.refusals import Refused


class RequestError(Refused):
    """Each one explains itself in French and says the way on."""


class SomebodyWasFaster(RequestError):
    def __init__(self, now: str = "") -> None:
        state = f" (elle est maintenant « {now} »)" if now else ""
        super().__init__(
            f"Quelqu’un a été plus rapide : cette demande a changé d’état entre-temps{state}. "
            "Votre décision n’a pas été enregistrée."
        )


class NotNow(RequestError):
    """The request isn't in a state that allows it."""


class Incomplete(RequestError):
    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(f"Il manque encore : {', '.join(missing)}.")


class ReasonMissing(RequestError):
    """The rule asks for words that aren't there."""
