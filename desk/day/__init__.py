"""« Ma journée »: what waits for this person, then what this person follows."""

from desk.day.day import Day

__all__ = ["Day"]
