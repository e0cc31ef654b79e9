"""One line of cells → the values of a card, its faults, and what was understood in another way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from comms.tables.reading import UNREADABLE
from press.importing import cells
from press.importing.cells import BadCell
from press.importing.columns import COLUMNS
from press.models import ContactPhone, MediaKind

#: Characters that a card takes, by field.
LENGTHS = {
    "last_name": 80, "first_name": 80, "full_name": 160, "media": 120, "function": 120,
    "note": 4000, "source": 200,
}  # fmt: skip
#: A cell with that many line breaks is a quotation mark that was never closed.
MAX_LINE_BREAKS = 40
_FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass
class Reading:
    """What one line says. `values` has every field, empty when the line is silent."""

    values: dict[str, Any] = field(default_factory=dict)
    faults: list[dict[str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def fault(self, name: str, reason: str, suggestion: str = "") -> None:
        self.faults.append({"field": name, "reason": reason, "suggestion": suggestion})


def read_line(line: Sequence[str], columns: dict[str, int]) -> Reading:
    """Every cell of the line that a column was found for; a line may have several faults."""
    reading = Reading()
    texts = {name: line[at] if at < len(line) else "" for name, at in columns.items()}
    _check_texts(reading, texts)
    get: Callable[[str], str] = lambda name: texts.get(name, "")  # noqa: E731
    reading.values = {
        "civility": _known(
            reading, "civility", get("civility"), cells.civility, "civilité inconnue, laissée vide"
        ),
        **_names(reading, get),
        "media": " ".join(get("media").split()),
        "kind": _known(
            reading,
            "kind",
            get("kind"),
            cells.media_kind,
            "type de média inconnu, noté « Autre »",
            MediaKind.OTHER,
        ),
        "periodicity": _known(
            reading,
            "periodicity",
            get("periodicity"),
            cells.periodicity,
            "périodicité inconnue, laissée vide",
        ),
        "function": " ".join(get("function").split()),
        "rubrics": cells.words(get("rubrics")),
        "zones": cells.words(get("zones")),
        "addresses": _all(reading, get, cells.addresses, "address", "other_address"),
        "phones": _phones(reading, get),
        "closing_time": _one(reading, "closing_time", get("closing_time"), cells.hour),
        "language": _known(
            reading, "language", get("language"), cells.language, "langue inconnue, laissée en français"
        ),
        "note": get("note"),
        "source": " ".join(get("source").split()),
        "source_on": _one(reading, "source_on", get("source_on"), cells.day),
        "do_not_contact": _one(
            reading, "do_not_contact", get("do_not_contact"), cells.yes_or_no, default=False
        ),
    }
    _check_whole(reading, texts)
    return reading


def _check_texts(reading: Reading, texts: dict[str, str]) -> None:
    for name, text in texts.items():
        if text.count("\n") > MAX_LINE_BREAKS:
            reading.fault(
                name, "un guillemet ouvert n’est jamais refermé : la case avale les lignes qui suivent."
            )
        elif UNREADABLE in text:
            reading.fault(name, "un caractère ne se lit pas (mauvais encodage, ou caractère invisible).")
        elif len(text) > LENGTHS.get(name, 1000):
            reading.fault(name, f"plus de {LENGTHS.get(name, 1000)} caractères.")
        if text.startswith(_FORMULA_STARTS) and name in ("note", "function", "source"):
            reading.notices.append(
                f"{COLUMNS[name].label} : commence comme une formule, gardé comme du texte."
            )


def _names(reading: Reading, get: Callable[[str], str]) -> dict[str, str]:
    last, first = get("last_name"), get("first_name")
    if not last and get("full_name"):
        last, first_found = cells.split_full_name(" ".join(get("full_name").split()))
        first = first or first_found
        if first_found:
            reading.notices.append("Nom complet : séparé en nom et prénom, à vérifier.")
    last, was_capitals = cells.person_name(last)
    first, _ = cells.person_name(first)
    if was_capitals:
        reading.notices.append("Nom : les capitales sont passées en minuscules.")
    return {"last_name": last, "first_name": first}


def _known(
    reading: Reading,
    name: str,
    text: str,
    known: Callable[[str], str | None],
    notice: str,
    otherwise: str = "",
) -> str:
    """A word of a short vocabulary; an unknown one isn't a fault, but is told."""
    if not text:
        return ""
    found = known(text)
    if found is None:
        reading.notices.append(f"{COLUMNS[name].label} : {notice}.")
    return otherwise if found is None else found


def _one(reading: Reading, name: str, text: str, read: Callable[[str], Any], default: Any = "") -> Any:
    if not text:
        return default
    try:
        return read(text)
    except BadCell as bad:
        reading.fault(name, bad.reason, bad.suggestion)
        return default


def _all(reading: Reading, get: Callable[[str], str], read: Callable[[str], list], *names: str) -> list:
    found = [item for name in names for item in _one(reading, name, get(name), read, default=[])]
    return list(dict.fromkeys(found))


def _phones(reading: Reading, get: Callable[[str], str]) -> list[dict[str, str]]:
    kinds = {"phone_fixed": ContactPhone.Kind.FIXED, "phone_mobile": ContactPhone.Kind.MOBILE, "phone": ""}
    found: dict[str, dict[str, str]] = {}
    for name, kind in kinds.items():
        for phone in _one(
            reading, name, get(name), lambda text, kind=kind: cells.phones(text, kind), default=[]
        ):
            found.setdefault(phone["number"], phone)
    return list(found.values())


def _check_whole(reading: Reading, texts: dict[str, str]) -> None:
    """What is wrong with the line although each of its cells may be right."""
    values = reading.values
    if not values["last_name"]:
        if values["first_name"]:
            reading.fault("last_name", "il manque le nom de famille.")
        else:
            reading.fault("last_name", "il manque le nom ; pour une adresse générale, écrivez « Rédaction ».")
    has_means = values["addresses"] or values["phones"]
    faulty = {fault["field"] for fault in reading.faults}
    if not has_means and not faulty & {"address", "other_address", "phone", "phone_fixed", "phone_mobile"}:
        reading.fault("address", "ni courriel ni téléphone : personne ne pourrait joindre ce contact.")
    if has_means and not values["addresses"] and "address" not in faulty and not texts.get("address"):
        reading.notices.append("Courriel : vide ; ce contact ne recevra pas les envois.")
