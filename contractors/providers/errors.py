"""What this room refuses, in the words that its pages show."""

from comms.refusals import Refused


class ProviderRefused(Refused):
    """The message says what to do instead."""


class SomebodyWasFaster(ProviderRefused):
    def __init__(self, what: object) -> None:
        super().__init__(f"{what} : quelqu’un vient de changer cette fiche. Relisez-la, puis recommencez.")
