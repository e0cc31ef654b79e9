from django.db import transaction

from budget.models import Line
from budget.permissions import DECIDERS
from comms.journal.actions import record
from comms.journal.models import Entry
from comms.people.models import User

WRONG_TOTAL = "a un total qui n’est pas la somme de ses mouvements"


@transaction.atomic
def tell_of_wrong_totals() -> list[Line]:
    """A total that isn't its ledger's sum is a fault of ours or of somebody's SQL: those who decide learn it.

    A line is told once for each wrong figure, however often this runs.
    """
    wrong = list(Line.objects.wrong().select_related("account"))
    for line in wrong:
        data = _figures(line)
        if not Entry.objects.about(line).filter(verb=WRONG_TOTAL, data=data).exists():
            record(
                actor=None, verb=WRONG_TOTAL, target=line, data=data,
                tell=User.objects.acting_as(*DECIDERS),
            )  # fmt: skip
    return wrong


def _figures(line: Line) -> dict[str, list[int]]:
    """Each wrong total: what is kept, what the ledger says."""
    names = ("voted", "frozen", "committed", "invoiced", "mandated", "paid")
    pairs = {name: [getattr(line, name), int(getattr(line, f"ledger_{name}"))] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
