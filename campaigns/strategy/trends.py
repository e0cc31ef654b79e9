"""How an indicator goes: where it started, where it is, where it should be by now, and its drawing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from campaigns.strategy.figures import figure, number
from campaigns.strategy.models import Indicator, Measure

Point = tuple[date, Decimal]

# the drawing's own units; it is scaled to the width it is given
WIDTH, HEIGHT = 640, 240
LEFT, RIGHT, TOP, BOTTOM = 64, 20, 18, 34


@dataclass(frozen=True)
class Trend:
    """`points` are the measures that count, the oldest first."""

    indicator: Indicator
    points: Sequence[Point]
    starts_on: date

    @property
    def last(self) -> Point | None:
        return self.points[-1] if self.points else None

    @property
    def last_said(self) -> str:
        return figure(self.last[1], self.indicator.unit) if self.last else "pas encore mesuré"

    @property
    def last_number(self) -> str:
        return number(self.last[1]) if self.last else "–"

    @property
    def percent(self) -> int:
        """How much of the way from the start to the target is done, between 0 and 100."""
        if not self.last:
            return 0
        way = self.indicator.target_value - self.indicator.start_value
        done = (self.last[1] - self.indicator.start_value) * 100 / way
        return max(0, min(100, round(done)))

    @property
    def is_reached(self) -> bool:
        if not self.last:
            return False
        rises = self.indicator.target_value > self.indicator.start_value
        value, target = self.last[1], self.indicator.target_value
        return value >= target if rises else value <= target

    def expected(self, day: date) -> Decimal:
        """Where a straight line from the start to the target would be on that day."""
        indicator = self.indicator
        length = (indicator.target_on - self.starts_on).days
        passed = min(max((day - self.starts_on).days, 0), length)
        if length <= 0 or passed == length:
            return indicator.target_value
        return indicator.start_value + (indicator.target_value - indicator.start_value) * passed / length

    @property
    def is_on_the_way(self) -> bool:
        """At the last measure, at or beyond the straight line."""
        if not self.last:
            return False
        day, value = self.last
        rises = self.indicator.target_value > self.indicator.start_value
        return value >= self.expected(day) if rises else value <= self.expected(day)

    @property
    def badge(self) -> tuple[str, str]:
        """Its words and their tone."""
        if not self.last:
            return "Sans mesure", "muted"
        if self.is_reached:
            return "Cible atteinte", "good"
        if self.last[0] >= self.indicator.target_on:
            return "Cible manquée", "danger"
        return ("En bonne voie", "active") if self.is_on_the_way else ("Sous la trajectoire", "warning")

    @property
    def direction(self) -> str:
        """Since the measure before: « en hausse de 120 abonnés », « stable », nothing with one measure."""
        if len(self.points) < 2:
            return ""
        change = self.points[-1][1] - self.points[-2][1]
        if not change:
            return "stable"
        return f"en {'hausse' if change > 0 else 'baisse'} de {figure(abs(change), self.indicator.unit)}"

    @property
    def summary(self) -> str:
        """The drawing in one sentence, for who doesn't see it."""
        if not self.last:
            return f"{self.indicator.name} : pas encore de mesure."
        day, _ = self.last
        parts = [
            f"{self.indicator.name} : {self.last_said} au {day:%d/%m/%Y}",
            f"départ {self.indicator.start_said}",
            f"cible {self.indicator.target_said} au {self.indicator.target_on:%d/%m/%Y}",
        ]
        return ", ".join(parts) + (f" ; {self.direction}" if self.direction else "") + "."

    @property
    def chart(self) -> "Chart":
        return Chart(self)


class Chart:
    """The coordinates of a small line drawing; the template writes the SVG."""

    def __init__(self, trend: Trend) -> None:
        self.trend = trend
        indicator = trend.indicator
        days = [day for day, _ in trend.points]
        values = [value for _, value in trend.points]
        self.first_day = min([trend.starts_on, *days])
        self.last_day = max([indicator.target_on, *days, self.first_day + timedelta(days=1)])
        bounds = [indicator.start_value, indicator.target_value, *values]
        self.step = _round_step(max(bounds) - min(bounds))
        self.low = (min(bounds) // self.step) * self.step
        self.high = -((-max(bounds)) // self.step) * self.step
        if self.high == self.low:
            self.high += self.step

    width, height = WIDTH, HEIGHT
    left, right, bottom = LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM

    def x(self, day: date) -> float:
        share = (day - self.first_day).days / (self.last_day - self.first_day).days
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y(self, value: Decimal) -> float:
        share = float((value - self.low) / (self.high - self.low))
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    @property
    def dots(self) -> list[dict[str, Any]]:
        return [{"x": self.x(day), "y": self.y(value)} for day, value in self.trend.points]

    @property
    def line(self) -> str:
        return " ".join(f"{dot['x']},{dot['y']}" for dot in self.dots)

    @property
    def way(self) -> dict[str, float]:
        """The straight line from the start to the target."""
        indicator, start = self.trend.indicator, self.trend.starts_on
        end = max(indicator.target_on, start)
        return {
            "x1": self.x(start), "y1": self.y(indicator.start_value),
            "x2": self.x(end), "y2": self.y(indicator.target_value),
        }  # fmt: skip

    @property
    def levels(self) -> list[dict[str, Any]]:
        count = int((self.high - self.low) / self.step)
        values = [self.low + self.step * index for index in range(count + 1)]
        return [{"y": self.y(value), "label": number(value)} for value in values]

    @property
    def ends(self) -> list[dict[str, Any]]:
        return [
            {"x": LEFT, "label": f"{self.first_day:%m/%Y}", "anchor": "start"},
            {"x": WIDTH - RIGHT, "label": f"{self.last_day:%m/%Y}", "anchor": "end"},
        ]


def _round_step(span: Decimal) -> Decimal:
    """A step of 1, 2 or 5 × a power of ten that cuts the span into five at most."""
    power = Decimal(10) ** (Decimal(span or 1).adjusted() - 1)
    for factor in (1, 2, 5, 10, 20, 50):
        if power * factor * 5 >= span:
            return power * factor
    return power * 100


def trends_of(indicators: Sequence[Indicator]) -> dict[int, Trend]:
    """One for each, by key, in one query; each indicator comes with its objective, axis and plan."""
    points: dict[int, list[Point]] = {indicator.pk: [] for indicator in indicators}
    measures = Measure.objects.filter(indicator__in=list(points)).counting().order_by("measured_on")
    for key, day, value in measures.values_list("indicator_id", "measured_on", "value"):
        points[key].append((day, value))
    return {
        indicator.pk: Trend(indicator, points[indicator.pk], indicator.objective.axis.plan.starts_on)
        for indicator in indicators
    }


def trend_of(indicator: Indicator) -> Trend:
    return trends_of([indicator])[indicator.pk]
