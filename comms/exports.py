"""Lists as CSV and XLSX, row by row, that no spreadsheet takes for a formula.

A cell that comes from somebody's typing may begin with =, +, - or @, which Excel and LibreOffice run. In CSV
such a text gets an apostrophe before it; in XLSX each text is written as a text. Numbers stay numbers.
Only a Formula, made by us of columns and rows and never of a text, is one.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO, StringIO
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.text import slugify
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: What XML can't hold: an XLSX with one of these is refused by Excel as a damaged file.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IN_MEMORY = 5 * 1024 * 1024

Rows = Iterable[Sequence[Any]]


class Formula(str):
    """What a spreadsheet computes by itself: `Formula("=B2-C2")`."""


def with_totals(rows: Rows, summed: Sequence[int], label: str = "Total") -> Iterator[Sequence[Any]]:
    """The rows, then a line with the living sum of these columns (0 is the first), which follows what one
    changes and what a filter of the spreadsheet hides."""
    count, width = 0, max(summed) + 1
    for row in rows:
        count, width = count + 1, len(row)
        yield row
    total: list[Any] = [label, *[""] * (width - 1)]
    for column in summed:
        letter = get_column_letter(column + 1)
        total[column] = Formula(f"=SUBTOTAL(109,{letter}2:{letter}{count + 1})") if count else 0
    yield total


def csv_response(name: str, header: Sequence[str], rows: Rows) -> StreamingHttpResponse:
    """Streamed, with « ; » and a byte order mark, as a French Excel opens it by a double click."""
    response = StreamingHttpResponse(_csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    return _as_download(response, f"{name}.csv")


def xlsx_response(name: str, header: Sequence[str], rows: Rows) -> FileResponse:
    """Written row by row, on disk beyond 5 MB, then streamed."""
    file = write_xlsx(SpooledTemporaryFile(max_size=_IN_MEMORY), header, rows)  # noqa: SIM115 closed by the response
    response = FileResponse(file, content_type=XLSX_TYPE)
    return _as_download(response, f"{name}.xlsx")


def workbook_response(name: str, sheets: Iterable[tuple[str, Sequence[str], Rows]]) -> FileResponse:
    file = write_workbook(SpooledTemporaryFile(max_size=_IN_MEMORY), sheets)  # noqa: SIM115 closed by the response
    return _as_download(FileResponse(file, content_type=XLSX_TYPE), f"{name}.xlsx")


def csv_text(header: Sequence[str], rows: Rows) -> str:
    """The same CSV in one piece: an attachment, a report to keep."""
    return "".join(_csv_lines(header, rows))


def write_xlsx(file: BinaryIO, header: Sequence[str], rows: Rows) -> BinaryIO:
    return write_workbook(file, [("Export", header, rows)])


def write_workbook(file: BinaryIO, sheets: Iterable[tuple[str, Sequence[str], Rows]]) -> BinaryIO:
    """Several sheets, each with its title, its header and its rows."""
    workbook = Workbook(write_only=True)
    for title, header, rows in sheets:
        sheet = workbook.create_sheet(title)
        sheet.freeze_panes = "A2"
        for column, name in enumerate(header, start=1):
            sheet.column_dimensions[get_column_letter(column)].width = max(12, min(len(name) + 8, 40))
        heading = [_cell(sheet, name) for name in header]
        for cell in heading:
            cell.font = Font(bold=True)
        sheet.append(heading)
        for row in rows:
            sheet.append([_cell(sheet, value) for value in row])
    workbook.save(file)
    file.seek(0)
    return file


def xlsx_bytes(header: Sequence[str], rows: Rows) -> bytes:
    return write_xlsx(BytesIO(), header, rows).read()


def _as_download(response: HttpResponseBase, name: str) -> Any:
    stem, _, extension = name.rpartition(".")
    response["Content-Disposition"] = f'attachment; filename="{slugify(stem) or "export"}.{extension}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _csv_lines(header: Sequence[str], rows: Rows) -> Iterator[str]:
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=";")
    yield "\ufeff"
    for row in chain([header], rows):
        writer.writerow([_csv_value(value) for value in row])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()


def _plain(value: Any) -> Any:
    """Moments in the town's own time, without zone, as spreadsheets know them; truth in words."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value).replace(microsecond=0)
    if value is None:
        return ""
    return value if isinstance(value, int | float | date | time) else _CONTROLS.sub("", str(value))


def _csv_value(value: Any) -> Any:
    value = _plain(value)
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y %H:%M:%S")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, str) and value.lstrip(" \u00a0\u202f").startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    if isinstance(value, Formula):
        return WriteOnlyCell(sheet, str(value))
    value = _plain(value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl writes « =… » as a formula and « #N/A » as an error
        cell.quotePrefix = True
    elif isinstance(value, datetime):
        cell.number_format = "dd/mm/yyyy hh:mm:ss"
    elif isinstance(value, date):
        cell.number_format = "dd/mm/yyyy"
    return cell
