"""Missions that never were, by the real actions."""

from collections.abc import Mapping
from datetime import date, timedelta

from campaigns.planning.models import Action
from comms.people.models import Role, User
from contractors.missions.actions import award_mission, cancel_mission, create_mission
from contractors.missions.models import ImageConsent, Mission
from contractors.providers.models import Provider, Trade


def load_demo_missions(people: Mapping[Role, User], today: date) -> None:
    head = people[Role.HEAD]
    film = _need(
        people, "Film de la fête de la commune", "Film", today + timedelta(days=40), 800_000,
        [{"label": "Film", "format": "MP4, 16/9", "size": "3 minutes", "quantity": 1},
         {"label": "Formats courts", "format": "MP4, 9/16", "size": "20 secondes", "quantity": 3}],
        image_consent=ImageConsent.PROVIDER, rights_wanted="Web, réseaux et écrans de la mairie, 5 ans.",
    )  # fmt: skip
    studio = Provider.objects.get(name="Studio Niaouli")
    award_mission(
        mission=film, provider=studio, amount=650_000, actor=head,
        reason="Seul à proposer les formats courts dans le délai.",
    )  # fmt: skip
    _need(
        people, "Affiches et dépliants du marché", "Impression", today + timedelta(days=15), 250_000,
        [{"label": "Affiches", "format": "A3", "size": "135 g", "quantity": 200},
         {"label": "Dépliants", "format": "A5, deux volets", "size": "115 g", "quantity": 3000}],
    )  # fmt: skip
    _need(
        people, "Photos des équipements rénovés", "Photo", today + timedelta(days=25), None,
        [{"label": "Reportage", "format": "JPEG", "size": "30 photos", "quantity": 1}],
        image_consent=ImageConsent.UNIT,
    )  # fmt: skip
    stand = _need(
        people, "Habillage d’un stand", "Graphisme", None, None,
        [{"label": "Panneaux", "format": "Bâche", "size": "2 × 1 m", "quantity": 2}],
    )  # fmt: skip
    cancel_mission(mission=stand, reason="La commune ne tiendra pas de stand cette année.", actor=head)


def _need(
    people: Mapping[Role, User], title: str, trade: str, needed_on: date | None, ceiling: int | None,
    items: list[dict], **facts: str,
) -> Mission:  # fmt: skip
    return create_mission(
        actor=people[Role.ASSISTANT], lead=people[Role.ASSISTANT], title=title,
        trade=Trade.objects.get(name=trade), needed_on=needed_on, ceiling=ceiling, items=items,
        action=Action.objects.filter(is_confidential=False).order_by("pk").first(),
        context="Données de démonstration : ce que la commune attend, et pourquoi.", **facts,
    )  # fmt: skip
