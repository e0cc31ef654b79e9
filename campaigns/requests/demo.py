"""The demonstration's requests, in every state, from several directions, by the real actions.

What lies in the past is sent with its moment; what is decided is decided today, in the order of the pile.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from campaigns.requests import actions
from campaigns.requests.models import (
    CommunicationRequest,
    Delivery,
    Door,
    RequestKind,
    RequestRules,
    SupportLevel,
)
from comms.calendar.working_days import add_working_days
from comms.people.models import Department, Role, User

#: Title, kind (a word of its name), direction, days ago, days ahead, what should change, for whom, where.
ASKED = (
    ("Fête de la mer", "Événement", "DSAP", 30, 40, "Que les familles viennent et participent aux ateliers.",
     "Les familles du Grand Nouméa", "Baie de Boulari"),
    ("Travaux rue des Roussettes", "Affiche", "DSTP", 12, 18, "Que les riverains sachent quand passer.",
     "Les riverains de La Coulée", "La Coulée"),
    ("Collecte des encombrants de fin d’année", "Publication", "DSTP", 4, 9,
     "Que chacun sorte ses encombrants le bon jour.", "Tous les habitants", "Toute la commune"),
    ("Recrutement des saisonniers des plages", "Page", "DAF", 6, 14,
     "Que les jeunes de la commune déposent leur dossier.", "Les 18-25 ans", "Plum et Boulari"),
    ("Portes ouvertes de la caserne", "Événement", "DS", 3, 12, "Faire connaître les métiers de secours.",
     "Les collégiens et leurs parents", "Caserne de Boulari"),
    ("Spectacle du service de la culture", "Affiche", "CULT", 9, 30, "Remplir la salle deux soirs.",
     "Les abonnés et les scolaires", "Centre culturel"),
    ("Nouvelle aire de jeux de Saint-Michel", "Reportage", "DSTP", 15, -2,
     "Montrer l’ouverture de l’aire de jeux.", "Les familles du quartier", "Saint-Michel"),
    ("Vaccination des chiens et chats", "Publication", "DS", 8, 3,
     "Que les propriétaires prennent rendez-vous.",
     "Les propriétaires d’animaux", "Pont-des-Français"),
    ("Vœux aux associations", "Événement", "DSAP", 2, 45, "Remercier les bénévoles.", "Les associations",
     "Maison de la commune"),
    ("Portrait d’une éducatrice de rue", "Article", "DSAP", 7, 28, "Donner envie de ce métier.",
     "Les lecteurs du bulletin", "Mont-Dore Sud"),
    ("Film de prévention des noyades", "Film", "DS", 20, 60, "Que les parents surveillent à chaque instant.",
     "Les parents de jeunes enfants", "Plages et rivières"),
    ("Fermeture de la mairie annexe", "Publication", "DAF", 1, 2, "Éviter un déplacement inutile.",
     "Les usagers de Plum", "Plum"),
    ("Réunion publique sur le plan climat", "Affiche", "DSTP", 5, 26,
     "Que les habitants viennent en débattre.",
     "Les habitants de Robinson", "Maison de quartier"),
    ("Concours des jardins", "Affiche", "DSAP", 11, 24, "Doubler les inscriptions.", "Les habitants",
     "Toute la commune"),
    ("Marché de Noël", "Événement", "DSAP", 10, 20, "Que les visiteurs trouvent les exposants d’ici.",
     "Les habitants", "Boulari"),
    ("Nouveaux horaires de la médiathèque", "Page", "CULT", 3, 8,
     "Que les lecteurs viennent aux bonnes heures.",
     "Les lecteurs", "Médiathèque"),
)  # fmt: skip


def load_demo_requests(people: dict[Role, User], today: date) -> None:
    """About twenty-five, from all doors and in all states."""
    RequestRules.objects.get_or_create(pk=1)
    asked = {row[0]: _asked(row, people, today) for row in ASKED}
    _other_doors(people, today)
    _draft(people, today)
    _decide(asked, people, today)


def _at(today: date, days_ago: int) -> datetime:
    """In the morning of that day; never after now."""
    moment = timezone.make_aware(datetime.combine(today - timedelta(days=days_ago), time(8, 20)))
    return min(moment, timezone.now())


def _kind(word: str) -> RequestKind:
    return RequestKind.objects.filter(name__icontains=word).first() or RequestKind.objects.first()


def _asked(row: tuple[Any, ...], people: dict[Role, User], today: date) -> CommunicationRequest:
    """The demonstration has one contact, of the technical services; the others' colleagues are names."""
    title, word, short_name, ago, ahead, purpose, audience, place = row
    contact, kind = people[Role.DEPARTMENT_CONTACT], _kind(word)
    department = Department.objects.get(short_name=short_name)
    mine = department == contact.department
    who = {} if mine else {"requester": None, "requester_name": f"Service {short_name}", "email": ""}
    draft = actions.create_draft(
        author=contact if mine else people[Role.ASSISTANT],
        title=title, kind=kind, purpose=purpose, audience=audience, place=place,
        **({"department": department} | who),
        needed_on=today + timedelta(days=ahead), answers=_answers(kind),
        endorsed_by="Chef de service" if kind.needs_endorsement else "",
        material="Le texte et les logos sont prêts.", wishes="À vous de conseiller.",
    )  # fmt: skip
    return actions.submit_request(
        request=draft, actor=draft.entered_by, late_reason="Décidé en réunion cette semaine.",
        at=_at(today, ago),
    )  # fmt: skip


