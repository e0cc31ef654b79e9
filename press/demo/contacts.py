"""The demonstration's directory: médias that exist, as institutions, and people of the press who don't.

Newsroom addresses end in example.org, surnames are plants of the country, the only phone number is the town
hall's switchboard, and closing hours are made up.
"""

from datetime import time, timedelta
from itertools import cycle

from comms.calendar.working_days import local_today
from comms.people.models import User
from press.actions.contacts import CardWords, PositionWords, create_contact, mark_checked, stop_contacting
from press.actions.import_work import work_on
from press.actions.imports import choose_columns, receive_file
from press.actions.lists import add_to_list, save_list
from press.actions.medias import save_media, words_named
from press.models import (
    Civility,
    Contact,
    ContactList,
    ContactPhone,
    Media,
    MediaKind,
    Periodicity,
    PreferredFormat,
    Rubric,
    Zone,
)

SWITCHBOARD = "43 70 00"
ALL_NC, GREATER_NOUMEA, NORTH, OVERSEAS = (
    "Nouvelle-Calédonie", "Grand Nouméa", "Province Nord", "Outre-mer"
)  # fmt: skip

#: (name, slug of its addresses, kind, periodicity, closing hour, zone, people)
MEDIAS = (
    ("Les Nouvelles calédoniennes", "lnc", MediaKind.WEBSITE, Periodicity.DAILY, time(17), ALL_NC, 8),
    ("NC la 1ère", "nc1ere", MediaKind.TELEVISION, Periodicity.CONTINUOUS, time(16, 30), ALL_NC, 9),
    ("RRB – Radio Rythme Bleu", "rrb", MediaKind.RADIO, Periodicity.CONTINUOUS, time(11), ALL_NC, 5),
    ("Radio Djiido", "djiido", MediaKind.RADIO, Periodicity.CONTINUOUS, time(11), ALL_NC, 5),
    ("Océane FM", "oceane", MediaKind.RADIO, Periodicity.CONTINUOUS, time(10, 30), GREATER_NOUMEA, 4),
    ("NRJ Nouvelle-Calédonie", "nrj", MediaKind.RADIO, Periodicity.CONTINUOUS, time(10), GREATER_NOUMEA, 3),
    ("Caledonia", "caledonia", MediaKind.TELEVISION, Periodicity.DAILY, time(16), NORTH, 5),
    ("DNC – Demain en Nouvelle-Calédonie", "dnc", MediaKind.PRESS, Periodicity.WEEKLY, time(12), ALL_NC, 5),
    ("La Voix du Caillou", "voix", MediaKind.WEBSITE, Periodicity.DAILY, time(17, 30), ALL_NC, 5),
    ("La Dépêche de Nouméa", "depeche", MediaKind.WEBSITE, Periodicity.DAILY, time(17), GREATER_NOUMEA, 4),
    ("Actu.nc", "actu", MediaKind.PRESS, Periodicity.WEEKLY, time(15), ALL_NC, 4),
    ("Outremers360", "outremers", MediaKind.WEBSITE, Periodicity.DAILY, None, OVERSEAS, 3),
)
FIRST_NAMES = (
    ("Léa", "mme"), ("Thibault", "m"), ("Maïté", "mme"), ("Kévin", "m"), ("Élodie", "mme"), ("Yann", "m"),
    ("Poerava", "mme"), ("Cédric", "m"), ("Waïa", "mme"), ("Aurélien", "m"), ("Océane", "mme"),
)  # fmt: skip
LAST_NAMES = (
    "Cordyline", "Banian", "Kaori", "Tamanou", "Houp", "Pandanus", "Bancoule", "Tiaré", "Faré", "Gaïac",
    "Santal", "Niaouli", "Palétuvier",
)  # fmt: skip
FUNCTIONS = (
    "Journaliste", "Rédaction en chef", "Reportage et images", "Correspondance du Sud", "Chef d’édition",
    "Assistance de rédaction", "Animation",
)  # fmt: skip
RUBRICS = (
    ("Communes", "Société"), ("Culture", "Agenda"), ("Sport",), ("Environnement", "Communes"), ("Politique",),
    ("Économie", "Communes"), ("Faits divers",), ("Agenda", "Communes"),
)  # fmt: skip
NOTES = (
    "", "Préfère être appelée avant 9 h.", "", "Embargo respecté ; relancer la veille.", "",
    "Ne lit pas les pièces jointes.",
)  # fmt: skip
#: Places in the order of creation of those who asked to be left alone, with how they asked.
OPPOSED = {7: "demande par téléphone", 23: "réponse à un communiqué", 41: "courrier de sa rédaction"}
GONE = {15, 52}

