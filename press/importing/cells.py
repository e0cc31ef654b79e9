"""What a person wrote in a cell → what a card holds, or a reason in French that doesn't repeat the cell.

Reasons and notices never quote what was written: they outlive the personal data of the line.
"""

import re
from datetime import date, datetime, time

from comms.formats import phone_normalise
from comms.outbox.addresses import normalise_address
from comms.tables.titles import fold
from press.models import Civility, ContactPhone, Language, MediaKind, Periodicity

_CIVILITIES = {
    "mme": Civility.MADAM, "madame": Civility.MADAM, "mlle": Civility.MADAM, "mademoiselle": Civility.MADAM,
    "mrs": Civility.MADAM, "ms": Civility.MADAM, "m": Civility.SIR, "mr": Civility.SIR,
    "monsieur": Civility.SIR,
}  # fmt: skip

_KINDS = {
    **{fold(kind.label): kind for kind in MediaKind},
    "presse": MediaKind.PRESS, "journal": MediaKind.PRESS, "magazine": MediaKind.PRESS,
    "revue": MediaKind.PRESS, "papier": MediaKind.PRESS, "presse papier": MediaKind.PRESS,
    "site": MediaKind.WEBSITE, "site internet": MediaKind.WEBSITE, "site web": MediaKind.WEBSITE,
    "web": MediaKind.WEBSITE, "internet": MediaKind.WEBSITE, "presse en ligne": MediaKind.WEBSITE,
    "pure player": MediaKind.WEBSITE, "blog": MediaKind.WEBSITE,
    "tv": MediaKind.TELEVISION, "tele": MediaKind.TELEVISION, "chaine": MediaKind.TELEVISION,
    "radiodiffusion": MediaKind.RADIO, "agence": MediaKind.AGENCY, "institutionnel": MediaKind.INSTITUTION,
}  # fmt: skip

_PERIODICITIES = {
    **{fold(item.label): item for item in Periodicity},
    "en continu": Periodicity.CONTINUOUS, "permanent": Periodicity.CONTINUOUS, "24 7": Periodicity.CONTINUOUS,
    "journalier": Periodicity.DAILY, "chaque jour": Periodicity.DAILY, "semaine": Periodicity.WEEKLY,
    "bimestriel": Periodicity.IRREGULAR, "annuel": Periodicity.IRREGULAR,
}  # fmt: skip

_LANGUAGES = {
    "fr": Language.FRENCH, "francais": Language.FRENCH, "french": Language.FRENCH,
    "en": Language.ENGLISH, "anglais": Language.ENGLISH, "english": Language.ENGLISH,
}  # fmt: skip

_YES = {"oui", "o", "yes", "y", "x", "1", "vrai", "true", "ok", "stop"}
_NO = {"non", "n", "no", "0", "faux", "false"}

_HOUR = re.compile(r"^(\d{1,2})\s*(?:h|:|\.|heures?)?\s*(\d{2})?(?:\s*(?:min|mn))?$", re.IGNORECASE)
_AT_IN_WORDS = re.compile(r"\s*[(\[]?\b(?:at|arobase|arobas)\b[)\]]?\s*", re.IGNORECASE)
_IN_ANGLES = re.compile(r"<([^<>]+)>")
MOBILE_STARTS = ("7", "8", "9")


