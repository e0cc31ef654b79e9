"""Spaces that don't break where French typography has them: « 14 850 000 F CFP » stays on its line.

Only kinds of spaces change, for reading; what a version holds, and its digest, stay as they were written.
"""

import re

from comms.formats import NARROW_SPACE, SPACE

_RULES = (
    (re.compile(r"« "), f"«{SPACE}"),
    (re.compile(r" (?=[»:])"), SPACE),
    (re.compile(r" (?=[;!?])"), NARROW_SPACE),
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), NARROW_SPACE),
    (re.compile(r"(?<=\d) (?=(?:F|CFP|XPF|MF|%|h|km|m²)\b|%)"), SPACE),
    (re.compile(r"(?<=\d[ \u00a0\u202f]F) (?=CFP\b)"), SPACE),
    (re.compile(r"(?<=\d[ \u00a0]h) (?=\d)"), SPACE),
)


def unbroken(text: str) -> str:
    """For plain text, and for HTML whose addresses hold no spaces."""
    for pattern, space in _RULES:
        text = pattern.sub(space, text)
    return text
