"""A text that somebody received against the one the town published, passage by passage.

Mail programmes wrap lines, quote with « > », change apostrophes and spaces, lose accents: none of that is
a difference. The addresses behind links aren't compared.
"""

import re
import unicodedata
from dataclasses import dataclass

_QUOTE_MARKS = re.compile(r"^[>|]+[ \t]?", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.!?…:])\s+|\n\s*\n")
# each repetition is bounded: anybody may paste anything here, and must not make the server think for long
_ADDRESSES = re.compile(r"\(?\b(?:https?://\S{1,400}|[\w.+-]{1,64}@[\w.-]{1,120})\)?")
_NOT_A_WORD = re.compile(r"[^\w%]+")
#: A single word proves nothing.
MIN_WORDS = 2


@dataclass(frozen=True)
class Comparison:
    """`missing`: ours, not in the received text; `added`: among ours there, never written by us."""

    missing: list[str]
    added: list[str]
    found: int

    @property
    def is_identical(self) -> bool:
        return not self.missing and not self.added

    @property
    def is_another_text(self) -> bool:
        """So little of ours that it isn't an altered copy."""
        return self.found < len(self.missing)


def compare(*, received: str, published: str, around: str) -> Comparison:
    """`around`: what a mail of ours has besides (number, contact, foot), which is never an addition.

    What stands before our first passage and after the last one (greetings, signatures) is left aside.
    """
    ours, theirs = passages(published), passages(received)
    received_words, our_words, all_our_words = map(_padded, (received, published, f"{published}\n{around}"))
    missing = [text for text in ours if _padded(text) not in received_words]
    is_ours = [_padded(text) in our_words for text in theirs]
    first = is_ours.index(True) if True in is_ours else 0
    last = len(is_ours) - is_ours[::-1].index(True) if True in is_ours else 0
    added = [text for text in theirs[first:last] if _padded(text) not in all_our_words]
    return Comparison(missing=missing, added=added, found=len(ours) - len(missing))


def passages(text: str) -> list[str]:
    """Sentences and titles, as written; those of a single word are left out."""
    parts = _SENTENCE_END.split(_unquoted(text))
    tidy = (" ".join(part.split()) for part in parts if part)
    return [part for part in tidy if len(_words(part).split()) >= MIN_WORDS]


def unwrapped(text: str) -> str:
    """On one line, without the marks of a quoted mail."""
    return " ".join(_unquoted(text).replace("\x00", " ").split())


def _unquoted(text: str) -> str:
    return _QUOTE_MARKS.sub("", text.replace("\r\n", "\n"))


def _padded(text: str) -> str:
    return f" {_words(text)} "


def _words(text: str) -> str:
    """Only words and figures: an accent lost is the mail's doing, a figure changed is not."""
    plain = unicodedata.normalize("NFKD", _ADDRESSES.sub(" ", _unquoted(text))).casefold()
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return _NOT_A_WORD.sub(" ", plain).strip()
