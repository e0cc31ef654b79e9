from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """What a movement rests on: its kind (DocumentKind) and the reference people know it by."""

    kind: str
    reference: str
