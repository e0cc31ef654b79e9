"""Finance's chart brought into a year: its accounts, its lines, and its voted credits as a draft decision."""

from collections.abc import Sequence

from django.db import transaction

from budget.actions.accounts import NOT_YOURS
from budget.actions.decisions import write_decision
from budget.actions.guards import needs
from budget.actions.lines import create_line
from budget.charts.columns import NEEDED, TITLES
from budget.charts.comparing import Compared, compare, opens_line
from budget.errors import NotNow
from budget.models import Account, ChartFile, ChartFileState, Decision, FiscalYear, Line
from budget.permissions import may_run_year
from comms.journal.actions import record
from comms.people.models import User
from comms.tables.reading import read_table
from comms.tables.workbooks import UnreadableFile

#: More than a whole town's chart: a file beyond that isn't one.
MOST_LINES = 3_000


@transaction.atomic
def bring_chart(*, fiscal_year: FiscalYear, name: str, content: bytes, actor: User) -> ChartFile:
    """Read and kept, nothing applied yet. Raises UnreadableFile with the reason in French."""
    _check(fiscal_year, actor)
    table = read_table(content, titles=TITLES)
    columns = TITLES.required(table.header, NEEDED)
    lines = [(line.number, line.cells) for line in table.lines if not line.is_empty]
    if not lines:
        raise UnreadableFile("Le fichier a ses titres, mais aucune ligne dessous.")
    if len(lines) > MOST_LINES:
        raise UnreadableFile(f"Le fichier a plus de {MOST_LINES} lignes : gardez celles de la cellule.")
    file = ChartFile.objects.create(
        fiscal_year=fiscal_year, name=name[:200], columns=columns, lines=lines, brought_by=actor
    )
    record(actor=actor, verb="a déposé le fichier", target=file)
    return file


def _check(fiscal_year: FiscalYear, actor: User) -> None:
    needs(may_run_year(actor), NOT_YOURS)
    if not fiscal_year.is_decidable:
        raise NotNow("L’exercice est clos : son plan de comptes ne change plus.")


def compared(file: ChartFile) -> list[Compared]:
    """Each line against the chart as it is now."""
    return compare(file.lines, file.columns, file.fiscal_year)


@transaction.atomic
def apply_chart(*, file: ChartFile, kind: str, actor: User) -> ChartFile:
    """All good lines or nothing; what is known already stays as it is, what is faulty stays out.

    Voted credits make a draft of a decision of this kind: it is approved and passed as any other.
    """
    _check(file.fiscal_year, actor)
    file.move(ChartFileState.APPLIED)
    rows = [row for row in compared(file) if row.is_good]
    if not rows:
        raise NotNow("Aucune ligne de ce fichier ne peut être importée.")
    credits = _write(file.fiscal_year, rows, actor)
    if credits:
        file.decision = _draft(file, kind, credits, actor)
        file.save(update_fields=["decision"])
    record(actor=actor, verb=f"a importé {len(rows)} lignes du plan de comptes", target=file)
    return file


def _write(fiscal_year: FiscalYear, rows: Sequence[Compared], actor: User) -> dict[Line, int]:
    """The accounts and the lines that are missing; the credits voted on each line."""
    credits: dict[Line, int] = {}
    for row in rows:
        said = row.said
        account, _ = Account.objects.get_or_create(
            fiscal_year=fiscal_year, section=said.section, chapter=said.chapter, article=said.article,
            function=said.function, defaults={"label": said.label},
        )  # fmt: skip
        if opens_line(said):
            line = _line(account, said.line or account.label, said.operation, actor)
            if said.voted:
                credits[line] = said.voted
    return credits


def _line(account: Account, label: str, operation: str, actor: User) -> Line:
    known = account.lines.filter(label=label, operation=operation, department=None).first()
    return known or create_line(account=account, label=label, operation=operation, actor=actor)


def _draft(file: ChartFile, kind: str, credits: dict[Line, int], actor: User) -> Decision:
    return write_decision(
        fiscal_year=file.fiscal_year, kind=kind, title=f"Crédits votés de {file.fiscal_year.year}",
        lines=credits, author=actor, motive=f"Importés du fichier « {file.name} ».",
    )  # fmt: skip


@transaction.atomic
def drop_chart(*, file: ChartFile, actor: User) -> ChartFile:
    needs(may_run_year(actor), NOT_YOURS)
    file.move(ChartFileState.DROPPED)
    record(actor=actor, verb="a abandonné le fichier", target=file)
    return file
