"""Missions for tests, by the real actions."""

from contractors.missions.actions import award_mission, create_mission
from tests.contractors.providers import factories as providers
from tests.people import factories as people


def facts(**changed):
    usual = {
        "title": "Photos du marché", "trade": providers.trade(), "context": "Le marché rouvre.",
        "items": [{"label": "Reportage", "quantity": 1}],
    }  # fmt: skip
    return usual | changed


def mission(**changed):
    assistant = people.assistant()
    return create_mission(actor=assistant, **facts(**({"lead": assistant} | changed)))


def awarded(amount=100_000, provider=None, **changed):
    return award_mission(
        mission=mission(**changed), provider=provider or providers.provider(), amount=amount,
        reason="Le mieux disant", actor=people.head(),
    )  # fmt: skip
