from typing import Any

from django.db import transaction

from campaigns.strategy.models import Audience, Campaign
from comms.journal.actions import record
from comms.people.models import User

CAMPAIGN_FIELDS = ("title", "objective", "summary", "starts_on", "ends_on", "envelope", "lead", "result")
AUDIENCE_FIELDS = ("name", "side", "size", "size_source", "where_reached", "is_active")


@transaction.atomic
def save_campaign(*, campaign: Campaign | None, actor: User, **facts: Any) -> Campaign:
    """A new one, or what changes of one that exists."""
    is_new = campaign is None
    campaign = campaign or Campaign()
    audiences = facts.pop("audiences", None)
    _set(campaign, facts, CAMPAIGN_FIELDS)
    if audiences is not None:
        campaign.audiences.set(audiences)
    tell = [campaign.lead] if campaign.lead else []
    record(
        actor=actor,
        verb="a créé la campagne" if is_new else "a modifié la campagne",
        target=campaign,
        tell=tell,
    )
    return campaign


@transaction.atomic
def save_audience(*, audience: Audience | None, actor: User, **facts: Any) -> Audience:
    is_new = audience is None
    audience = audience or Audience()
    _set(audience, facts, AUDIENCE_FIELDS)
    record(actor=actor, verb="a créé le public" if is_new else "a modifié le public", target=audience)
    return audience


def _set(thing: Campaign | Audience, facts: dict[str, Any], allowed: tuple[str, ...]) -> None:
    unknown = facts.keys() - set(allowed)
    if unknown:
        raise TypeError(f"not written here: {', '.join(sorted(unknown))}")
    for name, value in facts.items():
        setattr(thing, name, value)
    thing.save()
