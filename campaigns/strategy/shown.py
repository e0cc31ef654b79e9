"""A plan as it is read, from a version's content or from the rows, with how its indicators go."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.functional import cached_property

from campaigns.strategy.figures import figure
from campaigns.strategy.models import Indicator, Plan
from campaigns.strategy.trends import Trend, trends_of


@dataclass
class Shown:
    plan: Plan
    content: dict[str, Any]

    @property
    def starts_on(self) -> date:
        return date.fromisoformat(self.content["starts_on"])

    @property
    def ends_on(self) -> date:
        return date.fromisoformat(self.content["ends_on"])

    @cached_property
    def trends(self) -> dict[int, Trend]:
        """By the indicator's key, measured against this content's target; in two queries."""
        said = {
            indicator["id"]: indicator
            for axis in self.content["axes"]
            for objective in axis["objectives"]
            for indicator in objective["indicators"]
        }
        rows = list(Indicator.objects.filter(pk__in=said).select_related("objective__axis__plan"))
        for row in rows:
            words = said[row.pk]
            row.name, row.unit = words["name"], words["unit"]
            row.start_value, row.target_value = Decimal(words["start"]), Decimal(words["target"])
            row.target_on = date.fromisoformat(words["target_on"])
        return trends_of(rows)

    @cached_property
    def axes(self) -> list[dict[str, Any]]:
        """The content, each indicator with its start and target in words and its `trend` (None: removed)."""
        return [
            axis | {"objectives": [self._objective(objective) for objective in axis["objectives"]]}
            for axis in self.content["axes"]
        ]

    def _objective(self, objective: dict[str, Any]) -> dict[str, Any]:
        indicators = [
            indicator
            | {
                "trend": self.trends.get(indicator["id"]),
                "start_said": figure(Decimal(indicator["start"]), indicator["unit"]),
                "target_said": figure(Decimal(indicator["target"]), indicator["unit"]),
                "target_on": date.fromisoformat(indicator["target_on"]),
            }
            for indicator in objective["indicators"]
        ]
        return objective | {"indicators": indicators}

    @property
    def counts(self) -> dict[str, int]:
        """For the head of the page: how many of each, and how the measured ones go."""
        trends = list(self.trends.values())
        return {
            "axes": len(self.axes),
            "objectives": sum(len(axis["objectives"]) for axis in self.axes),
            "indicators": len(trends),
            "reached": sum(trend.is_reached for trend in trends),
            "behind": sum(
                trend.last is not None and not trend.is_reached and not trend.is_on_the_way
                for trend in trends
            ),
        }
