"""The number of a company here: RID (7 digits) or RIDET (RID and 3 digits of the establishment).

No check digit is published: a strange number is said, never refused.
"""

import re

_DIGITS_WITH_SEPARATORS = re.compile(r"[\d\s.\u00a0\u202f-]+")
#: Without their leading zero, which people leave out, RID and RIDET have one digit less.
_LENGTHS = (6, 7, 9, 10)


def ridet_normalise(raw: str) -> str:
    """« 0 123 456.001 » → « 0123456001 »; whatever isn't made of digits stays as it was typed."""
    text = raw.strip()
    return re.sub(r"\D", "", text) if _DIGITS_WITH_SEPARATORS.fullmatch(text) else text


def ridet_looks_odd(raw: str) -> bool:
    number = ridet_normalise(raw)
    return bool(number) and not (number.isascii() and number.isdigit() and len(number) in _LENGTHS)
