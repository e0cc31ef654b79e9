"""Phone numbers in a text: a number of here has six digits, written two by two."""

import re

_GROUPS = re.compile(r"(?<![\d,.])\d{2}(?:[ .]\d{2}){1,5}(?![\d,])(?! ?\d)")
_SPOKEN_OF = re.compile(
    r"(?:t[ée]l(?:[ée]phon\w*|\.)?|appel\w*|joind\w*|contact\w*|num[ée]ros?)\W*(?:\w+\W+){0,3}$"
)
_ABROAD = re.compile(r"(?:\+|\b00)[\d .]{0,8}$")


def odd_phones(text: str) -> list[str]:
    """Groups of two digits that look like a phone number and haven't six digits.

    « 06 12 34 56 78 » lacks its country; « 43 70 » counts only near a word like « téléphone ».
    """
    plain = text.replace("\u00a0", " ").replace("\u202f", " ")
    odd = []
    for found in _GROUPS.finditer(plain):
        before = plain[max(0, found.start() - 60) : found.start()]
        digits = sum(character.isdigit() for character in found[0])
        is_said = digits >= 8 or _SPOKEN_OF.search(before.lower())
        if digits != 6 and is_said and not _ABROAD.search(before):
            odd.append(found[0])
    return odd
