"""Office documents that people join to their work: told by content, without programs, no bomb."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from comms import uploads
from comms.uploads import checked_file, checked_office
from tests.test_uploads import picture_bytes


def office(*parts: str, **written: bytes) -> BytesIO:
    """A ZIP with these empty parts; `written` are parts with a content, « / » being « __ » in the name."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name in parts:
            archive.writestr(name, "<x/>")
        for name, content in written.items():
            archive.writestr(name.replace("__", "/"), content)
    file.seek(0)
    return file


PRINTER = "xl/printerSettings/printerSettings1.bin"
ODT = b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("file", "extension"),
    [
        (office("[Content_Types].xml", "word/document.xml"), ".docx"),
        (
            office("[Content_Types].xml", "xl/workbook.xml", "xl/printerSettings/printerSettings1.bin"),
            ".xlsx",
        ),
        (office("[Content_Types].xml", "ppt/presentation.xml"), ".pptx"),
        (office(mimetype=ODT), ".odt"),
        (office(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), ".ods"),
    ],
)
def test_an_office_document_is_known_by_what_it_holds(file, extension):
    clean = checked_file(file)
    assert clean.extension == extension
    assert clean.content == file.getvalue()


def test_a_real_workbook_passes():
    file = BytesIO()
    Workbook().save(file)
    assert checked_office(file).extension == ".xlsx"


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (office("word/document.xml", "word/vbaProject.bin"), "active_document"),
        (office("Basic/Standard/Module1.xml", mimetype=ODT), "active_document"),
        (office("index.html"), "not_a_document"),
        (office(mimetype=b"text/html"), "not_a_document"),
        (BytesIO(b"PK\x03\x04 and nothing else"), "not_a_document"),
        (BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600), "not_a_document"),
        (BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"), "not_a_document"),
        (BytesIO(b"<html><script>alert(1)</script></html>"), "not_a_document"),
        (BytesIO(b"MZ\x90\x00"), "not_a_document"),
        (BytesIO(b""), "not_a_document"),
    ],
)  # fmt: skip
def test_what_is_none_or_holds_a_program_is_refused(file, code):
    with pytest.raises(ValidationError) as refused:
        checked_file(file)
    assert refused.value.code == code


def test_a_bomb_is_refused_by_what_its_table_claims(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_UNPACKED_BYTES", 10_000)
    with pytest.raises(ValidationError) as refused:
        checked_file(office(word__document="", **{"word/document.xml": b"0" * 100_000}))
    assert refused.value.code == "too_large"


def test_pictures_and_pdfs_pass_by_the_same_door():
    assert checked_file(picture_bytes("PNG")).extension == ".png"
    assert checked_file(BytesIO(b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF")).extension == ".pdf"
