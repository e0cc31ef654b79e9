"""One box over everything that the person may see."""

from desk.search.everything import SOURCES, Results, search_everything
from desk.search.found import FEW, MANY

__all__ = ["FEW", "MANY", "SOURCES", "Results", "search_everything"]
