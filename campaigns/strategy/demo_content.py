"""What the demonstration's plan says: audiences, key messages, axes, objectives, a year of figures."""

from dataclasses import dataclass

from campaigns.strategy.models import Indicator, Side

AUDIENCES = (
    (
        "Habitants du Sud",
        Side.EXTERNAL,
        9200,
        "Recensement 2025, quartiers de Plum à l’île Ouen",
        "Arrêts de bus, mairie annexe de Plum, page de la Ville, voiture sonorisée en cas d’alerte.",
    ),
    (
        "Habitants du Nord",
        Side.EXTERNAL,
        16100,
        "Recensement 2025, de Pont-des-Français à Boulari",
        "Affichage de Boulari, marché, médiathèque, page de la Ville.",
    ),
    (
        "Associations",
        Side.EXTERNAL,
        240,
        "Annuaire de la vie associative",
        "Lettre mensuelle, maison des associations.",
    ),
    (
        "Journalistes",
        Side.EXTERNAL,
        45,
        "Liste d’envoi de la cellule",
        "Communiqués, téléphone, visites de presse.",
    ),
    (
        "Agents de la Ville",
        Side.INTERNAL,
        410,
        "Effectif au 1er janvier",
        "Affichage des services, réunions.",
    ),
    ("Encadrants", Side.INTERNAL, 38, "Organigramme", "Réunion de direction, courriel."),
)

MESSAGES = (
    ("La mairie vous dit où, quand et à qui vous adresser.", ("Habitants du Sud", "Habitants du Nord")),
    ("Au Mont-Dore, on se prépare avant la saison des cyclones.", ("Habitants du Sud", "Habitants du Nord")),
    ("Une question ? La cellule répond avant midi.", ("Agents de la Ville", "Encadrants")),
)


@dataclass(frozen=True)
class DemoIndicator:
    name: str
    unit: str
    start: int
    target: int
    measures: str = ""  # one a month, the oldest first; « - » for none
    computation: str = ""
    source: str = ""


@dataclass(frozen=True)
class DemoObjective:
    statement: str
    side: str
    audiences: tuple[str, ...]
    indicators: tuple[DemoIndicator, ...]


AXES = (
    (
        "Informer chaque quartier au bon moment",
        (
            DemoObjective(
                "Les habitants du Sud savent où trouver l’information de leur mairie",
                Side.EXTERNAL,
                ("Habitants du Sud",),
                (
                    DemoIndicator(
                        "Abonnés à la page de la Ville",
                        "abonnés",
                        8200,
                        10500,
                        "8240 8390 8510 8760 8905 9120 9270 9410 9680 9855 9990 10210",
                        source="Statistiques de la page, onglet Audience",
                    ),
                    DemoIndicator(
                        "Habitants du Sud qui citent un support de la Ville",
                        "%",
                        42,
                        60,
                        "42 - - 47 - - 49 - - 51",
                        source="Questionnaire de la mairie annexe, chaque trimestre",
                    ),
                ),
            ),
            DemoObjective(
                "Les alertes arrivent en moins d’une heure dans tous les quartiers",
                Side.EXTERNAL,
                ("Habitants du Sud", "Habitants du Nord"),
                (
                    DemoIndicator(
                        "Délai entre l’alerte et sa publication",
                        "min",
                        95,
                        45,
                        "95 90 82 84 70 66 61 58 52 49 44 43",
                        source="Main courante de la cellule",
                    ),
                ),
            ),
        ),
    ),
    (
        "Faire connaître ce que fait la Ville",
        (
            DemoObjective(
                "La presse reprend l’actualité de la commune chaque semaine",
                Side.EXTERNAL,
                ("Journalistes",),
                (
                    DemoIndicator(
                        "Communiqués diffusés dans l’année",
                        "communiqués",
                        0,
                        48,
                        computation=Indicator.Computation.RELEASES_SENT,
                    ),
                    DemoIndicator(
                        "Retombées relevées dans le mois",
                        "retombées",
                        9,
                        20,
                        "9 11 8 14 12 15 17 13 18 16 19 18",
                        source="Revue de presse",
                    ),
                ),
            ),
            DemoObjective(
                "Les associations annoncent leurs rendez-vous avec la Ville",
                Side.EXTERNAL,
                ("Associations",),
                (
                    DemoIndicator(
                        "Rendez-vous reçus deux mois à l’avance",
                        "%",
                        20,
                        70,
                        "20 - 28 - 33 - 36 - 41 - 45",
                        source="Agenda de la cellule",
                    ),
                ),
            ),
        ),
    ),
    (
        "Faire des agents les premiers informés",
        (
            DemoObjective(
                "Chaque agent apprend les décisions avant le public",
                Side.INTERNAL,
                ("Agents de la Ville", "Encadrants"),
                (
                    DemoIndicator(
                        "Décisions annoncées d’abord en interne",
                        "%",
                        30,
                        90,
                        "30 - - 55 - - 68 - - 76",
                        source="Suivi de la cellule",
                    ),
                ),
            ),
        ),
    ),
)
