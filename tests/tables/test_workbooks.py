import resource
import time
from datetime import date, datetime
from datetime import time as hour

import pytest

from comms.tables import reading
from comms.tables.workbooks import UnreadableFile, cell_text
from tests.tables.titles import read_table
from tests.tables.workbook_files import archive, bomb, workbook


def test_a_workbook_is_read_like_a_csv():
    table = read_table(workbook(["Nom", "Prénom"], ["Gaïac", "Élodie"]))
    assert (table.encoding, table.separator) == ("xlsx", "")
    assert table.header == ["Nom", "Prénom"]
    assert table.lines[0].cells == ["Gaïac", "Élodie"]


def test_the_first_sheet_with_something_in_it_counts():
    content = workbook(sheets=[("Contacts", [["Nom", "Courriel"], ["Houp", "a@example.org"]])])
    assert read_table(content).lines[0].cells == ["Houp", "a@example.org"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (437000.0, "437000"),
        (437000, "437000"),
        (1.5, "1.5"),
        (True, "oui"),
        (hour(16, 30), "16:30"),
        (date(2026, 9, 24), "24/09/2026"),
        (datetime(2026, 9, 24), "24/09/2026"),
        (datetime(2026, 9, 24, 7, 30), "24/09/2026 07:30"),
        ("=1+1", "=1+1"),
    ],
)
def test_a_typed_cell_becomes_what_a_person_would_have_typed(value, text):
    assert cell_text(value) == text


def test_empty_lines_in_a_workbook_keep_their_number():
    lines = read_table(workbook(["Nom", "Courriel"], [None, None], ["Houp", "a@example.org"])).lines
    assert [(line.number, line.is_empty) for line in lines] == [(2, True), (3, False)]


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked():
    content = bomb()
    assert len(content) < 200_000
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    with pytest.raises(UnreadableFile, match="démesuré"):
        read_table(content)
    print(f"bomb refused in {time.perf_counter() - start:.3f} s")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (archive(readme_dot_txt=b"x"), "archive"),
        (archive(mimetype=b"application/vnd.oasis", content_dot_xml=b"<a/>"), "LibreOffice"),
        (archive(xl__workbook_dot_xml=b"<broken"), "abîmé"),
        (workbook(["Nom"])[:-400], "abîmé"),
    ],
)
def test_an_archive_that_is_no_workbook_says_what_to_do(content, words):
    with pytest.raises(UnreadableFile, match=words):
        read_table(content)


def test_a_workbook_of_too_many_lines_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    with pytest.raises(UnreadableFile, match="lignes"):
        read_table(workbook(["Nom"], *([f"Houp {n}"] for n in range(6))))
