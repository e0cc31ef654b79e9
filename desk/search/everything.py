"""One search over everything: each kind of thing finds its own rows, filtered by what the person may see."""

from typing import NamedTuple

from comms.people.models import User
from desk.search import budget, campaigns, contractors, press
from desk.search.found import FEW, MANY, Found, Source
from desk.search.words import nearest_words

SOURCES: tuple[Source, ...] = (*campaigns.SOURCES, *press.SOURCES, *budget.SOURCES, *contractors.SOURCES)


class Results(NamedTuple):
    """`is_near`: nothing has these very words, this has words like them."""

    found: list[Found]
    is_near: bool = False


def search_everything(user: User, words: str, only: str = "") -> Results:
    """What was found of each kind, the kinds without a hit left out; else what is near."""
    found = _find(user, words, only)
    if found:
        return Results(found)
    near = nearest_words(words)
    if not near or near == words:
        return Results([])
    return Results(_find(user, near, only), is_near=True)


def _find(user: User, words: str, only: str) -> list[Found]:
    chosen = [source for source in SOURCES if not only or source.slug == only]
    found = [source.found(user, words, MANY if only else FEW) for source in chosen]
    return [kind for kind in found if kind.hits]
