"""What changed between two versions, field by field, as a reader sees it.

Nothing that counts for the digest stays silent: a field without label is shown under its key, a link's
address is part of its text, and a change of formatting alone is said in words.
"""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Any

from comms import formats
from comms.text_diff import Piece, word_diff

_LOOKS_LIKE_HTML = re.compile(r"</?[a-zA-Z][^<>]*>")
_ISO_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?")
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "tr", "figure")
)
_FORMATTING_ONLY = "Seule la mise en forme a changé (gras, titres, listes…)."


@dataclass(frozen=True)
class ItemDifference:
    """One attachment (or other item of a list): « added », « removed », « changed » or « moved »."""

    kind: str
    name: str
    fields: "list[FieldDifference]" = field(default_factory=list)

    @property
    def said(self) -> str:
        return {"added": "ajouté", "removed": "retiré", "changed": "modifié", "moved": "déplacé"}[self.kind]


@dataclass(frozen=True)
class FieldDifference:
    label: str
    pieces: list[Piece] = field(default_factory=list)
    items: list[ItemDifference] = field(default_factory=list)
    note: str = ""

    @property
    def short_pieces(self) -> list[Piece]:
        """For a mail: what didn't change is cut down to the words around the change."""
        return [piece if piece.kind != "same" else Piece("same", _cut(piece.text)) for piece in self.pieces]


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], labels: Mapping[str, str]
) -> list[FieldDifference]:
    """The fields whose value differs, in the order of `labels`, then those that have no label."""
    keys = [key for key in labels if "." not in key]
    keys += sorted((before.keys() | after.keys()) - set(keys))
    return [
        _field_difference(key, before.get(key), after.get(key), labels)
        for key in keys
        if before.get(key) != after.get(key)
    ]


def _field_difference(key: str, old: Any, new: Any, labels: Mapping[str, str]) -> FieldDifference:
    label = labels.get(key, key)
    if _is_list_of_things(old) or _is_list_of_things(new):
        prefix = f"{key}."
        inner = {k.removeprefix(prefix): name for k, name in labels.items() if k.startswith(prefix)}
        return FieldDifference(label, items=_item_differences(old or [], new or [], inner))
    before, after = readable(old), readable(new)
    if before == after and _LOOKS_LIKE_HTML.search(f"{old}{new}"):
        return FieldDifference(label, note=_FORMATTING_ONLY)
    if before == after:  # a second in a moment, yes as a text: what reads the same is shown as it is stored
        before, after = json.dumps(old, ensure_ascii=False), json.dumps(new, ensure_ascii=False)
    return FieldDifference(label, pieces=paragraph_diff(before, after))


# --- lists of things ---------------------------------------------------------------------------------
def _is_list_of_things(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _identity(item: dict[str, Any]) -> str:
    return str(item["id"]) if "id" in item else json.dumps(item, sort_keys=True)


def _item_differences(old: list[dict], new: list[dict], labels: Mapping[str, str]) -> list[ItemDifference]:
    before, after = {_identity(i): i for i in old}, {_identity(i): i for i in new}
    found = []
    for key, item in after.items():
        if key not in before:
            found.append(ItemDifference("added", _name(item), _described(item, labels)))
        elif before[key] != item:
            found.append(ItemDifference("changed", _name(item), differences(before[key], item, labels)))
    found += [ItemDifference("removed", _name(item)) for key, item in before.items() if key not in after]
    kept_before = [key for key in before if key in after]
    kept_after = [key for key in after if key in before]
    found += [
        ItemDifference("moved", _name(after[key]))
        for was, key in zip(kept_before, kept_after, strict=True)
        if was != key
    ]
    return found


def _described(item: dict[str, Any], labels: Mapping[str, str]) -> list[FieldDifference]:
    """What a new item says, in the fields that have a label."""
    texts = {label: readable(item.get(key)) for key, label in labels.items()}
    return [FieldDifference(label, pieces=[Piece("added", text)]) for label, text in texts.items() if text]


def _name(item: dict[str, Any]) -> str:
    return str(item.get("name") or item.get("title") or item.get("id") or "sans nom")


# --- values as people read them ----------------------------------------------------------------------
def readable(value: Any) -> str:
    """A content value as text: HTML without its tags, moments and days in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, Mapping):
        return "\n".join(f"{key} : {readable(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(readable(inner) for inner in value)
    return _readable_text(str(value))


def _readable_text(text: str) -> str:
    with suppress(ValueError):  # « 2026-99-99 » is a text like another
        if _ISO_MOMENT.fullmatch(text):
            return formats.moment_long(datetime.fromisoformat(text))
        if _ISO_DAY.fullmatch(text):
            return formats.day_long(date.fromisoformat(text))
    return html_as_text(text) if _LOOKS_LIKE_HTML.search(text) else text


class _Reader(HTMLParser):
    """HTML as it reads aloud: a paragraph a line, links with their address, pictures with their words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag in _BLOCKS or tag == "br":
            self.parts.append("\n")
        if tag == "li":
            self.parts.append("• ")
        elif tag == "a":
            self.addresses.append(attributes.get("href") or "")
        elif tag == "img":
            self.parts.append(
                f"[image {attributes.get('src') or ''} : {attributes.get('alt') or 'sans texte'}]"
            )

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.addresses and (address := self.addresses.pop()):
            self.parts.append(f" ({address})")
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"[ \t\r\n]+", " ", data))


def html_as_text(html: str) -> str:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (line.strip(" ") for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


# --- words -------------------------------------------------------------------------------------------
def paragraph_diff(old: str, new: str) -> list[Piece]:
    """Words compared inside the paragraphs that differ only: quick on a long text, and easier to read."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    pieces: list[Piece] = []
    for verb, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if verb == "equal":
            pieces.append(Piece("same", "".join(before[i1:i2])))
        else:
            pieces += word_diff("".join(before[i1:i2]), "".join(after[j1:j2]))
    return _joined(pieces)


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    joined: list[Piece] = []
    for piece in pieces:
        if joined and joined[-1].kind == piece.kind:
            joined[-1] = Piece(piece.kind, joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined


def _cut(text: str, around: int = 80) -> str:
    if len(text) <= 2 * around + 10:
        return text
    return f"{text[:around].rpartition(' ')[0]} […] {text[-around:].partition(' ')[2]}"
