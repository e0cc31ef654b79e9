"""The sheet of an event: written beforehand, ticked on site."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns.planning.errors import NotNow
from campaigns.planning.models import Action, CheckItem, EventPerson, EventSheet, RunLine, UsualCheck
from comms.journal.actions import record
from comms.people.models import User

Line = CheckItem | RunLine | EventPerson


@transaction.atomic
def open_sheet(*, action: Action, actor: User) -> EventSheet:
    """The event's sheet, with the usual things to bring; the one it has already, when it has one."""
    if action.kind != Action.Kind.EVENT:
        raise NotNow("Seul un événement a une fiche : changez d’abord la nature de l’action.")
    sheet, is_new = EventSheet.objects.get_or_create(action=action)
    if is_new:
        usual = UsualCheck.objects.filter(is_active=True)
        CheckItem.objects.bulk_create(CheckItem(sheet=sheet, label=each.label) for each in usual)
        record(actor=actor, verb="a ouvert la fiche d’événement", target=action)
    return sheet


@transaction.atomic
def write_sheet(*, sheet: EventSheet, actor: User, **words: Any) -> EventSheet:
    for name, value in words.items():
        setattr(sheet, name, value)
    sheet.save(update_fields=list(words))
    record(actor=actor, verb="a écrit la fiche d’événement", target=sheet.action)
    return sheet


@transaction.atomic
def write_line(*, line: Line, sheet: EventSheet, actor: User, **words: Any) -> Line:
    """A new line, or one that changes."""
    is_new = line.pk is None
    line.sheet = sheet
    for name, value in words.items():
        setattr(line, name, value)
    line.save()
    verb = "a ajouté" if is_new else "a changé"
    record(actor=actor, verb=f"{verb} « {str(line)[:120]} » sur la fiche", target=sheet.action)
    return line


@transaction.atomic
def remove_line(*, line: Line, actor: User) -> None:
    action, label = line.sheet.action, str(line)[:120]
    line.delete()
    record(actor=actor, verb=f"a retiré « {label} » de la fiche", target=action)


def tick(*, line: CheckItem | RunLine, actor: User, done: bool) -> bool:
    """On site, by several people at once: says whether it changed, twice the same tick is one."""
    rows = type(line).objects.filter(pk=line.pk, done_at__isnull=done)
    at, by = (timezone.now(), actor) if done else (None, None)
    return bool(rows.update(done_at=at, done_by=by))
