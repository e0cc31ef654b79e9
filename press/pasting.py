"""A release written elsewhere, pasted whole, and cut into its parts.

First line: the title. First paragraph: the chapô. A paragraph in « guillemets » with a speaker: the
quote. A last paragraph beginning with « Contact »: the press contact. The rest is the body.
"""

import re
import unicodedata

from comms.formats import phone_normalise
from press.rich_text import body_from_text

MAX_TITLE = 200

_SAYS = (
    "rappelle|explique|indique|souligne|précise|déclare|affirme|assure|ajoute|annonce|estime|commente|"
    "note|insiste|conclut|résume|témoigne|observe|se réjouit|a déclaré|a expliqué|dit"
)
_QUOTE = re.compile(
    rf"^[«“\"]\s*(?P<words>.+?)\s*[»”\"]\s*,?\s*(?:(?:{_SAYS})\s+)?(?P<author>[^«»“”\"]*?)\s*\.?$", re.S
)
_CONTACT = re.compile(r"^contacts?(?:\s+(?:de\s+)?presse)?\s*:?\s*", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+?\d[\d .\u00a0\u202f]{4,}\d")
_HEADING = re.compile(r"^\s*communiqué(?:\s+de\s+presse)?\s*$", re.IGNORECASE)


def split_text(text: str) -> dict[str, str]:
    """The fields of a release found in the text, ready for its form; what isn't found is left out."""
    paragraphs = _paragraphs(text)
    if paragraphs and _HEADING.match(paragraphs[0]):
        paragraphs = paragraphs[1:]
    if not paragraphs:
        return {}
    title, _, below = paragraphs.pop(0).partition("\n")
    if below.strip():
        paragraphs.insert(0, below.strip())
    found = {"title": title.strip()[:MAX_TITLE]}
    if paragraphs and _CONTACT.match(paragraphs[-1]):
        found |= _contact(paragraphs.pop())
    if len(paragraphs) > 1:
        found["chapo"] = _one_line(paragraphs.pop(0))
    for place, paragraph in enumerate(paragraphs):
        match = _QUOTE.match(_one_line(paragraph))
        if match and match["author"]:
            found |= {"quote": match["words"], "quote_author": _capitalised(match["author"])}
            del paragraphs[place]
            break
    found["body"] = body_from_text("\n\n".join(paragraphs))
    return found


def _paragraphs(text: str) -> list[str]:
    """Cut at empty lines; a text whose lines are all paragraphs is cut at each line."""
    text = unicodedata.normalize("NFC", text).replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    parts = [part.strip() for part in re.split(r"\n\s*\n", text.strip("\ufeff\n ")) if part.strip()]
    if len(parts) == 1 and parts[0].count("\n") > 1:
        parts = [line.strip() for line in parts[0].split("\n") if line.strip()]
    return parts


def _contact(paragraph: str) -> dict[str, str]:
    """Name, phone and e-mail address, whatever their order."""
    words = _one_line(_CONTACT.sub("", paragraph)).rstrip(".")
    found = {}
    if email := _EMAIL.search(words):
        found["contact_email"] = email[0]
        words = words.replace(email[0], "")
    if (phone := _PHONE.search(words)) and _is_phone(phone[0]):
        found["contact_phone"] = phone[0].strip()
        words = words.replace(phone[0], "")
    name = re.sub(
        r"\b(?:t[ée]l(?:[ée]phone)?|courriel|e-?mail|mail)\b\.?\s*:?", "", words, flags=re.IGNORECASE
    )
    name = " ".join(re.split(r"[\s,;:/–|-]*[,;:/–|]+\s*", name)).strip(" ,;-–|:()")
    return found | ({"contact_name": _capitalised(name)} if name else {})


def _is_phone(text: str) -> bool:
    try:
        phone_normalise(text)
    except ValueError:
        return False
    return True


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
