"""Checks of text that several rooms need."""

import unicodedata

from django.core.exceptions import ValidationError

#: Control characters, and those that turn the reading direction of what follows.
_REFUSED = {"Cc", "Zl", "Zp"}
_DIRECTION = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def one_line(text: str) -> None:
    """For a name or a title, which ends up in a header, a file name or a list: one readable line."""
    if any(unicodedata.category(char) in _REFUSED or char in _DIRECTION for char in text):
        raise ValidationError(
            "Écrivez ce texte sur une seule ligne, sans caractère de contrôle.", code="one_line"
        )
