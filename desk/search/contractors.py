"""Who works for the town from outside, and what they are asked, for those who see it."""

from django.db.models import QuerySet

from comms.formats import francs
from comms.people.models import User
from contractors.missions.models import Mission
from contractors.providers.models import Provider
from desk.search.found import Hit, Source


def _missions(user: User, words: str) -> QuerySet:
    return Mission.objects.visible_to(user).search(words).select_related("provider")


def _mission(mission: Mission) -> Hit:
    facts = [mission.reference]
    if mission.is_awarded:
        facts += [str(mission.provider), f"{francs(mission.awarded_amount)} HT"]
    return Hit(
        title=mission.title,
        url=mission.get_absolute_url(),
        note=" · ".join(facts),
        state=mission.get_state_display(),
        tone=mission.state_tone,
        at=mission.created_at,
    )


def _providers(user: User, words: str) -> QuerySet:
    return Provider.objects.visible_to(user).search(words)


def _provider(provider: Provider) -> Hit:
    return Hit(
        title=provider.name,
        url=provider.get_absolute_url(),
        note=f"RIDET {provider.ridet_shown}" if provider.ridet else "",
        state=provider.get_state_display(),
        tone=provider.state_tone,
    )


SOURCES = (
    Source("missions", "Missions", "briefcase", _missions, _mission),
    Source("prestataires", "Prestataires", "building", _providers, _provider),
)
