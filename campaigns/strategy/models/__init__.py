"""What the town wants to say, to whom, and how it will know."""

from campaigns.strategy.models.audiences import Audience
from campaigns.strategy.models.campaigns import Campaign
from campaigns.strategy.models.indicators import Indicator, Measure
from campaigns.strategy.models.objectives import Objective
from campaigns.strategy.models.plans import Axis, KeyMessage, Plan
from campaigns.strategy.models.sides import Side
from campaigns.strategy.models.states import KNOWN_STATES, PlanState

__all__ = [
    "KNOWN_STATES",
    "Audience",
    "Axis",
    "Campaign",
    "Indicator",
    "KeyMessage",
    "Measure",
    "Objective",
    "Plan",
    "PlanState",
    "Side",
]
