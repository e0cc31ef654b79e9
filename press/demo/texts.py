"""Fictitious releases about plausible matters of the town; days are counted from today, nobody is named."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from comms.formats import MONTHS, WEEKDAYS, day_number

THEMES = (
    ("Travaux et circulation", "travaux"),
    ("Environnement", "environnement"),
    ("Culture et patrimoine", "culture"),
    ("Sport et jeunesse", "sport-jeunesse"),
    ("Prévention et sécurité", "prevention"),
    ("Vie municipale", "vie-municipale"),
)


@dataclass(frozen=True)
class DemoText:
    title: str
    chapo: str
    body: str
    theme: str
    zone: str
    quote: str = ""
    quote_author: str = ""
    picture: tuple[str, str] | None = None  # palette, alternative text
    caption: str = ""


def said(day: date) -> str:
    """« lundi 7 décembre »."""
    return f"{WEEKDAYS[day.weekday()]} {day_number(day)} {MONTHS[day.month - 1]}"


def _paragraphs(*texts: str) -> str:
    return "".join(text if text.startswith("<") else f"<p>{text}</p>" for text in texts)


def road_works(today: date) -> DemoText:
    monday = today + timedelta(days=(7 - today.weekday()) % 7 or 7)
    friday = monday + timedelta(days=4)
    return DemoText(
        title="Fermeture nocturne de l’avenue des Deux Baies : une semaine de travaux à Boulari",
        chapo="La Ville du Mont-Dore rénove l’éclairage public de l’avenue des Deux Baies. Du "
        f"{said(monday)} au {said(friday)}, la circulation sera interrompue de 20 h à 4 h entre le "
        "rond-point de Boulari et la mairie.",
        body=_paragraphs(
            "Une déviation sera mise en place par la rue des Écoles. L’accès des riverains et des "
            "secours est "
            "maintenu en permanence. Les arrêts de bus « Mairie » et « Boulari » sont reportés de 150 mètres "
            "pendant la durée du chantier.",
            "Ces travaux remplacent 62 points lumineux par des lampes à diodes. La consommation "
            "attendue baisse "
            "de 48 %. Le chantier représente 14 850 000 F CFP, financés sur le budget communal.",
        ),
        theme="travaux",
        zone="Boulari",
        quote="Nous avons choisi la nuit pour que chacun puisse travailler et se déplacer le jour.",
        quote_author="Direction des services techniques et de proximité",
        picture=("night", "La baie de Boulari de nuit, vue vers les montagnes."),
        caption="Le chantier avance de nuit, entre le rond-point et la mairie.",
    )


def school_market(today: date) -> DemoText:
    saturday = today + timedelta(days=(5 - today.weekday()) % 7 + 7)
    return DemoText(
        title="Un marché des producteurs au Vallon-Dore chaque premier samedi du mois",
        chapo=f"Le premier rendez-vous est fixé au {said(saturday)}, de 6 h à 11 h, place du marché. Une "
        "trentaine d’exposants de la commune sont attendus.",
        body=_paragraphs(
            "Maraîchers, pêcheurs, artisans et apiculteurs de la commune vendent en direct. "
            "L’emplacement est "
            "gratuit la première année pour les producteurs installés au Mont-Dore.",
            "<h2>Venir</h2>",
            "<ul><li><p>navette gratuite depuis Robinson et La Coulée, toutes les 30 minutes ;</p></li>"
            "<li><p>stationnement sur le parking du stade.</p></li></ul>",
        ),
        theme="vie-municipale",
        zone="Vallon-Dore",
        picture=("morning", "La plaine du Vallon-Dore au lever du jour, au pied des montagnes."),
    )


def library(today: date) -> DemoText:
    return DemoText(
        title="La médiathèque de Boulari ouvre désormais le dimanche matin",
        chapo="À la demande des familles, la médiathèque accueille le public le dimanche de 8 h 30 à "
        "11 h 30, "
        "à titre d’essai pendant six mois.",
        body=_paragraphs(
            "Une enquête menée auprès de 412 usagers montre que le dimanche est le créneau le plus demandé. "
            "L’équipe propose une heure du conte à 9 h et un atelier numérique à 10 h 15.",
            "L’inscription est gratuite pour tous les habitants de la commune.",
        ),
        theme="culture",
        zone="Boulari",
        quote="Beaucoup de parents travaillent le samedi : le dimanche leur rend la médiathèque.",
        quote_author="Équipe de la médiathèque de Boulari",
        picture=("noon", "La côte de Boulari sous un ciel dégagé."),
    )


def cyclone(today: date) -> DemoText:
    return DemoText(
        title="Saison cyclonique : ce que la commune prépare, ce que chacun peut faire dès maintenant",
        chapo="De novembre à avril, un cyclone peut toucher le territoire. La Ville rappelle les gestes qui "
        "protègent et les lieux qui ouvrent en cas d’alerte.",
        body=_paragraphs(
            "Les équipes municipales ont élagué les abords des écoles et vérifié les groupes "
            "électrogènes des "
            "bâtiments d’accueil.",
            "<h2>Avant l’alerte</h2>",
            "<ul><li><p>ranger ce que le vent peut emporter ;</p></li>"
            "<li><p>garder de l’eau, une radio à piles et ses médicaments ;</p></li>"
            "<li><p>repérer le lieu d’accueil le plus proche.</p></li></ul>",
            "En alerte 2, tout déplacement est interdit jusqu’à la levée de l’alerte.",
        ),
        theme="prevention",
        zone="Toute la commune",
        picture=("rain", "Un ciel de pluie au-dessus du lagon et des montagnes."),
    )


def heritage(today: date) -> DemoText:
    return DemoText(
        title="Prony : le sentier du vieux village rouvre après les intempéries",
        chapo="Fermé depuis trois mois, le sentier patrimonial de Prony est de nouveau ouvert. Deux "
        "passerelles ont été reconstruites.",
        body=_paragraphs(
            "Le parcours de 2,4 kilomètres relie la rade aux vestiges du village. Les panneaux ont "
            "été refaits "
            "avec l’aide d’associations de mémoire.",
            "Le pique-nique est permis ; les feux et le bivouac ne le sont pas.",
        ),
        theme="culture",
        zone="Prony",
        picture=("evening", "La baie de Prony au coucher du soleil."),
    )


def sports(today: date) -> DemoText:
    return DemoText(
        title="Le stade de Boulari retrouve sa piste : réouverture aux clubs et aux écoles",
        chapo="Après quatre mois de travaux, la piste d’athlétisme est rendue aux 900 licenciés de "
        "la commune.",
        body=_paragraphs(
            "Le revêtement a été refait sur 400 mètres et six couloirs. Deux créneaux en soirée sont "
            "réservés à "
            "la pratique libre, le mardi et le jeudi.",
            "Coût de l’opération : 38 200 000 F CFP, dont la moitié financée par des partenaires.",
        ),
        theme="sport-jeunesse",
        zone="Boulari",
        quote="Les clubs s’étaient dispersés sur trois sites : ils se retrouvent enfin chez eux.",
        quote_author="Direction des services d’animation et de prévention",
        picture=("noon", "Vue de la baie depuis les hauteurs du stade."),
    )


def christmas(today: date) -> DemoText:
    eve = date(today.year, 12, 24)
    return DemoText(
        title="Soirée de Noël sur la place des Accords",
        chapo=f"La Ville invite les habitants le {said(eve)}, de 17 h à 21 h, pour un marché, des "
        f"chants et un "
        "feu d’artifice.",
        body=_paragraphs(
            "Le feu d’artifice est tiré à 20 h 30, au-dessus de l’eau. La circulation est coupée "
            "devant la place "
            "à partir de 15 h.",
            "Les associations qui souhaitent tenir un stand s’inscrivent au 43 70 00.",
        ),
        theme="vie-municipale",
        zone="Pont-des-Français",
        picture=("evening", "La place au bord de l’eau, à la tombée du jour."),
    )


def waste(today: date) -> DemoText:
    return DemoText(
        title="Encombrants : un rendez-vous en ligne remplace la tournée fixe",
        chapo="Depuis ce mois-ci, chaque foyer choisit son jour de ramassage, deux fois par an.",
        body=_paragraphs(
            "Le service répond sous trois jours ouvrés. Les dépôts faits sans rendez-vous restent interdits.",
            "La première semaine, 184 foyers ont pris rendez-vous.",
        ),
        theme="environnement",
        zone="Toute la commune",
        picture=("morning", "Les quartiers de la commune entre lagon et montagne, le matin."),
    )


def reef(today: date) -> DemoText:
    return DemoText(
        title="Île Ouen : les habitants replantent la mangrove",
        chapo="Trois cents plants ont été mis en terre en une journée par les familles de l’île, "
        "avec l’appui "
        "technique de la commune.",
        body=_paragraphs(
            "L’opération protège le rivage de l’érosion. Un suivi photographique est prévu tous les "
            "six mois, "
            "confié aux élèves.",
            "La commune prend en charge le transport et le matériel, soit 1 250 000 F CFP.",
        ),
        theme="environnement",
        zone="Île Ouen",
        quote="On replante ce que nos anciens nous ont laissé.",
        quote_author="Association des familles de l’île Ouen",
        picture=("morning", "Le rivage de l’île Ouen et ses eaux calmes."),
    )


def shuttle(today: date) -> DemoText:
    return DemoText(
        title="Navette maritime : un aller-retour de plus en fin de journée",
        chapo="La liaison ajoute un départ à 17 h 15, du lundi au vendredi.",
        body=_paragraphs(
            "Les horaires complets sont affichés aux embarcadères et donnés par téléphone au 43 70 00.",
            "Le tarif ne change pas.",
        ),
        theme="travaux",
        zone="Plum",
        picture=("noon", "Le lagon devant Plum, sous le soleil."),
    )


def council(today: date) -> DemoText:
    return DemoText(
        title="Conseils de quartier : les dates de l’année",
        chapo="Huit réunions publiques sont proposées d’ici la fin de l’année scolaire.",
        body=_paragraphs(
            "Chaque quartier reçoit l’ordre du jour deux semaines avant. Les comptes rendus sont publics."
        ),
        theme="vie-municipale",
        zone="Toute la commune",
    )


def kindergarten(today: date) -> DemoText:
    return DemoText(
        title="Inscriptions à l’école : ouverture du guichet de Plum",
        chapo="",
        body="",
        theme="sport-jeunesse",
        zone="Plum",
    )


def water_cut(today: date) -> DemoText:
    day = today + timedelta(days=6)
    return DemoText(
        title="Coupure d’eau à La Coulée pour le raccordement du nouveau réservoir",
        chapo=f"L’alimentation sera interrompue le {said(day)}, de 8 h à 14 h, pour 320 foyers.",
        body=_paragraphs(
            "Le nouveau réservoir double la réserve du quartier. Une citerne sera placée devant l’école.",
            "Les foyers concernés sont prévenus par SMS et par un avis dans la boîte aux lettres.",
        ),
        theme="travaux",
        zone="La Coulée",
        quote="Après ce raccordement, le quartier tiendra deux jours sans apport.",
        quote_author="Direction des services techniques et de proximité",
    )


def first_aid(today: date) -> DemoText:
    return DemoText(
        title="Premiers secours : la Ville forme 200 habitants",
        chapo="Dix sessions gratuites sont ouvertes aux habitants de plus de 16 ans.",
        body=_paragraphs("Chaque session dure sept heures et délivre l’attestation. Le repas est offert."),
        theme="prevention",
        zone="Toute la commune",
    )


Writer = Callable[[date], DemoText]
