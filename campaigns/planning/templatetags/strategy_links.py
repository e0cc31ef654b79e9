"""What the pages of the strategy say of actions, which they don't know: {% load strategy_links %}

{% actions_serving objective=objective %}  {% actions_serving campaign=campaign %}
"""

from typing import Any

from django import template
from django.template.context import Context

from campaigns.planning.models import Action
from campaigns.strategy.models import Campaign, Objective

register = template.Library()

#: More are read in the list of actions.
SHOWN = 30


@register.inclusion_tag("planning/_actions_serving.html", takes_context=True)
def actions_serving(
    context: Context, objective: Objective | None = None, campaign: Campaign | None = None
) -> dict[str, Any]:
    """Those the reader may see, the latest first."""
    served = {"campaign": campaign} if campaign else {"objective": objective}
    actions = Action.objects.visible_to(context["request"].user).filter(**served)
    found = list(actions.select_related("lead").order_by("-starts_on", "-pk")[: SHOWN + 1])
    return {"actions": found[:SHOWN], "has_more": len(found) > SHOWN}
