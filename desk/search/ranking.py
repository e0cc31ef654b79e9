"""The best of what was found, at a cost that doesn't grow with how common the words are."""

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, QuerySet

from comms.search import SEARCH_CONFIG

#: Ranking reads each row's text: only the newest of those that match are compared.
CANDIDATES = 300


def best(rows: QuerySet, words: str) -> QuerySet:
    """The rows that `rows.search(words)` finds, best first, among the newest ones."""
    newest = rows.search(words).order_by("-pk").values("pk")[:CANDIDATES]
    query = SearchQuery(words.replace("\x00", ""), config=SEARCH_CONFIG, search_type="websearch")
    rank = SearchRank(F("search_vector"), query)
    return rows.model.objects.filter(pk__in=newest).order_by(rank.desc(), "-pk")
