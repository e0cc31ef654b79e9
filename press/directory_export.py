"""Contacts as the lines of a spreadsheet: the titles are those that an import knows again."""

from collections.abc import Iterable, Iterator
from typing import Any

from comms.formats import hour, phone
from press.importing.columns import COLUMNS
from press.models import Contact, ContactPhone, Media, Position

#: Fields of an import, in its order; « Nom complet » and « Téléphone » would say the same thing again.
FIELDS = tuple(name for name in COLUMNS if name not in ("full_name", "phone"))
CONTACT_HEADER = tuple(COLUMNS[name].label for name in FIELDS)
MEDIA_HEADER = (
    "Nom", "Type", "Périodicité", "Heure de bouclage", "Zone", "Site", "Courriel", "Téléphone", "En activité",
    "Contacts", "Remarques",
)  # fmt: skip


def contact_rows(contacts: Iterable[Contact]) -> Iterator[list[Any]]:
    """A line for each média a person works for, at least one; the contacts come from `for_export()`."""
    for contact in contacts:
        for position in list(contact.positions.all()) or [None]:
            values = _values(contact, position)
            yield [values[name] for name in FIELDS]


def _values(contact: Contact, position: Position | None) -> dict[str, Any]:
    addresses = [row.address for row in contact.addresses.all()]
    numbers: dict[str, list[str]] = {kind: [] for kind in ContactPhone.Kind.values}
    for row in contact.phones.all():
        numbers[row.kind].append(phone(row.number))
    closing_time = position.effective_closing_time if position else None
    return {
        "civility": contact.get_civility_display(),
        "last_name": contact.last_name,
        "first_name": contact.first_name,
        "media": position.media.name if position else "",
        "kind": position.kind_label if position else "",
        "periodicity": position.media.get_periodicity_display() if position else "",
        "function": position.function if position else "",
        "rubrics": ", ".join(str(rubric) for rubric in contact.rubrics.all()),
        "address": addresses[0] if addresses else "",
        "other_address": " ; ".join(addresses[1:]),
        "phone_fixed": " / ".join(numbers[ContactPhone.Kind.FIXED]),
        "phone_mobile": " / ".join(numbers[ContactPhone.Kind.MOBILE]),
        "closing_time": hour(closing_time) if closing_time else "",
        "zones": ", ".join(str(zone) for zone in contact.zones.all()),
        "language": contact.get_language_display(),
        "note": contact.note,
        "source": contact.source,
        "source_on": contact.source_on,
        "do_not_contact": "oui" if contact.is_opted_out else "",
    }


def media_rows(medias: Iterable[Media]) -> Iterator[list[Any]]:
    for media in medias:
        yield [
            media.name,
            media.get_kind_display(),
            media.get_periodicity_display(),
            hour(media.closing_time) if media.closing_time else "",
            media.zone or "",
            media.website,
            media.email,
            phone(media.phone),
            media.is_active,
            media.contact_count,
            media.note,
        ]
