"""Trades and thresholds that stand from the first day, made after `migrate`; then the admin's."""

from datetime import date
from typing import Any, NamedTuple

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS

TRADES = (
    "Film", "Photo", "Rédaction", "Graphisme", "Impression", "Web", "Diffusion", "Objets et signalétique",
    "Événementiel",
)  # fmt: skip

TEMPORARY = "Délibération n° 168/CP du 3 avril 2025 (régime temporaire)"
PERMANENT = "Délibération n° 424 du 20 mars 2019"
#: The temporary regime holds from the day of its text to the last day of 2026; then the permanent text.
SINCE, UNTIL, AFTER = date(2025, 4, 3), date(2026, 12, 31), date(2027, 1, 1)


class Step(NamedTuple):
    from_amount: int
    procedure: str
    nature: str = ""
    advice: str = ""
    needs_competition: bool = True


TEMPORARY_STEPS = (
    Step(
        0, "Sans mise en concurrence préalable", needs_competition=False,
        advice="Éviter de toujours prendre le même prestataire quand plusieurs peuvent répondre.",
    ),
    Step(10_000_000, "Mise en concurrence adaptée de plusieurs entreprises"),
    Step(40_000_001, "Procédure de marché public", "services"),
    Step(40_000_001, "Publicité préalable", "works"),
    Step(100_000_001, "Appel d’offres", "works"),
)  # fmt: skip
PERMANENT_STEPS = (
    Step(
        0, "À confirmer par le service des marchés", needs_competition=False,
        advice="Les paliers du texte permanent sous 20 millions restent à relire.",
    ),
    Step(20_000_001, "Marché public ou appel d’offres"),
)  # fmt: skip


def make_first_rows(using: str = DEFAULT_DB_ALIAS, apps: Apps = installed, **signal: Any) -> None:
    """After the first migrate only: a row that the town took away doesn't come back."""
    try:
        trades = apps.get_model("providers", "Trade").objects.using(using)
        thresholds = apps.get_model("providers", "Threshold").objects.using(using)
    except LookupError:  # migrated back to before there were providers
        return
    if not trades.exists():
        trades.bulk_create(
            trades.model(name=name, position=position) for position, name in enumerate(TRADES, start=1)
        )
    if not thresholds.exists():
        temporary = {"source": TEMPORARY, "valid_from": SINCE, "valid_until": UNTIL}
        permanent = {"source": PERMANENT, "valid_from": AFTER}
        thresholds.bulk_create(
            thresholds.model(**step._asdict(), **text)
            for steps, text in ((TEMPORARY_STEPS, temporary), (PERMANENT_STEPS, permanent))
            for step in steps
        )
