"""Small workbooks as bytes, honest and otherwise."""

import io
import zipfile

from openpyxl import Workbook


def workbook(*rows, sheets=()) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name, lines in sheets:
        sheet = book.create_sheet(name)
        for row in lines:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def archive(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in entries.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


def bomb(megabytes: int = 80) -> bytes:
    """A workbook of some 80 kB that unpacks to that many megabytes."""
    file = io.BytesIO(workbook(["Nom"], ["Houp"]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet2.xml", b"<row/>" * (megabytes * 1024 * 1024 // 6))
    return file.getvalue()