class BadCell(ValueError):
    """Why the cell can't be taken; `suggestion` is what its author most likely meant."""

    def __init__(self, reason: str, suggestion: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.suggestion = suggestion


def civility(text: str) -> str | None:
    """None when the words aren't known."""
    return _CIVILITIES.get(fold(text))


def media_kind(text: str) -> str | None:
    return _KINDS.get(fold(text))


def periodicity(text: str) -> str | None:
    return _PERIODICITIES.get(fold(text))


def language(text: str) -> str | None:
    return _LANGUAGES.get(fold(text))


def yes_or_no(text: str) -> bool:
    word = fold(text) or text.strip()
    if word in _YES or text.strip() in {"✓", "✔", "☑"}:
        return True
    if not word or word in _NO:
        return False
    raise BadCell("il faut « oui » ou « non » (ou rien).")


def words(text: str) -> list[str]:
    """« Sport, Agenda ; sport » → ["Sport", "Agenda"]."""
    found: dict[str, str] = {}
    for word in re.split(r"[,;/|\n]", text):
        word = word.strip(" .-")
        if word:
            found.setdefault(fold(word) or word, word[:80])
    return list(found.values())


def person_name(text: str) -> tuple[str, bool]:
    """The name, and whether capitals were taken down: « GAÏAC » → « Gaïac », « DE LA » → « De La »."""
    text = " ".join(text.split())
    if len(text) > 2 and text.upper() == text and text.lower() != text:
        return re.sub(r"[^\W\d_]+", lambda found: found[0].capitalize(), text.lower()), True
    return text, False


def split_full_name(text: str) -> tuple[str, str]:
    """(last, first): words all in capitals are the last name, wherever they stand; else all but the first."""
    parts = text.split()
    capitals = [part for part in parts if len(part) > 1 and part.isupper()]
    if capitals and len(capitals) < len(parts):
        return " ".join(capitals), " ".join(part for part in parts if part not in capitals)
    return (" ".join(parts[1:]), parts[0]) if len(parts) > 1 else (text, "")


def addresses(text: str) -> list[str]:
    """Every address of the cell, in lower case, in the order written."""
    text = text.strip()
    if text.count("@") > 1:
        pieces = [piece for piece in re.split(r"[;,/\s]+", text) if "@" in piece] or [text]
    else:
        pieces = [text] if text else []
    return list(dict.fromkeys(_address(piece) for piece in pieces))


def _address(text: str) -> str:
    if angles := _IN_ANGLES.search(text):
        text = angles[1]
    text = re.sub(r"^mailto:", "", text.strip(), flags=re.IGNORECASE).strip(" <>\"'")
    if "@" not in text:
        meant = _AT_IN_WORDS.sub("@", text, count=1).lower()
        if meant.count("@") == 1 and _is_address(meant):
            raise BadCell("l’arobase est écrite en lettres (« at ») au lieu de « @ ».", meant)
        raise BadCell("il manque l’arobase « @ » : ce n’est pas une adresse.")
    local, _, domain = text.rpartition("@")
    if "@" in local:
        raise BadCell("il y a deux arobases.")
    if not local or not domain:
        raise BadCell("il manque ce qui précède ou suit l’arobase.")
    if not local.isascii():
        raise BadCell(
            "une lettre accentuée ou un symbole avant l’arobase : les serveurs de courriel la refusent."
        )
    if re.search(r"\s", text):
        raise BadCell("il y a une espace au milieu de l’adresse.", re.sub(r"\s+", "", text).lower())
    if not _is_address(text):
        if "," in domain and _is_address(text.replace(",", ".")):
            raise BadCell("une virgule à la place d’un point.", text.replace(",", ".").lower())
        if "." not in domain:
            raise BadCell("il manque la fin du nom de domaine (« .nc », « .com »).")
        raise BadCell("l’adresse n’est pas écrite correctement.")
    return normalise_address(text)


def _is_address(text: str) -> bool:
    try:
        normalise_address(text)
    except ValueError:
        return False
    return True


def phones(text: str, kind: str = "") -> list[dict[str, str]]:
    """[{"number", "kind"}] in international form; without a kind, the number's first digit tells."""
    text = text.strip().lstrip("'")
    if not text:
        return []
    numbers = (
        [_phone(text)] if _phone(text) else [_phone(piece) for piece in re.split(r"[/;,\n]|\bou\b", text)]
    )
    if not all(numbers):
        raise BadCell("ce n’est pas un numéro de téléphone : six chiffres, ou l’indicatif du pays devant.")
    return [{"number": number, "kind": kind or _kind_of(number)} for number in dict.fromkeys(numbers)]


def _phone(text: str) -> str:
    try:
        return phone_normalise(text.strip())
    except ValueError:
        return ""


def _kind_of(number: str) -> str:
    is_mobile = number.startswith("+687") and number[4:5] in MOBILE_STARTS
    return ContactPhone.Kind.MOBILE if is_mobile else ContactPhone.Kind.FIXED


def hour(text: str) -> str:
    """« 16 h 30 », « 11h00 », « 17:00 », « midi » → « 16:30 »."""
    text = " ".join(text.replace("\u202f", " ").split()).lower()
    if text in {"midi", "minuit"}:
        return "12:00" if text == "midi" else "00:00"
    if match := _HOUR.match(text.removesuffix(":00") if text.count(":") == 2 else text):
        try:
            return time(int(match[1]), int(match[2] or 0)).strftime("%H:%M")
        except ValueError:
            pass
    raise BadCell("ce n’est pas une heure : écrivez 16 h 30 ou 17:00.")


def day(text: str) -> str:
    """« 03/09/2026 », « 3.9.26 », « 2026-09-03 » → ISO."""
    for shape in ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%y", "%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y", "%d/%m/%Y %H:%M"):
        try:
            found: date = datetime.strptime(text.strip(), shape).date()
        except ValueError:
            continue
        return found.isoformat()
    raise BadCell("ce n’est pas une date : écrivez 03/09/2026.")
