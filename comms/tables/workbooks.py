"""XLSX read without trust: what the archive says it holds is checked before anything is unpacked."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

MAX_UNPACKED = 60 * 1024 * 1024
MAX_ENTRIES = 500
#: A sheet formatted down to line 1,048,576 has nothing more to say after so many empty lines.
MAX_EMPTY_RUN = 1_000


class UnreadableFile(ValueError):
    """The reason in plain French, for the person who brought the file."""


def looks_like_workbook(content: bytes) -> bool:
    return content.startswith(b"PK\x03\x04")


def read_workbook(content: bytes, max_columns: int) -> Iterator[tuple[int, int, list[str]]]:
    """(line, line, cells) of the first sheet that holds something; formulas give their last result."""
    _check_archive(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    except Exception as error:  # openpyxl lets through whatever its parsers raise
        raise UnreadableFile(
            "Le classeur est abîmé : ouvrez-le, enregistrez-le en .xlsx et revenez."
        ) from error
    try:
        yield from _first_filled_sheet(workbook, max_columns)
    finally:
        workbook.close()


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile as error:
        raise UnreadableFile("Le fichier est abîmé : il ne s’ouvre pas.") from error
    names = {entry.filename for entry in entries}
    if "content.xml" in names and "mimetype" in names:
        raise UnreadableFile(
            "C’est un classeur LibreOffice : enregistrez-le en .xlsx ou en CSV, puis revenez."
        )
    if "xl/workbook.xml" not in names:
        raise UnreadableFile("C’est une archive, pas un classeur : déposez un fichier CSV ou .xlsx.")
    if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise UnreadableFile(
            "Déplié, ce classeur est démesuré : copiez le tableau seul dans un nouveau classeur."
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise UnreadableFile("Ce classeur est protégé par un mot de passe : enlevez-le, puis revenez.")


def _first_filled_sheet(workbook: Any, max_columns: int) -> Iterator[tuple[int, int, list[str]]]:
    for sheet in workbook.worksheets:
        sheet.reset_dimensions()  # what the file says of its size may be wrong, by mistake or on purpose
        found = False
        for line in _sheet_lines(sheet, max_columns):
            found = True
            yield line
        if found:
            return


def _sheet_lines(sheet: Any, max_columns: int) -> Iterator[tuple[int, int, list[str]]]:
    waiting: list[tuple[int, int, list[str]]] = []
    rows = sheet.iter_rows(values_only=True, max_col=max_columns + 1)
    number = 0
    try:
        for number, values in enumerate(rows, start=1):
            cells = [cell_text(value) for value in values]
            while cells and not cells[-1]:
                cells.pop()
            waiting.append((number, number, cells))
            if any(cells):
                yield from waiting
                waiting.clear()
            elif len(waiting) > MAX_EMPTY_RUN:
                return
    except Exception as error:  # as above: a damaged sheet is only found out while it is read
        raise UnreadableFile(f"Le classeur est abîmé après la ligne {number}.") from error


def cell_text(value: Any) -> str:
    """A typed cell as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y") if value.time() == time(0) else value.strftime("%d/%m/%Y %H:%M")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value)
