"""Near misses: a word that nothing has is taken for the nearest one that some title has.

The words of the titles stand in a table of their own, a few thousand whatever the number of rows, compared by
trigrams. A correction is never shown: it may come from a title that the person can't see.
"""

import re
from difflib import SequenceMatcher

from django.contrib.postgres.search import TrigramDistance
from django.db import connection, transaction

from comms.search import plain_keys
from desk.models import SearchWord

#: Where titles are read; names of people aren't, so that erasing a person leaves nothing here.
TITLES = (
    ("planning_action", "title"),
    ("planning_task", "title"),
    ("requests_communicationrequest", "title"),
    ("press_release", "title"),
)
NEWEST = 500
_WORD = re.compile(r"\w{4,40}")
#: Nearest words by trigrams, of which the one with most letters in the same order is taken.
_COMPARED = 25
_ALIKE = 0.7

_LEARN = """
INSERT INTO desk_searchword (word)
SELECT DISTINCT word FROM (
    SELECT regexp_split_to_table(comms_plain({column}), '[^[:alnum:]]+') AS word FROM {rows}
) words WHERE length(word) BETWEEN 4 AND 40 AND word !~ '^[0-9]+$'
ON CONFLICT DO NOTHING
"""


def learn_new_words() -> None:
    """Those of the newest titles."""
    with connection.cursor() as cursor:
        for table, column in TITLES:
            newest = f"(SELECT {column} FROM {table} ORDER BY id DESC LIMIT {NEWEST}) newest"
            cursor.execute(_LEARN.format(column=column, rows=newest))


@transaction.atomic
def learn_all_words() -> None:
    """From all titles; words that no title has any more go."""
    SearchWord.objects.all().delete()
    with connection.cursor() as cursor:
        for table, column in TITLES:
            cursor.execute(_LEARN.format(column=column, rows=table))


def nearest_words(words: str) -> str:
    """The same words with the unknown ones replaced by the nearest known; empty when none is near."""
    asked = _WORD.findall(words)[:8]
    keys = plain_keys(asked)
    near = {word: _nearest(keys[word]) for word in asked}
    if not any(near.values()):
        return ""
    return _WORD.sub(lambda found: near.get(found.group()) or found.group(), words)


def _nearest(plain: str) -> str:
    close = SearchWord.objects.order_by(TrigramDistance("word", plain)).values_list("word", flat=True)
    ratios = [(SequenceMatcher(None, plain, word).ratio(), word) for word in close[:_COMPARED]]
    ratio, word = max(ratios, default=(0.0, ""))
    return word if ratio >= _ALIKE else ""
