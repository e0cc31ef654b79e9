"""Bytes of a CSV or XLSX file → lines of cells, or one sentence in French that says why not."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from comms.tables.titles import Titles
from comms.tables.workbooks import UnreadableFile, looks_like_workbook, read_workbook

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 60

SEPARATORS = {";": "point-virgule", ",": "virgule", "\t": "tabulation", "|": "barre verticale"}
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows (cp1252)",
    "utf-16": "UTF-16",
    "mac_roman": "Macintosh",
    "xlsx": "Classeur Excel",
}

#: What stands in a cell for what couldn't be read; a line that holds one is at fault.
UNREADABLE = "\ufffd"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# Marks that nobody sees: byte order marks in the middle of a text, and those that turn its direction round.
_INVISIBLE = re.compile("[\ufeff\u200b\u2060\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile(r"[^\S\n]+")
_OTHER_FILES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf")
_QUOTED_FORMULA = re.compile(r"^'(?=[=+\-@])")

csv.field_size_limit(MAX_BYTES)


@dataclass(frozen=True)
class Line:
    """`number` as a spreadsheet counts it, `file_line` as a text editor does."""

    number: int
    file_line: int
    cells: list[str]

    @property
    def is_empty(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True)
class Table:
    encoding: str
    separator: str
    header: list[str]
    header_row: int
    lines: list[Line] = field(repr=False)


def read_table(content: bytes, *, titles: Titles, encoding: str = "", separator: str = "") -> Table:
    """The whole file; what isn't given is found out. Raises UnreadableFile with the reason in French."""
    if len(content) > MAX_BYTES:
        raise UnreadableFile(f"Le fichier dépasse {MAX_BYTES // 1024 // 1024} Mo : coupez-le en deux.")
    if not content.strip():
        raise UnreadableFile("Le fichier est vide.")
    _refuse_foreign(content)
    if looks_like_workbook(content):
        encoding, separator = "xlsx", ""
        raw: Iterator[tuple[int, int, list[str]]] = read_workbook(content, MAX_COLUMNS)
    else:
        text, encoding = decode(content, encoding)
        text, separator = _announced_separator(text, separator)
        separator = separator or find_separator(text)
        raw = _csv_lines(text, separator)
    lines = _bounded(Line(number, at, [tidy(cell) for cell in cells]) for number, at, cells in raw)
    if not lines:
        raise UnreadableFile("Le fichier ne contient aucune ligne.")
    place = _header_place(lines, titles)
    return Table(encoding, separator, lines[place].cells, lines[place].number, lines[place + 1 :])


def tidy(text: str) -> str:
    """NFC, one kind of line break, no spaces around; what no card can keep becomes the mark UNREADABLE."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _CONTROLS.sub(UNREADABLE, _INVISIBLE.sub("", text))
    text = "\n".join(_SPACES.sub(" ", line).strip() for line in text.split("\n")).strip()
    return _QUOTED_FORMULA.sub("", text)  # the apostrophe that an export puts before a formula


def decode(content: bytes, encoding: str = "") -> tuple[str, str]:
    """The text, and the encoding that reads it; a file of Windows is never taken for latin-1."""
    if encoding in ENCODINGS and encoding != "xlsx":
        codec = "utf-8-sig" if encoding == "utf-8" else encoding
        return content.decode(codec, errors="replace"), encoding
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace"), "utf-16"
    if codec := _utf_16_without_mark(content[:4096]):
        return content.decode(codec, errors="replace"), "utf-16"
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "cp1252"


def find_separator(text: str) -> str:
    """The one that gives the most lines as many cells as the first, then the most cells."""
    best, best_score = ";", (0, 0)
    for separator in SEPARATORS:
        widths = [
            len(cells) for _, _, cells in islice(_csv_lines(text[:65_536], separator), 40) if any(cells)
        ]
        if not widths or widths[0] < 2:
            continue
        score = (sum(width == widths[0] for width in widths), widths[0])
        if score > best_score:
            best, best_score = separator, score
    return best


def _refuse_foreign(content: bytes) -> None:
    """Files that people take for spreadsheets: each is told what to do instead."""
    start = content[:512].lstrip().lower()
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(
            "C’est un ancien classeur .xls : enregistrez-le en .xlsx ou en CSV, puis revenez."
        )
    if content.startswith(b"%PDF"):
        raise UnreadableFile("C’est un PDF : il faut le tableau d’origine, en CSV ou en .xlsx.")
    if start.startswith((b"<!doctype html", b"<html", b"<table")):
        raise UnreadableFile(
            "C’est une page web, même si son nom finit par .xls : enregistrez-la en .xlsx ou en CSV."
        )
    if content.startswith(_OTHER_FILES):
        raise UnreadableFile("Ce n’est pas un tableau : déposez un fichier CSV ou .xlsx.")


def _utf_16_without_mark(start: bytes) -> str:
    """Plain Latin text in UTF-16 has a NUL in every second byte."""
    half = max(len(start) // 2, 1)
    if start[1::2].count(0) > half * 0.6:
        return "utf-16-le"
    return "utf-16-be" if start[0::2].count(0) > half * 0.6 else ""


def _announced_separator(text: str, separator: str) -> tuple[str, str]:
    """« sep=; » on a line of its own is for Excel: it hides it, and so do we."""
    announced = re.match(r"sep=(.)\r?\n", text, re.IGNORECASE)
    if announced is None:
        return text, separator
    return text[announced.end() :], separator or announced[1]


def _csv_lines(text: str, separator: str) -> Iterator[tuple[int, int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    starts = 1
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, starts, cells
            starts = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile(
            f"Le fichier ne se lit pas après la ligne {reader.line_num} : {error}."
        ) from error


def _bounded(lines: Iterable[Line]) -> list[Line]:
    """All lines less the empty ones at the end; refuses more than people work with in one go."""
    kept: list[Line] = []
    filled = 0
    for line in lines:
        filled += not line.is_empty
        if filled > MAX_ROWS + 1:
            raise UnreadableFile(f"Le fichier a plus de {MAX_ROWS:,} lignes : coupez-le.".replace(",", " "))
        if len(line.cells) > MAX_COLUMNS and any(line.cells[MAX_COLUMNS:]):
            raise UnreadableFile(f"La ligne {line.number} a plus de {MAX_COLUMNS} colonnes.")
        kept.append(line)
    while kept and not kept[-1].cells:
        kept.pop()
    return kept


def _header_place(lines: list[Line], titles: Titles) -> int:
    """The line of titles: most known titles among the first ten lines, else the first filled one."""
    scores = [titles.recognised(line.cells) for line in lines[:10]]
    if max(scores) >= 2:
        return scores.index(max(scores))
    return next((place for place, line in enumerate(lines) if not line.is_empty), 0)
