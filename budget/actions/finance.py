"""Finance's file: brought, compared line by line, then noted whole or not at all."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from budget.actions.guards import needs
from budget.actions.paying import record_mandate, record_payment
from budget.errors import BudgetError, NotNow, Wrong
from budget.finance.columns import TITLES, columns_of
from budget.finance.comparing import compare
from budget.models import FinanceFile, FinanceFileState, FinanceRow, Finding
from budget.permissions import may_commit
from comms.calendar.working_days import local_today
from comms.journal.actions import record
from comms.people.models import User
from comms.tables.reading import Line, read_table, tidy

NOT_YOURS = "Suivre les mandats revient à la cellule communication."
BATCH = 1000


@transaction.atomic
def bring_finance_file(*, name: str, content: bytes, actor: User) -> FinanceFile:
    """Its lines, each compared with the invoices; nothing is noted yet.

    Raises UnreadableFile with what to do: not a table, too wide, too long, a column missing.
    """
    needs(may_commit(actor), NOT_YOURS)
    table = read_table(content, titles=TITLES)
    columns = columns_of(table.header)
    file = FinanceFile.objects.create(
        name=" ".join(tidy(name).split())[:200] or "sans nom", header=table.header, columns=columns,
        brought_by=actor,
    )  # fmt: skip
    _compare(file, table.lines, local_today())
    record(actor=actor, verb="a déposé le fichier", target=file)
    return file


@transaction.atomic
def compare_again(*, file: FinanceFile, actor: User) -> FinanceFile:
    """The invoices have changed since: the same lines, against them as they are now."""
    needs(may_commit(actor), NOT_YOURS)
    row = _ready(file)
    lines = [Line(line.number, line.number, line.cells) for line in row.rows.all()]
    row.rows.all().delete()
    _compare(row, lines, local_today())
    return row


def _compare(file: FinanceFile, lines: Sequence[Line], today: date) -> None:
    rows = compare(lines, file.columns, today)
    for row in rows:
        row.file = file
    FinanceRow.objects.bulk_create(rows, batch_size=BATCH)


def _ready(file: FinanceFile) -> FinanceFile:
    row = FinanceFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if not row.is_ready:
        raise NotNow(f"Ce fichier est déjà « {row.get_state_display().lower()} ».")
    return row


@transaction.atomic
def apply_finance_file(*, file: FinanceFile, actor: User) -> FinanceFile:
    """All mandates and payments of its lines, or none. Raises Wrong, which names the line that stopped it."""
    needs(may_commit(actor), NOT_YOURS)
    row = _ready(file)
    noted = 0
    for line in row.rows.to_write().select_related("invoice").order_by("number"):
        try:
            _note(line, actor)
        except BudgetError as refusal:
            raise Wrong(f"Ligne {line.number} : {refusal} Rien n’a été noté.") from refusal
        noted += 1
    row.move(FinanceFileState.APPLIED, applied_by=actor, applied_at=timezone.now())
    record(actor=actor, verb=f"a noté {noted} ligne{'s' if noted > 1 else ''} du fichier", target=row)
    return row


def _note(line: FinanceRow, actor: User) -> None:
    if line.finding in (Finding.MANDATE, Finding.BOTH):
        record_mandate(invoice=line.invoice, number=line.mandate_number, on=line.mandated_on, actor=actor)
    if line.finding in (Finding.PAYMENT, Finding.BOTH):
        record_payment(invoice=line.invoice, on=line.paid_on, actor=actor)


@transaction.atomic
def drop_finance_file(*, file: FinanceFile, actor: User) -> FinanceFile:
    """Its lines go: they hold what other services bought."""
    needs(may_commit(actor), NOT_YOURS)
    row = _ready(file)
    row.rows.all().delete()
    row.move(FinanceFileState.DROPPED)
    record(actor=actor, verb="a abandonné le fichier", target=row)
    return row
