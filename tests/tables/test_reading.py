import time

import pytest

from comms.tables.reading import MAX_BYTES, MAX_ROWS, UNREADABLE, decode, find_separator, tidy
from comms.tables.workbooks import UnreadableFile
from tests.tables.titles import read_table

LINES = "Nom;Prénom;Courriel\r\nGaïac;Élodie;elodie@example.org\r\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (LINES.encode(), "utf-8"),
        (LINES.encode("utf-8-sig"), "utf-8"),
        (LINES.encode("cp1252"), "cp1252"),
        (LINES.encode("utf-16"), "utf-16"),
        (LINES.encode("utf-16-le"), "utf-16"),
        (LINES.encode("utf-16-be"), "utf-16"),
        (b"\xef\xbb\xbf" + LINES.encode(), "utf-8"),
    ],
)
def test_the_encoding_is_found(content, encoding):
    table = read_table(content)
    assert table.encoding == encoding
    assert table.header == ["Nom", "Prénom", "Courriel"]
    assert table.lines[0].cells == ["Gaïac", "Élodie", "elodie@example.org"]


def test_a_file_of_windows_keeps_its_quotes_and_its_oe_ligature():
    table = read_table("Nom;Remarques\nHoup;l’étage — œuvre « au marché » 45 €\n".encode("cp1252"))
    assert table.lines[0].cells[1] == "l’étage — œuvre « au marché » 45 €"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator):
    text = "\n".join(separator.join(row) for row in (["Nom", "Prénom"], ["Houp", "Léa"], ["Faré", "Yann"]))
    table = read_table(text.encode())
    assert table.separator == separator
    assert table.lines[1].cells == ["Faré", "Yann"]


def test_commas_in_texts_do_not_pass_for_the_separator():
    assert find_separator('Nom;Rubriques\nHoup;"Sport, Culture, Agenda"\nFaré;Sport, Culture\n') == ";"


def test_excels_own_line_about_the_separator_is_not_a_line():
    table = read_table(b"sep=,\r\nNom,Courriel\r\nHoup,a@example.org\r\n")
    assert (table.separator, table.header, table.header_row) == (",", ["Nom", "Courriel"], 1)


def test_what_a_person_says_of_the_file_wins():
    content = "Nom;Prénom\nGaïac;Élodie\n".encode("mac_roman")
    assert "Élodie" not in str(read_table(content).lines)
    assert read_table(content, encoding="mac_roman").lines[0].cells == ["Gaïac", "Élodie"]
    assert read_table(b"Nom,Role\nHoup,x\n", separator=";").header == ["Nom,Role"]


def test_line_ends_may_be_mixed_and_stand_inside_quotes():
    content = b'Nom;Remarques\r\nHoup;"un\ndeux"\rFar\xc3\xa9;trois\nKaori;"quatre\r\ncinq"\r\n'
    lines = read_table(content).lines
    assert [line.cells for line in lines] == [
        ["Houp", "un\ndeux"],
        ["Faré", "trois"],
        ["Kaori", "quatre\ncinq"],
    ]


def test_a_line_is_counted_as_a_spreadsheet_and_as_a_text_editor_count_it():
    lines = read_table(b'Nom;Remarques\nHoup;"un\ndeux\ntrois"\nKaori;x\n').lines
    assert [(line.number, line.file_line) for line in lines] == [(2, 2), (3, 5)]


def test_empty_lines_keep_their_number_and_those_at_the_end_are_dropped():
    lines = read_table(b"Nom;Courriel\n;;\n\nHoup;a@example.org\n;;\n\n\n").lines
    assert [(line.number, line.is_empty) for line in lines] == [(2, True), (3, True), (4, False), (5, True)]


def test_titles_may_stand_below_a_banner():
    table = read_table(b"Presse 2026;;\n;;\nNom;Prenom;Courriel\nHoup;Lea;a@example.org\n")
    assert (table.header_row, table.lines[0].number) == (3, 4)


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("  Houp \u00a0 Léa ", "Houp Léa"),
        ("e\u0301le\u0300ve", "élève"),  # NFD, as a Mac writes it
        ("Léa \U0001f468\u200d\U0001f4bb", "Léa \U0001f468\u200d\U0001f4bb"),
        ("محمد", "محمد"),
        ("\u202eneddih\u202c", "neddih"),  # nothing may turn the reading direction of a page
        ("\ufeffNom", "Nom"),
        ("a\x00b", f"a{UNREADABLE}b"),
        ("'=1+1", "=1+1"),  # the apostrophe of our own exports
        ("l'étage", "l'étage"),
    ],
)
def test_a_cell_is_tidied_without_losing_a_letter(raw, read):
    assert tidy(raw) == read


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"   \n ", "vide"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, ".xls"),
        (b"%PDF-1.7", "PDF"),
        (b"<html><table></table></html>", "page web"),
        (b"\x89PNG\r\n", "pas un tableau"),
        (b"PK\x03\x04 nothing", "abîmé"),
        (b"x" * (MAX_BYTES + 1), "5 Mo"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(content, words):
    with pytest.raises(UnreadableFile, match=words):
        read_table(content)


def test_more_lines_than_people_work_with_are_refused():
    content = b"Nom\n" + b"Houp\n" * (MAX_ROWS + 2)
    with pytest.raises(UnreadableFile, match="20 000 lignes"):
        read_table(content)


def test_a_line_with_endless_columns_is_refused():
    with pytest.raises(UnreadableFile, match="colonnes"):
        read_table(b"Nom;Courriel\n" + b"x;" * 100 + b"\n")


def test_undecodable_bytes_are_marked_not_guessed():
    text, encoding = decode(b"Nom;Gar\xe7on \x81\n")
    assert encoding == "cp1252"
    assert UNREADABLE in text


def test_ten_thousand_lines_are_read_in_no_time():
    content = b"Nom;Courriel\n" + b"".join(b"Houp;contact%d@example.org\n" % n for n in range(10_000))
    start = time.perf_counter()
    assert len(read_table(content).lines) == 10_000
    print(f"10,000 lines read in {time.perf_counter() - start:.2f} s")
