"""What changed between two texts, word by word: the differences shown between versions."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

#: A word, a run of spaces, or one sign: so that a moved comma doesn't mark the word before it.
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


class Piece(NamedTuple):
    kind: str  # "same", "removed" or "added"
    text: str


def word_diff(old: str, new: str) -> list[Piece]:
    """The pieces that make `new` out of `old`; joining same and added gives `new` back."""
    before, after = _TOKENS.findall(old), _TOKENS.findall(new)
    pieces = []
    for verb, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if verb == "equal":
            pieces.append(Piece("same", "".join(before[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece("removed", "".join(before[i1:i2])))
        if j2 > j1:
            pieces.append(Piece("added", "".join(after[j1:j2])))
    return pieces
