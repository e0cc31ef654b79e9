"""The whole file against itself and against the directory, kept as rows for a person to look at."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from comms.tables.reading import Line, read_table
from press.importing.columns import TITLES
from press.importing.matching import Match, match_lines
from press.models import ImportRow, ImportRun, RowState

#: What a person said of a line before, kept when the file is analysed again.
KEPT = ("corrections", "decision", "choices")


def analyse(run: ImportRun, progress: Callable[[int, int], None]) -> list[ImportRow]:
    """The rows as they will be stored, unsaved. UnreadableFile when the file can't be read that way."""
    table = read_table(bytes(run.file.content), titles=TITLES, encoding=run.encoding, separator=run.separator)
    said = {row.number: row for row in run.rows.only("number", *KEPT)}
    lines = [_corrected(line, said.get(line.number)) for line in table.lines]
    matches = match_lines(
        lines, run.columns, width=len(run.header), progress=lambda done: progress(done, len(lines))
    )
    originals = {line.number: line.cells for line in table.lines}
    return [_row(run, match, originals[match.line.number], said.get(match.line.number)) for match in matches]


def _corrected(line: Line, said: ImportRow | None) -> Line:
    if said is None or not said.corrections:
        return line
    width = max(len(line.cells), *(int(place) + 1 for place in said.corrections))
    cells = line.cells + [""] * (width - len(line.cells))
    return replace(line, cells=[said.corrections.get(str(place), cell) for place, cell in enumerate(cells)])


def _row(run: ImportRun, match: Match, cells: list[str], said: ImportRow | None) -> ImportRow:
    row = ImportRow(
        run=run,
        number=match.line.number,
        file_line=match.line.file_line,
        cells=cells,
        values=match.reading.values,
        state=match.state,
        faults=match.reading.faults,
        notices=match.reading.notices,
        changes=match.changes,
        duplicate_kind=match.duplicate_kind,
        duplicate_of=match.earlier.line.number if match.earlier else None,
        contact_id=match.contact_id,
    )
    for name in KEPT if said else ():
        setattr(row, name, getattr(said, name))
    if row.state == RowState.OPPOSED:
        row.cells, row.values, row.corrections = [], {}, {}  # who opposed is not written down again
    return row


def count_states(rows: list[ImportRow]) -> dict[str, int]:
    """How many lines of each kind, all kinds present."""
    return dict.fromkeys(RowState.values, 0) | Counter(row.state for row in rows)
