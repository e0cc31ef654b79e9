"""What is said again and again during a crisis: the log's quick sentences of the first day."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed

SENTENCES = (
    "Point de situation avec le PC crise",
    "Appel d’un journaliste, réponse donnée",
    "Question posée au PC crise",
    "Rumeur repérée sur les réseaux",
    "Routes ou ponts coupés signalés",
    "Centre d’hébergement ouvert",
    "Photo reçue, gardée pour plus tard",
    "Relève : je passe la main",
)


def make_first_sentences(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After the first migrate only: then they are the admin's."""
    entries = installed.get_model("periods", "QuickEntry").objects.using(using)
    if not entries.exists():
        for position, text in enumerate(SENTENCES, start=1):
            entries.create(text=text, position=position)
