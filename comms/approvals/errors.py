"""What an action answers when it can't be done: `str(error)` is said to the person as it stands."""

from comms.approvals.differences import FieldDifference
from comms.refusals import Refused


class ApprovalError(Refused):
    """Each one explains itself in French and says the way on."""


class NoCircuit(ApprovalError):
    def __init__(self, label: str) -> None:
        super().__init__(
            f"Aucun circuit de validation n’est en service pour « {label} ». "
            "Créez-en un dans l’administration, rubrique Circuits de validation."
        )


class NobodyToDecide(ApprovalError):
    def __init__(self, who: str) -> None:
        super().__init__(
            f"L’étape « {who} » n’a personne qui puisse valider ce texte. Désignez une suppléance, ou faites "
            "revoir le circuit dans l’administration : une étape de plus, ou le droit d’y valider son texte."
        )


class AlreadySubmitted(ApprovalError):
    pass


class SomebodyWasFaster(ApprovalError):
    """The step, or the whole approval, was settled by somebody else in the meantime."""


class WordsMissing(ApprovalError):
    """A comment or a reason that the rule asks for isn't there."""


class ChangedSinceSeen(ApprovalError):
    """The text isn't the one the person read; `differences` says what changed."""

    def __init__(self, differences: list[FieldDifference]) -> None:
        self.differences = differences
        super().__init__(
            "Le texte a changé depuis que vous l’avez ouvert : votre décision n’a pas été enregistrée."
        )
