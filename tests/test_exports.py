"""Exports: a spreadsheet opens them, no cell is a formula, times are those of Nouméa."""

import csv
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from comms.exports import csv_response, csv_text, xlsx_bytes, xlsx_response

HEADER = ["Nom", "Montant", "Le"]
DANGEROUS = [
    "=1+1",
    "+687437000",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "\u00a0=cmd|' /C calc'!A0",
    "＝1+1",
    '=HYPERLINK("http://example.org";"ici")',
]


def read_csv(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def cells(content: bytes):
    return list(load_workbook(BytesIO(content)).active.iter_rows())


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_is_a_formula_in_csv(text):
    [_header, [cell]] = read_csv(csv_text(["Nom"], [[text]]))
    assert cell.startswith("'")


@pytest.mark.parametrize("text", [*DANGEROUS, "#N/A", "#REF!"])
def test_no_text_is_a_formula_or_an_error_in_xlsx(text):
    [_header, [cell]] = cells(xlsx_bytes(["Nom"], [[text]]))
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_a_heading_is_no_formula_either():
    assert read_csv(csv_text(["=1"], []))[0] == ["'=1"]
    [[cell]] = cells(xlsx_bytes(["=1"], []))
    assert cell.data_type == "s"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_text_can_be_exported(text):
    assert csv_text(["Nom"], [[text]])
    [_header, [cell]] = cells(xlsx_bytes(["Nom"], [[text]]))
    assert cell.data_type in ("s", "inlineStr", "n")
    assert cell.value is None or not isinstance(cell.value, int | float)


def test_a_negative_amount_stays_a_number():
    assert read_csv(csv_text(["Montant"], [[-1250000]]))[1] == ["-1250000"]
    [_header, [cell]] = cells(xlsx_bytes(["Montant"], [[-1250000]]))
    assert (cell.data_type, cell.value) == ("n", -1250000)


def test_moments_are_in_the_time_of_noumea():
    moment = datetime(2026, 9, 23, 20, 30, 12, 99, tzinfo=UTC)
    assert read_csv(csv_text(["Le"], [[moment]]))[1] == ["24/09/2026 07:30:12"]
    [_header, [cell]] = cells(xlsx_bytes(["Le"], [[moment]]))
    assert cell.value == datetime(2026, 9, 24, 7, 30, 12)


def test_days_truth_and_nothing_are_written_in_french():
    row = [date(2026, 9, 1), True, False, None]
    assert read_csv(csv_text(["a", "b", "c", "d"], [row]))[1] == ["01/09/2026", "oui", "non", ""]


def test_csv_opens_by_a_double_click_in_a_french_excel():
    response = csv_response("Contacts presse", HEADER, [["Niaouli", 1, None]])
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbfNom;Montant;Le\r\n")
    assert response["Content-Disposition"] == 'attachment; filename="contacts-presse.csv"'


def test_rows_are_streamed_as_they_come():
    pulled = []

    def rows():
        for n in range(1000):
            pulled.append(n)
            yield [n]

    stream = iter(csv_response("x", ["n"], rows()).streaming_content)
    for _ in range(4):
        next(stream)
    assert len(pulled) < 10


def test_a_file_name_can_t_break_the_header():
    response = csv_response('é"\r\nSet-Cookie: x=1', HEADER, [])
    assert "\r" not in response["Content-Disposition"]
    assert response["Content-Disposition"] == 'attachment; filename="e-set-cookie-x1.csv"'


def test_xlsx_is_a_workbook_with_a_bold_frozen_heading():
    response = xlsx_response("contacts", HEADER, [["Niaouli", 1, date(2026, 9, 24)]])
    workbook = load_workbook(BytesIO(b"".join(response.streaming_content)))
    sheet = workbook.active
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert [cell.value for cell in sheet[2]] == ["Niaouli", 1, datetime(2026, 9, 24)]
