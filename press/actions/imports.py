"""What a person does with an import. The worker's part is in `import_work`."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from comms.journal.actions import record
from comms.people.models import User
from comms.tables.reading import Table, read_table, tidy
from press.contact_errors import ContactError
from press.doorbell import ring_for_import_after_commit
from press.importing.columns import COLUMNS, NAME_COLUMNS, TITLES
from press.models import (
    IMPORT_MOVES,
    DuplicateKind,
    ImportFile,
    ImportRow,
    ImportRun,
    ImportState,
    RowDecision,
    RowState,
)

SAMPLES = 3


def move_import(run: ImportRun, state: ImportState, **fields: Any) -> None:
    """Only from a state that allows it; two clicks at once make one move."""
    known = [before for before, after in IMPORT_MOVES.items() if state in after]
    changes = {"state": state, "updated_at": timezone.now(), **fields}
    if not ImportRun.objects.filter(pk=run.pk, state__in=known).update(**changes):
        run.refresh_from_db()
        raise ContactError(
            f"Cet import est maintenant « {run.get_state_display().lower()} » : quelqu’un a été plus rapide."
        )
    run.refresh_from_db()


@transaction.atomic
def receive_file(*, actor: User, name: str, content: bytes) -> ImportRun:
    """Keep the file and what was found of its shape. UnreadableFile says why not, in French."""
    table = read_table(content, titles=TITLES)
    run = ImportRun.objects.create(file_name=tidy(name)[-200:] or "contacts", created_by=actor)
    ImportFile.objects.create(run=run, content=content)
    _keep_shape(run, table)
    record(actor=actor, verb="a déposé un fichier de contacts", target=run, data={"lines": run.total_rows})
    return run


@transaction.atomic
def read_otherwise(*, run: ImportRun, actor: User, encoding: str, separator: str) -> ImportRun:
    """The person says how the file is written; what was said of its lines no longer holds."""
    table = read_table(bytes(run.file.content), titles=TITLES, encoding=encoding, separator=separator)
    move_import(run, ImportState.COLUMNS)
    run.rows.all().delete()
    _keep_shape(run, table)
    return run


def _keep_shape(run: ImportRun, table: Table) -> None:
    run.encoding, run.separator = table.encoding, table.separator
    run.header, run.header_row = table.header, table.header_row
    run.columns = TITLES.match(table.header)
    filled = [line for line in table.lines if not line.is_empty]
    run.samples = [line.cells for line in filled[:SAMPLES]]
    run.total_rows, run.done_rows, run.counts = len(table.lines), 0, {}
    run.save()


@transaction.atomic
def choose_columns(*, run: ImportRun, actor: User, columns: Mapping[str, int], source: str = "") -> None:
    """Which column holds what; then a worker analyses the file. ValidationError without a name."""
    if not any(name in columns for name in NAME_COLUMNS):
        raise ValidationError("Dites quelle colonne contient le nom : sans nom, pas de fiche.")
    unknown = set(columns) - COLUMNS.keys()
    if unknown or any(not 0 <= place < len(run.header) for place in columns.values()):
        raise ValidationError("Une colonne choisie n’existe pas dans ce fichier.")
    if len(set(columns.values())) < len(columns):
        raise ValidationError("La même colonne est choisie deux fois.")
    _analyse_again(run, columns=dict(columns), source=source.strip()[:200])


def _analyse_again(run: ImportRun, **fields: Any) -> None:
    move_import(run, ImportState.ANALYSING, done_rows=0, attempts=0, claim=None, claimed_until=None, **fields)
    ring_for_import_after_commit(run.pk)


@transaction.atomic
def correct_row(*, row: ImportRow, actor: User, cells: Mapping[int, str]) -> None:
    """What should stand in these columns of the line; the file itself is kept as it came."""
    corrections = dict(row.corrections)
    for place, text in cells.items():
        original = row.cells[place] if place < len(row.cells) else ""
        corrections.pop(str(place), None)
        if tidy(text) != original:
            corrections[str(place)] = tidy(text)
    if corrections != row.corrections:
        row.corrections = corrections
        row.save(update_fields=["corrections"])
        _analyse_again(row.run)


@transaction.atomic
def decide_row(
    *, row: ImportRow, actor: User, decision: str, choices: Mapping[str, str] | None = None
) -> None:
    """What becomes of a duplicate or a changed line, with for each field whose value stays."""
    if row.run.state != ImportState.READY:
        raise ContactError("Les choix se font avant l’import, quand l’analyse est finie.")
    if decision == RowDecision.SEPARATE and row.duplicate_kind != DuplicateKind.NAME_AND_MEDIA:
        raise ContactError(
            "Une adresse n’appartient qu’à une fiche : fusionnez, ou laissez la ligne de côté."
        )
    row.decision = decision
    row.choices = {name: side for name, side in (choices or {}).items() if side in ("row", "kept")}
    row.save(update_fields=["decision", "choices"])


def decide_namesakes(*, run: ImportRun, actor: User, decision: str) -> int:
    """The same answer for every namesake that has none yet; how many there were."""
    if run.state != ImportState.READY:
        raise ContactError("Les choix se font avant l’import, quand l’analyse est finie.")
    return undecided_namesakes(run).update(decision=decision)


def undecided_namesakes(run: ImportRun) -> QuerySet[ImportRow]:
    return run.rows.filter(
        state=RowState.DUPLICATE,
        duplicate_kind=DuplicateKind.NAME_AND_MEDIA,
        decision=RowDecision.UNDECIDED,
    )


@transaction.atomic
def launch_import(*, run: ImportRun, actor: User, faults_seen: int) -> None:
    """Hand the checked file to the worker. `faults_seen`: how many faulty lines the person leaves out."""
    faulty = run.rows.faulty().count()
    if faulty != faults_seen:
        raise ContactError(
            f"{faulty} lignes en défaut ne seraient pas importées : dites d’abord que vous l’avez vu."
            if faulty > 1
            else "Une ligne en défaut ne serait pas importée : dites d’abord que vous l’avez vu."
        )
    move_import(
        run,
        ImportState.RUNNING,
        launched_by=actor,
        launched_at=timezone.now(),
        total_rows=run.rows.to_write().count(),
        done_rows=0,
        attempts=0,
        claim=None,
        claimed_until=None,
        failure="",
    )
    record(actor=actor, verb="a lancé l’import", target=run, data={"counts": run.counts, "left": faulty})
    ring_for_import_after_commit(run.pk)


@transaction.atomic
def resume_import(*, run: ImportRun, actor: User) -> None:
    """After a stop: go on with the lines that weren't written yet."""
    if run.launched_at is None:
        raise ContactError("Cet import n’a jamais été lancé : revenez à ses colonnes.")
    move_import(run, ImportState.RUNNING, attempts=0, claim=None, claimed_until=None, failure="")
    record(actor=actor, verb="a repris l’import", target=run)
    ring_for_import_after_commit(run.pk)


@transaction.atomic
def cancel_import(*, run: ImportRun, actor: User) -> None:
    """Give it up: nothing more is written, the file and its lines go."""
    move_import(run, ImportState.CANCELLED, finished_at=timezone.now(), samples=[])
    run.rows.all().delete()
    ImportFile.objects.filter(run=run).delete()
    record(actor=actor, verb="a abandonné l’import", target=run)