#: A file waiting to be checked, with one fault of each usual kind.
FILE = """Civilité;Nom;Prénom;Média;Type;Fonction;Rubriques;Courriel;Fixe;Remarques;Opposition
Mme;MIMOSA;Hélène;Radio Djiido;Radio;Journaliste;Culture;helene.mimosa@djiido.example.org;43.70.00;Tôt;
M.;Acajou;Paul;Caledonia;Télévision;Reportage;Sport;paul at caledonia.example.org;;;
Mme;Flamboyant;Noëlla;NC la 1ère;Radio;Animation;Agenda;noella.flamboyant@nc1ere.example.org;;;
M.;Flamboyant;Noëlla;NC la 1ère;Radio;Journaliste;Communes;n.flamboyant@nc1ere.example.org;;;
Mme;Sans-Adresse;Rose;Actu.nc;Presse écrite;Journaliste;Société;;;;
M.;Jacaranda;Marc;La Voix du Caillou;Site;Reportage;Communes;marc@voix.example.org;437000;=1+1;
"""


def load_demo_contacts(actor: User) -> None:
    """Twelve médias, sixty people and one of them twice, five lists, three oppositions, a file to check."""
    medias = [_media(actor, *facts[:6]) for facts in MEDIAS]
    contacts = _people(actor, list(zip(medias, MEDIAS, strict=True)))
    today = local_today()
    for place, contact in enumerate(contacts):
        if place in OPPOSED:
            stop_contacting(contact=contact, source=OPPOSED[place], actor=actor)
        elif place % 3 == 0:
            mark_checked(contact=contact, actor=actor, today=today - timedelta(days=place * 11))
    _lists(actor, medias, contacts)
    _twin(actor, medias[0])
    run = receive_file(actor=actor, name="carnet-des-voeux.csv", content=FILE.encode("cp1252"))
    choose_columns(run=run, actor=actor, columns=run.columns, source="carnet d’adresses des vœux")
    work_on(run_id=run.pk)


def _media(
    actor: User, name: str, slug: str, kind: str, periodicity: str, closing: time | None, zone: str
) -> Media:
    return save_media(
        actor=actor,
        facts={
            "name": name,
            "kind": kind,
            "periodicity": periodicity,
            "closing_time": closing,
            "zone": words_named(Zone, [zone])[0],
            "email": f"redaction@{slug}.example.org",
        },
    )


def _people(actor: User, medias: list[tuple[Media, tuple]]) -> list[Contact]:
    """The same people each time: names, functions and rubrics go round at different lengths."""
    names = zip(cycle(FIRST_NAMES), cycle(LAST_NAMES), strict=False)
    extras = zip(cycle(FUNCTIONS), cycle(RUBRICS), cycle(NOTES), strict=False)
    contacts = []
    for media, (_, slug, *_, count) in medias:
        for _ in range(count):
            (first, civility), last = next(names)
            function, rubrics, note = next(extras)
            place = len(contacts)
            radio = MediaKind.RADIO if slug == "nc1ere" and place % 2 else ""
            card = CardWords(
                facts={
                    "civility": Civility(civility),
                    "first_name": first,
                    "last_name": last,
                    "note": note,
                    "preferred_format": PreferredFormat.LINKS if "pièces" in note else PreferredFormat.FULL,
                    "source": "Annuaire de la cellule, repris avec l’accord des rédactions",
                    "source_on": local_today() - timedelta(days=400 + place),
                    "is_active": place not in GONE,
                },
                positions=[PositionWords(media, function, radio)],
                addresses=[f"contact{place + 1}@{slug}.example.org"],
                phones=[(SWITCHBOARD, ContactPhone.Kind.FIXED)] if place % 4 == 0 else [],
                rubrics=words_named(Rubric, rubrics),
                zones=words_named(Zone, ["Le Mont-Dore"]) if "Sud" in function else [],
            )
            contacts.append(create_contact(actor=actor, card=card))
    return contacts


def _twin(actor: User, media: Media) -> None:
    """The first person again, typed in a hurry: the page of duplicates has its pair to show."""
    card = CardWords(
        facts={"civility": Civility.MADAM, "first_name": "Lea", "last_name": "Cordylines"},
        positions=[PositionWords(media, "Pigiste")],
        addresses=["lea@pige.example.org"],
    )
    create_contact(actor=actor, card=card)


def _lists(actor: User, medias: list[Media], contacts: list[Contact]) -> None:
    by_rule = ContactList.Way.BY_RULE
    for name, description, rule in (
        ("Toute la presse", "Les communiqués d’intérêt général.", {}),
        ("Radios", "Alertes, routes coupées, cyclones.", {"kinds": [MediaKind.RADIO]}),
        ("Agenda et culture", "", {"rubrics": words_named(Rubric, ["Agenda", "Culture"])}),
        ("Communes du Grand Nouméa", "", {
            "rubrics": words_named(Rubric, ["Communes"]),
            "zones": words_named(Zone, [GREATER_NOUMEA, ALL_NC, "Le Mont-Dore"]),
        }),
    ):  # fmt: skip
        facts = {"name": name, "description": description, "way": by_rule, **rule}
        save_list(actor=actor, facts=facts)
    by_hand = save_list(
        actor=actor,
        facts={
            "name": "Point presse du maire",
            "description": "Ceux qui viennent d’habitude.",
            "way": ContactList.Way.BY_HAND,
        },
    )
    add_to_list(contact_list=by_hand, contacts=contacts[::5], actor=actor)
