"""A card as an import compares it: what the directory holds, or what an earlier line of the file says."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any, Self

from comms.formats import day_short, hour
from comms.formats import phone as phone_words
from comms.search import plain_keys
from press.importing.columns import COLUMNS
from press.models import Civility, Contact, ContactAddress, ContactPhone, Language, MediaKind, Position

#: Single values: a person may choose between the file's and the card's.
CHOOSABLE = (
    "civility", "last_name", "first_name", "function", "kind", "closing_time", "language", "note", "source",
)  # fmt: skip


@dataclass
class PositionFacts:
    media: str
    function: str = ""
    kind: str = ""
    closing_time: str = ""
    media_kind: str = ""


@dataclass
class Card:
    """`positions` by the média's key, `rubrics` and `zones` by theirs: label."""

    contact_id: int | None = None
    name_key: str = ""
    single: dict[str, str] = field(default_factory=dict)
    addresses: set[str] = field(default_factory=set)
    phones: set[str] = field(default_factory=set)
    positions: dict[str, PositionFacts] = field(default_factory=dict)
    rubrics: set[str] = field(default_factory=set)
    zones: set[str] = field(default_factory=set)
    do_not_contact: bool = False
    is_active: bool = True

    @classmethod
    def of_line(cls, values: dict[str, Any], keys: dict[str, str]) -> Self:
        card = cls(
            name_key=name_key(values, keys),
            single={name: values[name] for name in SINGLE},
            addresses=set(values["addresses"]),
            phones={phone["number"] for phone in values["phones"]},
            rubrics={keys[word] for word in values["rubrics"]},
            zones={keys[word] for word in values["zones"]},
            do_not_contact=values["do_not_contact"],
        )
        if values["media"]:
            card.positions[keys[values["media"]]] = PositionFacts(
                values["media"], values["function"], values["kind"], values["closing_time"]
            )
        return card


#: Values of the person, not of a position.
SINGLE = ("civility", "last_name", "first_name", "language", "note", "source", "source_on")


def name_of(values: dict[str, Any]) -> str:
    return f"{values['last_name']} {values['first_name']}"


def name_key(values: dict[str, Any], keys: dict[str, str]) -> str:
    return keys[name_of(values)]


def keys_of(lines: Iterable[dict[str, Any]]) -> dict[str, str]:
    """Every word that must be compared without case and accents, in one query."""
    texts: set[str] = set()
    for values in lines:
        texts.update(values["rubrics"], values["zones"], (name_of(values), values["media"]))
    return plain_keys(texts)


def load_cards(
    addresses: Iterable[str], name_keys: Iterable[str], contacts: Iterable[int] = ()
) -> dict[int, Card]:
    """The directory's cards that hold one of these addresses or names, or are these; seven queries."""
    by_address = ContactAddress.objects.filter(address__in=list(addresses)).values("contact")
    present = Contact.objects.present().order_by()
    rows = present.filter(pk__in=by_address).union(
        present.filter(sort_name__in=list(name_keys)), present.filter(pk__in=list(contacts))
    )
    cards = {
        row["id"]: Card(
            contact_id=row["id"],
            name_key=row["sort_name"],
            single={name: _text(row[name]) for name in SINGLE},
            do_not_contact=row["do_not_contact_since"] is not None,
            is_active=row["is_active"],
        )
        for row in rows.values("id", "sort_name", "do_not_contact_since", "is_active", *SINGLE)
    }
    _fill(cards)
    return cards


def _fill(cards: dict[int, Card]) -> None:
    of_cards = {"contact__in": list(cards)}
    for contact, address in ContactAddress.objects.filter(**of_cards).values_list("contact", "address"):
        cards[contact].addresses.add(address)
    for contact, number in ContactPhone.objects.filter(**of_cards).values_list("contact", "number"):
        cards[contact].phones.add(number)
    positions = Position.objects.filter(**of_cards).select_related("media")
    for position in positions:
        cards[position.contact_id].positions[position.media.name_key] = PositionFacts(
            media=position.media.name,
            function=position.function,
            kind=position.kind,
            closing_time=_text(position.closing_time),
            media_kind=position.media.kind,
        )
    words = {"rubrics": Contact.rubrics.through, "zones": Contact.zones.through}
    for name, through in words.items():
        pairs = list(through.objects.filter(**of_cards).values_list("contact", f"{name[:-1]}__name"))
        keys = plain_keys(word for _, word in pairs)
        for contact, word in pairs:
            getattr(cards[contact], name).add(keys[word])


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return value.strftime("%H:%M") if hasattr(value, "strftime") else str(value)


# --- what a line would change ------------------------------------------------------------------
def changes_of(card: Card, values: dict[str, Any], keys: dict[str, str]) -> list[dict[str, str]]:
    """[{"field", "before", "after"}] as raw values: silence in the file erases nothing, words are added."""
    changes = [
        _change(name, card.single[name], values[name])
        for name in SINGLE
        if values[name] and values[name] != card.single[name] and _matters(name, card, values, keys)
    ]
    changes += _position_changes(card, values, keys)
    changes += [
        _change("address", "", address) for address in values["addresses"] if address not in card.addresses
    ]
    changes += [
        _change("phone", "", phone["number"])
        for phone in values["phones"]
        if phone["number"] not in card.phones
    ]
    for name, held in (("rubrics", card.rubrics), ("zones", card.zones)):
        added = [word for word in values[name] if keys[word] not in held]
        changes += [_change(name, "", ", ".join(added))] if added else []
    if values["do_not_contact"] and not card.do_not_contact:
        changes.append(_change("do_not_contact", "non", "oui"))
    return changes


def _matters(name: str, card: Card, values: dict[str, Any], keys: dict[str, str]) -> bool:
    """An accent or a capital is no other name; where the details came from first stays."""
    if name in ("last_name", "first_name"):
        return name_key(values, keys) != card.name_key
    return name not in ("source", "source_on") or not card.single[name]


def _position_changes(card: Card, values: dict[str, Any], keys: dict[str, str]) -> list[dict[str, str]]:
    if not values["media"]:
        return []
    facts = card.positions.get(keys[values["media"]])
    if facts is None:
        return [_change("media", "", ", ".join(filter(None, (values["function"], values["media"]))))]
    changes = []
    for name in ("function", "closing_time"):
        before = getattr(facts, name)
        if values[name] and values[name] != before:
            changes.append(_change(name, before, values[name]))
    before = facts.kind or facts.media_kind
    if values["kind"] and values["kind"] != before and before:
        changes.append(_change("kind", before, values["kind"]))
    return changes


def _change(name: str, before: str, after: str) -> dict[str, str]:
    return {"field": name, "before": before, "after": after}


def field_label(name: str) -> str:
    return COLUMNS[name].label


_CHOICES = {"civility": Civility, "kind": MediaKind, "language": Language}


def value_words(name: str, value: str) -> str:
    """A raw value as the screen says it."""
    if not value:
        return ""
    if name in _CHOICES:
        return _CHOICES[name](value).label
    if name == "closing_time":
        return hour(time.fromisoformat(value))
    if name == "source_on":
        return day_short(date.fromisoformat(value))
    return phone_words(value) if name == "phone" else value
