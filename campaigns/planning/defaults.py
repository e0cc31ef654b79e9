"""The channels and the retro-plannings that a town starts from, made after `migrate`; then the admin's."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed

CHANNELS = (
    "Site de la Ville", "Page Facebook", "Communiqué de presse", "Affiches", "Panneaux", "Bulletin municipal",
    "Flyers", "Invitations", "Radio", "SMS", "Affichage interne",
)  # fmt: skip

TO_ADJUST = "Délais proposés, à ajuster par la cellule."

#: name: (title, working days before J0, duration, who, needs approval, ranks of the steps it comes after)
TEMPLATES: dict[str, tuple[tuple[str, int, int, str, bool, tuple[int, ...]], ...]] = {
    "Événement": (
        ("Décision et cadrage", 60, 3, "head", True, ()),
        ("Brief avec la direction organisatrice", 45, 3, "head", False, (1,)),
        ("Maquettes des supports", 38, 6, "assistant", False, (2,)),
        ("Bon à tirer", 30, 2, "assistant", True, (3,)),
        ("Livraison des impressions", 21, 8, "assistant", False, (4,)),
        ("Affichage et mise en ligne", 15, 3, "assistant", False, (5,)),
        ("Invitation presse", 7, 2, "assistant", True, (2,)),
        ("Dernier rappel sur les réseaux", 1, 1, "assistant", False, (6,)),
        ("Présence et photos le jour même", 0, 1, "assistant", False, ()),
        ("Photos en ligne et remerciements", -1, 1, "assistant", False, (9,)),
        ("Bilan", -15, 2, "head", False, (10,)),
    ),
    "Affiche": (
        ("Brief et textes", 30, 2, "assistant", False, ()),
        ("Maquette", 25, 5, "assistant", False, (1,)),
        ("Bon à tirer", 20, 2, "assistant", True, (2,)),
        ("Impression", 12, 6, "assistant", False, (3,)),
        ("Affichage", 5, 3, "assistant", False, (4,)),
    ),
    "Bulletin municipal": (
        ("Comité éditorial et sommaire", 50, 2, "head", True, ()),
        ("Collecte des textes des directions", 35, 12, "assistant", False, (1,)),
        ("Photos et relecture", 28, 5, "assistant", False, (2,)),
        ("Mise en page", 20, 7, "assistant", False, (3,)),
        ("Bon à tirer", 15, 3, "head", True, (4,)),
        ("Impression", 6, 8, "assistant", False, (5,)),
        ("Distribution et mise en ligne", 0, 4, "assistant", False, (6,)),
    ),
    "Campagne d’information": (
        ("Objectif, publics et messages", 45, 4, "head", True, ()),
        ("Plan des supports et des canaux", 38, 3, "head", False, (1,)),
        ("Conception", 30, 8, "assistant", False, (2,)),
        ("Validation de la création", 22, 3, "assistant", True, (3,)),
        ("Production des supports", 12, 8, "assistant", False, (4,)),
        ("Programmation des publications", 4, 2, "assistant", False, (4,)),
        ("Lancement", 0, 1, "head", False, (5, 6)),
        ("Bilan", -15, 2, "head", False, (7,)),
    ),
    "Inauguration": (
        ("Date arrêtée avec le cabinet", 40, 2, "head", True, ()),
        ("Liste des invités", 30, 4, "assistant", True, (1,)),
        ("Invitations envoyées", 20, 3, "assistant", False, (2,)),
        ("Éléments de langage", 10, 3, "head", True, (1,)),
        ("Dossier de presse et invitation des médias", 7, 3, "assistant", True, (1,)),
        ("Plaque, ruban et matériel vérifiés", 3, 1, "assistant", False, (1,)),
        ("Inauguration : accueil et photos", 0, 1, "assistant", False, (3,)),
        ("Communiqué et photos en ligne", -1, 1, "assistant", True, (7,)),
        ("Bilan", -15, 1, "head", False, (8,)),
    ),
}


def make_first_templates(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After the first migrate only: a template or a channel that the unit took away doesn't come back."""
    channels = installed.get_model("planning", "Channel").objects.using(using)
    templates = installed.get_model("planning", "PlanTemplate").objects.using(using)
    if not channels.exists():
        for position, name in enumerate(CHANNELS, start=1):
            channels.create(name=name, position=position)
    if not templates.exists():
        for name, rows in TEMPLATES.items():
            _make_steps(templates.create(name=name, description=TO_ADJUST), rows)


def _make_steps(template: Any, rows: tuple[tuple, ...]) -> None:
    names = ("title", "offset", "duration", "role", "needs_approval")
    steps = [
        template.steps.create(position=position, **dict(zip(names, row[:5], strict=True)))
        for position, row in enumerate(rows, start=1)
    ]
    for step, row in zip(steps, rows, strict=True):
        step.after.set([steps[rank - 1] for rank in row[5]])
