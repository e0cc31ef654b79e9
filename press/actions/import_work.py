"""The worker's part of an import: claim the run, analyse the file or write a portion, let go."""

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from comms.journal.actions import record
from comms.tables.workbooks import UnreadableFile
from press.actions.imports import move_import
from press.importing.analysis import analyse, count_states
from press.importing.writing import prepare_vocabulary, write_rows
from press.models import ImportFile, ImportRow, ImportRun, ImportState

PORTION = 500
#: A worker says again within this time that it lives; after that another one takes over.
LEASE = timedelta(seconds=60)
#: A run that kills its worker again and again is set aside.
MAX_ATTEMPTS = 4
#: Two imports write one after the other: the second sees the first one's cards.
WRITING_LOCK = 0x636F6E74  # « cont »


class ClaimLost(Exception):
    """Another worker took the run over; this one stops without a word."""


def work_on(*, run_id: int) -> bool:
    """Do what waits for this run, unless somebody does. Killed at any moment, it goes on where it was."""
    claim = uuid4()
    claimed = ImportRun.objects.due_for_work().filter(pk=run_id)
    if not claimed.update(claim=claim, claimed_until=Now() + LEASE, attempts=F("attempts") + 1):
        return False
    run = ImportRun.objects.get(pk=run_id)
    work = _analyse if run.state == ImportState.ANALYSING else _write
    try:
        if run.attempts > MAX_ATTEMPTS:
            _fail(run, "L’import s’est arrêté plusieurs fois au même endroit : prévenez l’administrateur.")
        else:
            work(run)
    except ClaimLost:
        return False
    except UnreadableFile as error:
        _fail(run, str(error))
    return True


def _analyse(run: ImportRun) -> None:
    rows = analyse(run, progress=lambda done, total: _tell(run, done_rows=done, total_rows=total))
    with transaction.atomic():
        _still_ours(run)
        run.rows.all().delete()
        ImportRow.objects.bulk_create(rows, batch_size=1000)
        move_import(
            run,
            ImportState.READY,
            counts=count_states(rows),
            total_rows=len(rows),
            done_rows=len(rows),
            claim=None,
            claimed_until=None,
            attempts=0,
        )


def _write(run: ImportRun) -> None:
    with transaction.atomic():
        _still_ours(run)
        prepare_vocabulary(run)
    while _write_portion(run):
        pass
    with transaction.atomic():
        _still_ours(run)
        move_import(
            run, ImportState.DONE, finished_at=timezone.now(), claim=None, claimed_until=None, samples=[]
        )
        ImportFile.objects.filter(run=run).delete()
        record(
            actor=None,
            verb="a terminé l’import",
            target=run,
            tell=[run.launched_by] if run.launched_by else (),
        )


def _write_portion(run: ImportRun) -> bool:
    """The next lines, all of them or none; False when none is left."""
    for attempt in range(3):
        try:
            with transaction.atomic():
                _still_ours(run)
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITING_LOCK])
                rows = list(run.rows.to_write().defer("cells", "changes", "notices")[:PORTION])
                if not rows:
                    return False
                write_rows(run, rows, timezone.now())
                _tell(run, done_rows=F("done_rows") + len(rows), attempts=0)
                return True
        except IntegrityError:
            # somebody made a card with one of these addresses by hand meanwhile: the next look sees it
            if attempt == 2:
                raise
    return True


def _still_ours(run: ImportRun) -> None:
    """Lock the run; a worker that was taken for dead finds out here, before it writes anything."""
    if not ImportRun.objects.select_for_update().filter(pk=run.pk, claim=run.claim, state=run.state).exists():
        raise ClaimLost


def _tell(run: ImportRun, **counts: object) -> None:
    """How far it is, for the progress bar, and that this worker lives."""
    ours = ImportRun.objects.filter(pk=run.pk, claim=run.claim)
    if not ours.update(claimed_until=Now() + LEASE, **counts):
        raise ClaimLost


def _fail(run: ImportRun, reason: str) -> None:
    move_import(run, ImportState.FAILED, failure=reason[:300], claim=None, claimed_until=None)


@transaction.atomic
def forget_old_imports(*, before: datetime) -> int:
    """Lines and files hold personal data: they go, the report's counts, line numbers and reasons stay."""
    runs = ImportRun.objects.due_for_cleaning(before)
    runs.filter(state__in=(ImportState.COLUMNS, ImportState.READY, ImportState.FAILED)).update(
        state=ImportState.CANCELLED, finished_at=timezone.now(), failure=""
    )
    ImportFile.objects.filter(run__in=runs).delete()
    ImportRow.objects.filter(run__in=runs).update(cells=[], corrections={}, values={}, changes=[])
    return runs.update(cleaned_at=timezone.now(), samples=[])
