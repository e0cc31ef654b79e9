"""What the head answers to hours: yes, to be corrected, no; and opening again what was validated."""

from collections.abc import Iterable

from django.utils import timezone

from comms.formats import duration
from comms.journal.actions import record
from comms.people.models import User
from hours import mails
from hours.actions.guards import check_month_is_open, move, refused_in_words
from hours.actions.ledger import counter, credit_entry
from hours.errors import HoursError, NotYours, WordsMissing
from hours.models import EntryState, TimeEntry
from hours.permissions import may_decide_for

ANSWERS = {
    EntryState.VALIDATED: "a validé ces heures",
    EntryState.CHANGES_ASKED: "demande de corriger ces heures",
    EntryState.REFUSED: "a refusé ces heures",
}


def decide_entry(*, entry: TimeEntry, actor: User, answer: str, comment: str = "") -> None:
    """Validate (the account is credited), ask for a correction or refuse, both with a comment.

    Raises NotYours, WordsMissing, MonthIsLocked, SomebodyWasFaster.
    """
    _check_may_decide(actor, entry)
    comment = comment.strip()
    if answer != EntryState.VALIDATED and not comment:
        raise WordsMissing("Écrivez ce qui est à corriger, ou pourquoi ces heures sont refusées.")
    with refused_in_words():
        check_month_is_open(entry.person, entry.day)
        move(
            entry, EntryState(answer), decided_by=actor, decided_at=timezone.now(), comment=comment
        )  # fmt: skip
        credited = 0
        if answer == EntryState.VALIDATED and entry.gives_recuperation:
            credited = credit_entry(entry=entry, actor=actor)
        verb = ANSWERS[EntryState(answer)] + (f" : {duration(credited)} à récupérer" if credited else "")
        record(actor=actor, verb=verb, target=entry, reason=comment, tell=[entry.person])
        if answer != EntryState.VALIDATED:
            mails.entry_answered(entry=entry)


def decide_entries(
    *, entries: Iterable[TimeEntry], actor: User, answer: str, comment: str = ""
) -> tuple[list[TimeEntry], list[tuple[TimeEntry, str]]]:
    """The same answer to several: those that went through, and why the others didn't."""
    done, left = [], []
    for entry in entries:
        try:
            decide_entry(entry=entry, actor=actor, answer=answer, comment=comment)
        except HoursError as error:
            left.append((entry, str(error)))
        else:
            done.append(entry)
    return done, left


def reopen_entry(*, entry: TimeEntry, actor: User, reason: str) -> None:
    """Validated by mistake: back to the person, and what it credited is countered."""
    _check_may_decide(actor, entry)
    if not reason.strip():
        raise WordsMissing("Écrivez pourquoi ces heures sont rouvertes.")
    with refused_in_words():
        check_month_is_open(entry.person, entry.day)
        move(
            entry, EntryState.CHANGES_ASKED,
            decided_by=actor, decided_at=timezone.now(), comment=reason.strip(),
        )  # fmt: skip
        rows = entry.ledger_rows.select_related("person", "entry", "recuperation", "countered_by")
        counter(rows, actor=actor)
        record(
            actor=actor, verb="a rouvert ces heures", target=entry, reason=reason.strip(), tell=[entry.person]
        )
        mails.entry_answered(entry=entry)


def _check_may_decide(actor: User, entry: TimeEntry) -> None:
    if not may_decide_for(actor, entry.person):
        raise NotYours("Personne ne valide ses propres heures : c’est au ou à la chargé(e) de communication.")
