"""Measured figures as people write them: a comma, thin spaces between thousands, the unit behind."""

import re
from decimal import Decimal, InvalidOperation

from comms.formats import NARROW_SPACE, SPACE

_SPACES = re.compile(r"[\s\u00a0\u202f]+")


def plain_number(value: Decimal) -> str:
    """For versions and exports: « 12.5 », « 1250 », whatever the number of decimals it is kept with."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def number(value: Decimal | int) -> str:
    """« 1 250 », « 12,5 », « −3 »."""
    whole, _, decimals = plain_number(Decimal(value)).partition(".")
    grouped = f"{int(whole):,}".replace(",", NARROW_SPACE).replace("-", "−")
    sign = "−" if whole == "-0" else ""
    return f"{sign}{grouped}" + (f",{decimals}" if decimals else "")


def figure(value: Decimal | int, unit: str = "") -> str:
    """« 1 250 abonnés », « 42,5 % »."""
    return f"{number(value)}{SPACE}{unit}" if unit else number(value)


def read_number(text: str) -> Decimal:
    """« 1 250,5 » or « 1250.5 » → Decimal; raises ValueError for anything else."""
    cleaned = _SPACES.sub("", text).replace("−", "-").replace(",", ".").removesuffix("%")
    try:
        value = Decimal(cleaned)
    except InvalidOperation as error:
        raise ValueError(f"« {text.strip()} » n’est pas un nombre.") from error
    if not value.is_finite() or abs(value) >= Decimal(10) ** 12:
        raise ValueError(f"« {text.strip()} » n’est pas un nombre que l’on puisse noter.")
    return value.quantize(Decimal("0.01"))
