"""Francs, days, hours and phone numbers as people write them here.

Amounts are integer francs CFP: the currency has no smaller unit. Spaces inside an amount or a phone
number never break; days and hours are those of Nouméa (settings.TIME_ZONE).
"""

import re
from datetime import date, datetime, time, timedelta

import phonenumbers
from django.utils import timezone

NARROW_SPACE = "\u202f"
SPACE = "\u00a0"

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


# --- money -----------------------------------------------------------------------------------
def grouped(number: int) -> str:
    """1250000 → « 1 250 000 », by threes."""
    return f"{number:,}".replace(",", NARROW_SPACE)


def francs(amount: int) -> str:
    """1250000 → « 1 250 000 F CFP »."""
    return f"{grouped(amount)}{SPACE}F{SPACE}CFP"


def francs_short(amount: int) -> str:
    """1250000 → « 1,25 MF »; below a million the whole amount, for dashboards only."""
    if abs(amount) < 1_000_000:
        return francs(amount)
    millions = f"{amount / 1_000_000:,.2f}".rstrip("0").rstrip(".")
    return millions.replace(",", NARROW_SPACE).replace(".", ",") + f"{SPACE}MF"


def francs_normalise(raw: str) -> int:
    """An amount as people and software write it → francs. ValueError when it isn't one.

    « 1 250 000 F CFP », « -50.000 », « 127 200,00 »: cents that the franc hasn't may be written as zeros.
    """
    bare = re.sub(r"(?i)(f\s*cfp|xpf|f)\s*$", "", raw.replace("\u2212", "-").strip())
    bare = re.sub(r"[.,]0{1,2}$", "", bare.strip())
    digits = re.sub(r"[\s.\u00a0\u202f](?=\d{3}(?!\d))", "", bare)
    digits = re.sub(r"^([+-])\s+", r"\1", digits)
    if not re.fullmatch(r"[+-]?\d{1,15}", digits, re.ASCII):
        raise ValueError(f"« {raw} » n’est pas un montant : des francs entiers, comme « 1 250 000 ».")
    return int(digits)


# --- days and hours ----------------------------------------------------------------------------
def day_number(day: date) -> str:
    """The day of the month as spoken: « 1er », « 2 »."""
    return "1er" if day.day == 1 else str(day.day)


def day_long(day: date | datetime) -> str:
    """« jeudi 24 septembre 2026 », « mardi 1er décembre 2026 »."""
    day = _local(day)
    return f"{WEEKDAYS[day.weekday()]} {day_number(day)}{SPACE}{MONTHS[day.month - 1]} {day.year}"


def day_medium(day: date | datetime) -> str:
    """« 24 septembre 2026 »."""
    day = _local(day)
    return f"{day_number(day)}{SPACE}{MONTHS[day.month - 1]} {day.year}"


def day_short(day: date | datetime) -> str:
    """« 24/09/2026 »."""
    return _local(day).strftime("%d/%m/%Y")


def month_long(day: date) -> str:
    """« septembre 2026 »."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def hour(moment: time | datetime) -> str:
    """« 7 h 30 », « 8 h »."""
    moment = _local(moment) if isinstance(moment, datetime) else moment
    minutes = f"{SPACE}{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour}{SPACE}h{minutes}"


def duration(minutes: int) -> str:
    """« 45 min », « 3 h », « 3 h 30 », « −1 h 15 »."""
    hours, left = divmod(abs(minutes), 60)
    sign = "−" if minutes < 0 else ""
    if not hours:
        return f"{sign}{left}{SPACE}min"
    return f"{sign}{hours}{SPACE}h" + (f"{SPACE}{left:02d}" if left else "")


def moment_long(moment: datetime) -> str:
    """« jeudi 24 septembre 2026, 7 h 30 »."""
    return f"{day_long(moment)}, {hour(moment)}"


def moment_short(moment: datetime) -> str:
    """« 24/09/2026, 7 h 30 »."""
    return f"{day_short(moment)}, {hour(moment)}"


def moment_exact(moment: datetime) -> str:
    """To the second, for proofs: « 24/09/2026 à 07:30:12 »."""
    return _local(moment).strftime("%d/%m/%Y à %H:%M:%S")


def day_relative(day: date | datetime, today: date) -> str:
    """« aujourd'hui », « demain », « il y a 3 jours », « dans 12 jours », beyond a month the day itself."""
    day = _local(day)
    if isinstance(day, datetime):
        day = day.date()
    distance = (day - today).days
    words = {-1: "hier", 0: "aujourd’hui", 1: "demain"}
    if distance in words:
        return words[distance]
    if abs(distance) > 31:
        return day_medium(day)
    return f"dans {distance}{SPACE}jours" if distance > 0 else f"il y a {-distance}{SPACE}jours"


def moment_relative(moment: datetime, now: datetime | None = None) -> str:
    """« il y a 5 min », « dans 2 h », then days as `day_relative` says them."""
    now = now or timezone.now()
    distance = moment - now
    past = distance < timedelta(0)
    minutes = round(abs(distance).total_seconds() / 60)
    if minutes < 1:
        return "à l’instant"
    if minutes < 60:
        length = f"{minutes}{SPACE}min"
    elif minutes < 12 * 60:
        length = f"{round(minutes / 60)}{SPACE}h"
    else:
        return day_relative(moment, timezone.localdate(now))
    return f"il y a {length}" if past else f"dans {length}"


# --- words -------------------------------------------------------------------------------------
_LOOSE_SPACES = re.compile(r" (?=[:;?!»%](?:[\s<.,)]|$))|(?<=[«°]) |(?<=\d) (?=(?:h|F|MF|\d{3})\b)")


def typeset(text: str) -> str:
    """With the spaces that break no line: before : ; ? ! » %, after «, inside « 20 h » and numbers."""
    return _LOOSE_SPACES.sub(SPACE, text)


# --- phones ------------------------------------------------------------------------------------
def phone_normalise(raw: str) -> str:
    """A number as people type it → « +687437000 » (E.164); a number without +… is one of here.

    Raises ValueError when it can't be a phone number.
    """
    refusal = f"« {raw} » n’est pas un numéro de téléphone : six chiffres, ou l’indicatif du pays devant."
    try:
        number = phonenumbers.parse(raw, "NC")
    except phonenumbers.NumberParseException as error:
        raise ValueError(refusal) from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError(refusal)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone(raw: str) -> str:
    """« 43 70 00 » for a number of here, the international form for others, the input when unreadable."""
    if not raw:
        return ""
    try:
        normalised = phone_normalise(raw)
    except ValueError:
        return raw
    if normalised.startswith("+687"):
        digits = normalised[4:]
        return SPACE.join(digits[i : i + 2] for i in range(0, len(digits), 2))
    number = phonenumbers.parse(normalised)
    international = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return international.replace(" ", SPACE)
