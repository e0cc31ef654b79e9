"""The columns that an import knows, and the many titles that people give them."""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple


class Column(NamedTuple):
    label: str
    titles: tuple[str, ...]
    help: str = ""


#: The labels are those of our own export, so that an export comes in again.
COLUMNS: dict[str, Column] = {
    "civility": Column("Civilité", ("civ", "titre", "genre")),
    "last_name": Column("Nom", ("nom de famille", "nom usuel", "last name", "surname", "name")),
    "first_name": Column("Prénom", ("prenoms", "first name", "given name")),
    "full_name": Column(
        "Nom complet", ("nom et prenom", "prenom et nom", "contact", "journaliste", "interlocuteur"),
        "Quand nom et prénom sont dans la même case.",
    ),
    "media": Column("Média", ("medias", "titre de presse", "organe", "redaction", "societe", "support")),
    "kind": Column("Type", ("type de media", "nature", "categorie", "genre de media")),
    "periodicity": Column("Périodicité", ("parution", "frequence", "rythme")),
    "function": Column("Fonction", ("poste", "role", "job title", "qualite", "metier")),
    "rubrics": Column("Rubriques", ("rubrique", "themes", "theme", "specialite", "domaines", "sujets")),
    "address": Column(
        "Courriel",
        ("email", "e mail", "mail", "adresse electronique", "adresse mail", "adresse email", "adresse e mail",
         "courrier electronique", "mel", "email address"),
    ),
    "other_address": Column("Autre courriel", ("courriel 2", "email 2", "mail 2", "e mail 2")),
    "phone_fixed": Column(
        "Tél. fixe", ("fixe", "telephone fixe", "ligne fixe", "tel bureau", "tel direct", "ligne directe")
    ),
    "phone_mobile": Column("Mobile", ("portable", "gsm", "tel mobile", "tel portable", "telephone portable")),
    "phone": Column(
        "Téléphone", ("tel", "numero", "phone", "numero de telephone"), "Fixe ou mobile, reconnu au numéro."
    ),
    "closing_time": Column("Heure de bouclage", ("bouclage", "deadline", "heure limite")),
    "zones": Column("Zones", ("zone", "secteur", "commune", "communes", "province")),
    "language": Column("Langue", ("langues", "language")),
    "note": Column("Remarques", ("remarque", "note", "notes", "commentaire", "commentaires", "observations")),
    "source": Column("Origine", ("origine des coordonnees", "source", "consentement", "provenance")),
    "source_on": Column("Recueilli le", ("recueillies le", "date de recueil", "date du consentement")),
    "do_not_contact": Column(
        "Ne plus contacter",
        ("ne pas contacter", "opposition", "desinscrit", "desabonne", "opt out", "optout", "desinscription"),
    ),
}  # fmt: skip

#: Without one of these a line can't become a card.
NAME_COLUMNS = ("last_name", "full_name")


def fold(text: str) -> str:
    """Lower case, no accents, words only: « Tél. fixe » → « tel fixe »."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe")).casefold()
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", " ", plain).strip()


_FIELD_OF_TITLE = {
    fold(title): field for field, column in COLUMNS.items() for title in (column.label, *column.titles)
}


def match_columns(header: Sequence[str]) -> dict[str, int]:
    """field → position of its column; whole titles first, then titles that say more than they need to."""
    folded = [fold(title) for title in header]
    found: dict[str, int] = {}
    for position, title in enumerate(folded):
        field = _FIELD_OF_TITLE.get(title)
        if field and field not in found:
            found[field] = position
    for position, title in enumerate(folded):
        if title and position not in found.values():
            field = _nearest_field(title)
            if field and field not in found:
                found[field] = position
    return found


def _nearest_field(title: str) -> str:
    """« adresse e-mail professionnelle » → address: the longest known title whose words all stand in it."""
    words = set(title.split())
    fitting = [known for known in _FIELD_OF_TITLE if len(known) > 3 and set(known.split()) <= words]
    return _FIELD_OF_TITLE[max(fitting, key=len)] if fitting else ""


def recognised_titles(cells: Sequence[str]) -> int:
    return sum(fold(cell) in _FIELD_OF_TITLE for cell in cells)
