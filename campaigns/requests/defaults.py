"""The kinds a new town starts with; every delay is « à ajuster par la cellule », in the administration."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as installed

from campaigns.planning.defaults import make_first_templates
from comms.approvals.defaults import make_missing_circuits


def _kind(name: str, icon: str, days: int, template: str, action: str, description: str, **more: Any) -> dict:
    return {
        "name": name, "icon": icon, "minimum_days": days, "template": template, "action_kind": action,
        "description": description, **more,
    }  # fmt: skip


def _ask(label: str, type_: str = "line", choices: str = "", required: bool = False, help_: str = "") -> dict:
    return {
        "label": label, "type": type_, "choices": choices, "is_required": required, "help_text": help_,
    }  # fmt: skip


#: Delays in working days: house rules of town halls, no norm. A template is found by a word of its name.
FIRST_KINDS = (
    _kind(
        "Affiche ou dépliant", "file-richtext", 15, "affiche", "support",
        "Une affiche, un flyer, un dépliant, une signalétique.",
        self_service_name="Modèle d’affiche à remplir",
        self_service_url="Serveur de fichiers, dossier Modèles",
        indicative_cost=45_000,
        questions=(
            _ask("Format", "choice", "Affiche A3\nAffiche A4\nFlyer A5\nDépliant\nBâche ou panneau", True),
            _ask("Nombre d’exemplaires", "number", help_="Zéro pour un fichier à diffuser en ligne."),
            _ask("Où sera-t-il diffusé ?", "text"),
            _ask("Logos des partenaires à faire figurer"),
        ),
    ),
    _kind(
        "Événement", "calendar-event", 25, "événement", "event",
        "Annoncer, accueillir et raconter un événement : l’ensemble des supports.",
        agreed_by="department", needs_endorsement=True, indicative_cost=150_000,
        questions=(
            _ask("Heure de début et de fin", required=True),
            _ask("Public attendu", "number"),
            _ask("Le maire ou des élus sont-ils attendus ?", "yes_no"),
            _ask("Solution de repli en cas de mauvais temps", "text"),
        ),
    ),
    _kind(
        "Publication sur la page Facebook", "chat-square-text", 5, "publication", "publication",
        "Un message simple, avec une photo si possible.", agreed_by="nobody",
        self_service_name="Modèle de publication",
        questions=(_ask("L’essentiel en deux phrases", "text", required=True),),
    ),
    _kind(
        "Article du bulletin", "newspaper", 20, "bulletin", "publication",
        "Un article dans le bulletin municipal ; il suit la date de bouclage du numéro.",
        questions=(
            _ask("Personne à interroger", required=True),
            _ask("Longueur souhaitée", "choice", "Brève\nDemi-page\nPage"),
        ),
    ),
    _kind(
        "Film", "film", 35, "film", "support",
        "Une vidéo de la commune, tournée par la cellule ou un prestataire.", goes_round=True,
        agreed_by="department", needs_endorsement=True, indicative_cost=350_000,
        questions=(
            _ask("Durée souhaitée", "choice", "Moins d’une minute\nUne à trois minutes\nPlus long"),
            _ask("Lieux de tournage", "text"),
            _ask("Des mineurs seront-ils filmés ?", "yes_no", help_="Il faut alors l’accord des parents."),
        ),
    ),
    _kind(
        "Reportage photo", "camera", 7, "photo", "help", "Des photos d’une action, d’un lieu, d’une équipe.",
        agreed_by="nobody",
        questions=(
            _ask("Heure du rendez-vous", required=True),
            _ask("Contact sur place"),
            _ask("Usages prévus", "choices", "Bulletin\nSite\nFacebook\nPresse\nArchives"),
        ),
    ),
    _kind(
        "Relation avec la presse", "megaphone", 10, "communiqué", "publication",
        "Un communiqué, une invitation ou une conférence de presse.", goes_round=True, agreed_by="department",
        questions=(_ask("Qui parle au nom de la commune ?", required=True),),
    ),
    _kind(
        "Page ou actualité du site", "globe", 5, "site", "publication",
        "Une page à créer ou à corriger, une actualité à mettre en ligne.",
        questions=(_ask("Adresse de la page concernée"),),
    ),
    _kind(
        "Autre demande", "question-circle", 10, "", "help",
        "Rien de tout cela ? Décrivez votre besoin, la cellule vous conseille.",
    ),
)  # fmt: skip


def make_first_kinds(sender: AppConfig, using: str, **kwargs: Any) -> None:
    """After the first migrate only: a kind that the unit took away doesn't come back."""
    kinds = installed.get_model("requests", "RequestKind").objects.using(using)
    if kinds.exists():
        return
    make_first_templates(sender, using)  # this room's turn may come before planning's, or approvals'
    make_missing_circuits(using)
    delivery = installed.get_model("requests", "Delivery")
    circuit = installed.get_model("approvals", "Circuit").objects.using(using).usual(delivery.approval_kind)
    for position, described in enumerate(FIRST_KINDS, start=1):
        given = dict(described)
        questions, word = given.pop("questions", ()), given.pop("template")
        kind = kinds.create(
            position=position * 10,
            plan_template=_template(using, word),
            circuit=circuit if given.pop("goes_round", False) else None,
            **given,
        )
        for place, question in enumerate(questions, start=1):
            kind.questions.create(position=place * 10, **question)


def _template(using: str, word: str) -> Any:
    """The first retro-planning whose name has the word; none when the unit hasn't made it yet."""
    templates = installed.get_model("planning", "PlanTemplate").objects.using(using)
    return templates.filter(name__icontains=word).first() if word else None
