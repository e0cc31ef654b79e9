"""Measures from a spreadsheet: a CSV text read line by line, each fault with its number and its reason."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO

from django.utils.functional import cached_property

from campaigns.strategy.figures import figure, read_number
from campaigns.strategy.models import Indicator, Measure, Plan
from comms.search import plain_keys

HEADER = ("Indicateur", "Date", "Valeur", "Remarque")
MAX_LINES = 2000
MAX_BYTES = 1024 * 1024
MAX_NOTE = 200
_DAYS = (
    re.compile(r"(?P<d>\d{1,2})[/.](?P<m>\d{1,2})[/.](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
)


class UnreadableFile(ValueError):
    """Said to the person: not a text, no heading, too long."""


@dataclass(frozen=True)
class MeasureLine:
    """A line of the file: what it would note, or why it can't be noted."""

    number: int  # as the spreadsheet shows it: the heading is line 1
    cells: tuple[str, ...]
    fault: str = ""
    indicator: Indicator | None = None
    measured_on: date | None = None
    value: Decimal | None = None
    note: str = ""
    is_known: bool = False  # this figure stands there already

    @property
    def is_right(self) -> bool:
        return not self.fault

    @property
    def said(self) -> str:
        return figure(self.value, self.indicator.unit)


@dataclass(frozen=True)
class CheckedFile:
    lines: list[MeasureLine]

    @cached_property
    def new(self) -> list[MeasureLine]:
        return [line for line in self.lines if line.is_right and not line.is_known]

    @cached_property
    def known(self) -> list[MeasureLine]:
        return [line for line in self.lines if line.is_right and line.is_known]

    @cached_property
    def faulty(self) -> list[MeasureLine]:
        return [line for line in self.lines if not line.is_right]


def decoded(content: bytes) -> str:
    """A file of Excel or LibreOffice as text: UTF-8, else the Windows code page."""
    if b"\x00" in content:
        raise UnreadableFile("Ce fichier n’est pas un CSV. Dans le tableur : « Enregistrer sous », « CSV ».")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def check_measures(text: str, plan: Plan, today: date) -> CheckedFile:
    """Each line of the text against the plan's indicators; nothing is written. Raises UnreadableFile."""
    rows = list(_rows(text))
    of_plan = Indicator.objects.filter(objective__axis__plan=plan)
    indicators = list(of_plan.select_related("objective__axis__plan"))
    keys = plain_keys({row[0] for _, row in rows} | {indicator.name for indicator in indicators})
    by_name: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        by_name.setdefault(keys[indicator.name], []).append(indicator)
    known = {
        (measure.indicator_id, measure.measured_on): measure.value
        for measure in Measure.objects.filter(indicator__in=indicators).counting()
    }
    reader = _Reader(by_name, keys, known, today)
    return CheckedFile([reader.line(number, cells) for number, cells in rows])


def _rows(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The lines below the heading, with their number; empty ones are left out."""
    lines = text.removeprefix("\ufeff").splitlines()
    head = next((line for line in lines if line.strip()), "")
    separator = max(";\t,", key=head.count)
    if head.count(separator) < 2:
        raise UnreadableFile(f"La première ligne doit porter les titres : {' ; '.join(HEADER)}.")
    try:
        parsed = list(csv.reader(StringIO("\n".join(lines)), delimiter=separator))
    except csv.Error as error:
        raise UnreadableFile("Une ligne de ce fichier est trop longue ou abîmée.") from error
    found = 0
    for number, row in enumerate(parsed, start=1):
        cells = tuple(cell.strip() for cell in row)
        if number == 1 or not any(cells):
            continue
        found += 1
        if found > MAX_LINES:
            raise UnreadableFile(f"Ce fichier a plus de {MAX_LINES} lignes : importez-le en plusieurs fois.")
        yield number, (*cells, "", "", "", "")[: max(4, len(cells))]


class _Reader:
    def __init__(
        self,
        by_name: dict[str, list[Indicator]],
        keys: dict[str, str],
        known: dict[tuple[int, date], Decimal],
        today: date,
    ) -> None:
        self.by_name, self.keys, self.known, self.today = by_name, keys, known, today
        self.seen: dict[tuple[int, date], int] = {}

    def line(self, number: int, cells: tuple[str, ...]) -> MeasureLine:
        try:
            indicator = self._indicator(cells[0])
            day = self._day(cells[1])
            value = read_number(cells[2])
            note = self._note(cells[3])
            first = self.seen.setdefault((indicator.pk, day), number)
            if first != number:
                raise ValueError(f"La ligne {first} donne déjà ce jour pour cet indicateur.")
        except ValueError as error:
            return MeasureLine(number, cells[:4], fault=str(error))
        is_known = self.known.get((indicator.pk, day)) == value
        return MeasureLine(number, cells[:4], "", indicator, day, value, note, is_known)

    def _indicator(self, name: str) -> Indicator:
        found = self.by_name.get(self.keys.get(name, ""), [])
        if not found:
            said = f"Aucun indicateur du plan ne s’appelle « {name} »."
            raise ValueError(said if name else "L’indicateur manque.")
        if len(found) > 1:
            raise ValueError(f"Deux indicateurs du plan s’appellent « {name} » : renommez-en un.")
        return found[0]

    def _day(self, text: str) -> date:
        for pattern in _DAYS:
            if found := pattern.fullmatch(text):
                try:
                    day = date(int(found["y"]), int(found["m"]), int(found["d"]))
                except ValueError:
                    break
                if day > self.today:
                    raise ValueError(f"Le {text} est à venir : une mesure parle du passé.")
                return day
        raise ValueError(f"« {text} » n’est pas une date (31/12/2026)." if text else "La date manque.")

    @staticmethod
    def _note(text: str) -> str:
        if len(text) > MAX_NOTE:
            raise ValueError(f"La remarque dépasse {MAX_NOTE} caractères.")
        if any(ord(sign) < 32 for sign in text):
            raise ValueError("La remarque contient un signe invisible : retapez-la.")
        return text


def faulty_rows(lines: Iterable[MeasureLine]) -> Iterator[tuple[object, ...]]:
    """For the download: the line as it came, its number and its reason."""
    return ((line.number, line.fault, *line.cells) for line in lines)
