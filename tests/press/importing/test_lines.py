import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.tables.reading import UNREADABLE, tidy
from press.importing.columns import COLUMNS
from press.importing.lines import read_line

COLUMNS_OF = {name: place for place, name in enumerate(COLUMNS)}


def read(**cells):
    """The reading of a line that says only this."""
    line = [""] * len(COLUMNS)
    for name, text in cells.items():
        line[COLUMNS_OF[name]] = text
    return read_line(line, COLUMNS_OF)


def reasons(reading) -> dict[str, str]:
    return {fault["field"]: fault["reason"] for fault in reading.faults}


def test_a_whole_line():
    reading = read(
        civility="Mme", last_name="GAÏAC", first_name="Élodie", media="NC la 1ère", kind="Radio",
        periodicity="Continu", function="Journaliste", rubrics="Sport, Culture",
        address="E.GAIAC@example.org",
        phone_fixed="43.70.00", phone_mobile="751234", closing_time="16 h 30", zones="Plum", note="à l’étage",
    )  # fmt: skip
    assert reading.faults == []
    assert reading.values == {
        "civility": "mme", "last_name": "Gaïac", "first_name": "Élodie", "media": "NC la 1ère",
        "kind": "radio",
        "periodicity": "continuous", "function": "Journaliste", "rubrics": ["Sport", "Culture"],
        "zones": ["Plum"],
        "addresses": ["e.gaiac@example.org"],
        "phones": [{"number": "+687437000", "kind": "fixed"}, {"number": "+687751234", "kind": "mobile"}],
        "closing_time": "16:30", "language": "", "note": "à l’étage", "source": "", "source_on": "",
        "do_not_contact": False,
    }  # fmt: skip
    assert reading.notices == ["Nom : les capitales sont passées en minuscules."]


def test_each_fault_of_a_line_is_told():
    reading = read(address="x", phone="y", closing_time="z", do_not_contact="peut-être", source_on="hier")
    assert set(reasons(reading)) == {
        "address", "phone", "closing_time", "do_not_contact", "source_on", "last_name",
    }  # fmt: skip


def test_a_line_without_address_or_phone_could_reach_nobody():
    assert "ni courriel ni téléphone" in reasons(read(last_name="Houp"))["address"]


def test_a_phone_alone_is_enough_and_told():
    reading = read(last_name="Houp", phone="437000")
    assert reading.faults == []
    assert "ne recevra pas les envois" in reading.notices[0]


def test_a_line_without_a_name_says_what_to_write():
    assert "Rédaction" in reasons(read(address="redaction@example.org"))["last_name"]


def test_a_bad_address_is_one_fault_not_two():
    assert len(read(last_name="Houp", address="lea at example.org").faults) == 1


def test_what_could_not_be_decoded_is_a_fault_of_its_cell():
    assert "ne se lit pas" in reasons(read(last_name=f"Ho{UNREADABLE}p", phone="437000"))["last_name"]


def test_a_quotation_mark_never_closed_is_told_as_such():
    assert "guillemet" in reasons(read(last_name="Houp", phone="437000", note="x\n" * 60))["note"]


@pytest.mark.parametrize("name", ["last_name", "media", "note", "function"])
def test_a_text_longer_than_its_place_is_a_fault(name):
    cells = {"last_name": "Houp", "phone": "437000"} | {name: "x" * 5000}
    assert "caractères" in reasons(read(**cells))[name]


def test_a_formula_is_kept_as_a_text_and_told():
    reading = read(last_name="Houp", phone="437000", note="=1+1")
    assert reading.values["note"] == "=1+1"
    assert "formule" in reading.notices[0]


def test_an_unknown_word_is_no_fault_but_is_told():
    reading = read(last_name="Houp", phone="437000", kind="Pigeon", civility="Dr", periodicity="parfois")
    assert reading.faults == []
    assert reading.values["kind"] == "other"
    assert len(reading.notices) == 4  # and the missing address


@given(st.lists(st.text(max_size=60), min_size=len(COLUMNS), max_size=len(COLUMNS)))
def test_whatever_stands_in_the_cells_is_read_or_refused_in_words(texts):
    reading = read_line([tidy(text) for text in texts], COLUMNS_OF)
    assert all(fault["reason"] for fault in reading.faults)
    assert "\x00" not in str(reading.values)
