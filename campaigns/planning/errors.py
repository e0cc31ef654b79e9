"""What an action answers when it can't be done; `str(error)` is said to the person."""

from typing import Any

from comms.refusals import Refused


class PlanningError(Refused):
    """Each one explains itself in French and says the way on."""


class SomebodyWasFaster(PlanningError):
    """The row left the state in which it was read."""

    def __init__(self, row: Any) -> None:
        super().__init__(
            f"Quelqu’un a été plus rapide : « {row} » est maintenant à l’état « {row.get_state_display()} »."
        )


class NotNow(PlanningError):
    """It isn't in a state that allows it."""


class Incomplete(PlanningError):
    def __init__(self, missing: list[str]) -> None:
        self.missing = missing
        super().__init__(f"Il manque encore : {', '.join(missing)}.")


class Waiting(PlanningError):
    """Tasks that come before aren't finished."""

    def __init__(self, tasks: list[Any]) -> None:
        self.tasks = tasks
        names = ", ".join(f"« {task} »" for task in tasks)
        super().__init__(f"Cette tâche attend : {names}. Terminez-la d’abord, ou retirez la dépendance.")


class StaleText(PlanningError):
    """Somebody saved the row after this person opened it; nothing was written."""

    def __init__(self, row: Any, by: Any) -> None:
        self.row = row
        super().__init__(
            f"{by or 'Quelqu’un'} a enregistré « {row} » pendant que vous écriviez. "
            "Votre saisie n’est pas perdue : relisez, puis enregistrez de nouveau."
        )


class ChangedSinceSeen(PlanningError):
    """The plan isn't the one whose preview the person saw; `preview` is the new one."""

    def __init__(self, preview: Any) -> None:
        self.preview = preview
        super().__init__(
            "Le plan a changé pendant que vous regardiez : rien n’a bougé. Voici ce qui bougerait maintenant."
        )


class Circular(PlanningError):
    def __init__(self) -> None:
        super().__init__("Ces tâches s’attendraient l’une l’autre : retirez une des dépendances.")
