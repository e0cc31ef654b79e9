from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction

from campaigns.strategy.errors import NotNow, StaleText
from campaigns.strategy.models import Plan
from campaigns.strategy.models.states import BEFORE_FORCE
from comms.approvals.actions import void_if_changed
from comms.approvals.models import digest_of
from comms.journal.actions import record
from comms.journal.models import Entry
from comms.people.models import User


@contextmanager
def written_into(plan: Plan, *, actor: User, verb: str, data: dict[str, Any] | None = None) -> Iterator[Plan]:
    """One change of a plan's rows: the plan is locked, the step recorded, an approval of the old text void.

    Of the plan in force the version in effect stays: the change is an amendment until its own approval.
    Raises NotNow when the plan is closed.
    """
    with transaction.atomic():
        row = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if not row.is_writable:
            raise NotNow("Ce plan est clos : il ne se modifie plus.")
        yield row
        record(actor=actor, verb=verb, target=row, data=data)
        if row.state in BEFORE_FORCE:
            void_if_changed(subject=row, actor=actor)


def text_of(thing: models.Model, names: Iterable[str]) -> dict[str, str]:
    """These fields as people read them."""
    return {name: _words(thing, name) for name in names}


def _words(thing: models.Model, name: str) -> str:
    shown = getattr(thing, f"get_{name}_display", None)
    value = shown() if shown else getattr(thing, name)
    if isinstance(value, models.Manager):
        return ", ".join(sorted(str(row) for row in value.all()))
    return "" if value is None else str(value)


def mark_of(thing: models.Model, names: Iterable[str]) -> str:
    """What a form carries to tell, when it comes back, whether these words are still the same."""
    return digest_of(text_of(thing, sorted(names)))


def text_before(thing: models.Model, names: Iterable[str], plan: Plan, seen_text: str = "") -> dict[str, str]:
    """What is about to be written over, for the history; the plan is locked.

    `seen_text` is the mark of the words that the person began from: raises StaleText when these changed.
    """
    row = type(thing).objects.get(pk=thing.pk)
    if seen_text and mark_of(row, names) != seen_text:
        latest = Entry.objects.about(plan).first()
        raise StaleText(row, latest.actor if latest else None)
    return text_of(row, names)


def changed(thing: models.Model, before: dict[str, str]) -> dict[str, list[str]]:
    """Field → what it said, what it says."""
    after = text_of(thing, before)
    return {name: [before[name], after[name]] for name in before if before[name] != after[name]}
