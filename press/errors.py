"""What an action answers when it can't be done; `str(error)` is said to the person."""

from typing import Any

from comms.refusals import Refused


class ReleaseError(Refused):
    """Each one explains itself in French and says the way on."""


class SomebodyWasFaster(ReleaseError):
    def __init__(self, now: str = "") -> None:
        state = f" (il est maintenant « {now} »)" if now else ""
        super().__init__(f"Quelqu’un a été plus rapide : ce communiqué a changé d’état entre-temps{state}.")


class NotNow(ReleaseError):
    """The release isn't in a state that allows it."""


class Incomplete(ReleaseError):
    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(f"Il manque encore : {', '.join(missing)}.")


class StaleText(ReleaseError):
    """Somebody saved the text after this person opened it; nothing was written.

    `release` is the row as it stands now, `by` who saved it.
    """

    def __init__(self, release: Any) -> None:
        self.release = release
        self.by = release.updated_by
        super().__init__(
            f"{release.updated_by} a enregistré ce communiqué pendant que vous écriviez. "
            "Votre texte n’est pas perdu : comparez, puis enregistrez de nouveau."
        )


class Blocked(ReleaseError):
    """Checks that must be mended before anything leaves."""

    def __init__(self, checks: list[Any]) -> None:
        self.checks = checks
        super().__init__("Rien n’est parti. À corriger d’abord : " + " ".join(check.said for check in checks))


class ChangedSinceChecked(ReleaseError):
    def __init__(self) -> None:
        super().__init__(
            "Le texte ou les listes ont changé pendant que vous vérifiiez : rien n’est parti. "
            "Relisez ce qui part et qui le reçoit, puis lancez."
        )
