"""The bank account as it is printed here: 23 digits, the last two being the key of the others."""

import re

from django.core.exceptions import ValidationError

RIB_LENGTH = 23
#: Bank, branch and account with what each weighs in the key.
_PARTS = ((0, 5, 89), (5, 10, 15), (10, 21, 3))


def rib_normalise(raw: str) -> str:
    return re.sub(r"[\s.\u00a0\u202f-]", "", raw)


def rib_is_whole(raw: str) -> None:
    """Validator: 23 digits, whatever stands between them."""
    number = rib_normalise(raw)
    if not (number.isascii() and number.isdigit()):
        raise ValidationError("Un RIB n’a que des chiffres.", code="rib")
    if len(number) != RIB_LENGTH:
        raise ValidationError(f"Un RIB a {RIB_LENGTH} chiffres : celui-ci en a {len(number)}.", code="rib")


def rib_key_is_wrong(rib: str) -> bool:
    """Its key doesn't go with its digits: said at the form and on the page, for a digit is likely wrong."""
    if not rib:
        return False
    weight = sum(factor * int(rib[start:end]) for start, end, factor in _PARTS)
    return 97 - weight % 97 != int(rib[21:])


def rib_shown(rib: str) -> str:
    """« 14158 01022 00000000001 55 »."""
    return f"{rib[:5]} {rib[5:10]} {rib[10:21]} {rib[21:]}" if rib else ""
