"""The checks that several actions begin with."""

from budget.errors import NotYours, WordsMissing


def needs(allowed: bool, refusal: str) -> None:
    """Raises NotYours with this sentence, which says who may."""
    if not allowed:
        raise NotYours(refusal)


def written(text: str, refusal: str) -> str:
    """The text without its outer spaces. Raises WordsMissing with this sentence when there is none."""
    if not text.strip():
        raise WordsMissing(refusal)
    return text.strip()
