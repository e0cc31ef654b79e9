from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo


class ZoneOnDemand(tzinfo):
    """A time zone that is only looked up when a first moment is shown: most answers show none."""

    def __init__(self, find: Callable[[], ZoneInfo]) -> None:
        self._find = find

    @cached_property
    def zone(self) -> ZoneInfo:
        return self._find()

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        return self.zone.utcoffset(moment)

    def dst(self, moment: datetime | None) -> timedelta | None:
        return self.zone.dst(moment)

    def tzname(self, moment: datetime | None) -> str | None:
        return self.zone.tzname(moment)

    def fromutc(self, moment: datetime) -> datetime:
        return self.zone.fromutc(moment.replace(tzinfo=self.zone))

    def __str__(self) -> str:
        """The zone's name, which PostgreSQL is given when it cuts moments into days."""
        return str(self.zone)