def _answers(kind: RequestKind) -> list[dict[str, Any]]:
    """A plausible answer to each question."""
    values: dict[str, Callable[[Any], Any]] = {
        "number": lambda question: 120,
        "yes_no": lambda question: "Non",
        "choice": lambda question: question.choice_list[0],
        "choices": lambda question: question.choice_list[:2],
        "text": lambda question: "Voir avec la direction.",
        "line": lambda question: "9 h à 16 h" if "eure" in question.label else "Le service concerné",
    }
    asked = [question for question in kind.questions.all() if question.type in values]
    return [
        {"question": question.pk, "label": question.label, "value": values[question.type](question)}
        for question in asked
    ]


def _other_doors(people: dict[Role, User], today: date) -> None:
    assistant, elected = people[Role.ASSISTANT], people[Role.ELECTED]
    actions.enter_request(
        actor=assistant, title="Tournoi de pétanque de l’amicale", door=Door.ASSOCIATION,
        organisation="Amicale de Vallon-Dore", requester_name="Le président", kind=_kind("Publication"),
        needed_on=today + timedelta(days=16), purpose="Attirer des équipes d’autres communes.",
        audience="Les joueurs", at=_at(today, 2),
    )  # fmt: skip
    actions.enter_request(
        actor=assistant, title="Images du pont de La Thy", door=Door.PRESS, organisation="Rédaction locale",
        requester_name="Une journaliste", kind=_kind("Reportage"), needed_on=today + timedelta(days=1),
        purpose="Illustrer un article.", audience="Les lecteurs", at=_at(today, 1),
    )  # fmt: skip
    actions.enter_request(
        actor=assistant, title="Visite de quartier à Vallon-Dore", door=Door.ELECTED, requester=elected,
        requester_name=elected.full_name, kind=_kind("Reportage"), needed_on=today + timedelta(days=13),
        purpose="Rendre compte de la visite.", audience="Les habitants du quartier",
        is_confidential=True, at=_at(today, 3),
    )  # fmt: skip
    for title, who, ahead in (
        ("Panneau à refaire devant l’école", "Le directeur de l’école", 21),
        ("Un mot pour le départ à la retraite", "Le secrétariat général", 6),
        ("Photos de la remise des médailles", "Une conseillère", 4),
    ):
        actions.note_in_passing(
            actor=assistant, title=title, requester_name=who, needed_on=today + timedelta(days=ahead)
        )


def _draft(people: dict[Role, User], today: date) -> None:
    actions.create_draft(
        author=people[Role.DEPARTMENT_CONTACT], title="Éclairage public de Robinson",
        kind=_kind("Publication"),
        purpose="Expliquer pourquoi on éteint la nuit.", needed_on=today + timedelta(days=25),
    )  # fmt: skip


def _decide(asked: dict[str, CommunicationRequest], people: dict[Role, User], today: date) -> None:
    head, assistant, contact = (
        people[Role.HEAD], people[Role.ASSISTANT], people[Role.DEPARTMENT_CONTACT],
    )  # fmt: skip

    def accept(title: str, level: str = SupportLevel.B, **more: Any) -> CommunicationRequest:
        actions.accept_request(request=asked[title], actor=head, level=level, lead=assistant, **more)
        return asked[title]

    accept("Fête de la mer", SupportLevel.A)
    film = accept("Film de prévention des noyades", SupportLevel.A)
    actions.begin_production(request=film, actor=assistant)
    actions.deliver(request=film, actor=assistant, text="Premier montage, 1 min 40, sans les sous-titres.")
    begun = accept("Spectacle du service de la culture")
    actions.begin_production(request=begun, actor=assistant)
    accept("Marché de Noël", is_lightened=True, words="Une affiche et deux publications, sans film.")
    shown = accept("Travaux rue des Roussettes")
    actions.begin_production(request=shown, actor=assistant)
    first = actions.deliver(request=shown, actor=assistant, text="L’affiche A3, version pour relecture.")
    actions.answer_delivery(
        delivery=first, actor=contact, verdict=Delivery.Verdict.TO_CORRECT, comment="La date est le 14."
    )
    actions.deliver(request=shown, actor=assistant, text="La date est corrigée.")
    done = accept("Nouvelle aire de jeux de Saint-Michel", SupportLevel.C)
    actions.deliver(request=done, actor=assistant, text="Douze photos, dans le dossier partagé.")
    actions.rate_request(request=done, actor=contact, rating=5, words="Rapide et très belles photos.")
    sent = accept("Collecte des encombrants de fin d’année")
    actions.deliver(request=sent, actor=assistant, text="Publiée ce matin sur la page Facebook.")
    actions.ask_more(
        request=asked["Réunion publique sur le plan climat"], actor=assistant,
        question="Quelle salle, et à quelle heure ?",
    )  # fmt: skip
    actions.decline_request(
        request=asked["Vaccination des chiens et chats"], actor=head,
        reason="Trois jours ne suffisent pas ; la clinique publie déjà son calendrier.",
    )  # fmt: skip
    actions.redirect_request(request=asked["Concours des jardins"], actor=head)
    actions.merge_request(
        request=asked["Vœux aux associations"], other=asked["Fête de la mer"], actor=head,
        words="Le même soir, au même endroit.",
    )  # fmt: skip
    actions.snooze_request(
        request=asked["Portrait d’une éducatrice de rue"], actor=assistant,
        until=add_working_days(today, 6), words="Après le bouclage.",
    )  # fmt: skip
    actions.ask_cabinet(
        request=asked["Portes ouvertes de la caserne"], actor=head, question="Le maire y sera-t-il ?"
    )
    actions.post_message(
        request=begun, author=assistant,
        text="Première maquette la semaine prochaine.",
    )  # fmt: skip
    withdrawn = asked["Recrutement des saisonniers des plages"]
    actions.withdraw_request(request=withdrawn, actor=withdrawn.entered_by, reason="Le budget est reporté.")
