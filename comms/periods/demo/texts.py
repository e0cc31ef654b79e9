"""The demonstration's words: messages of crisis, and the log of an exercise."""

# ruff: noqa: E501 (texts)

from comms.people.models import Role
from comms.periods.models import Channel, CrisisLogEntry, Level

Kind = CrisisLogEntry.Kind

MESSAGES = (
    (Level.PREALERT, Channel.FACEBOOK, "Préalerte cyclonique",
     "⚠️ Préalerte cyclonique depuis [heure].\n\nUn phénomène tropical est surveillé. Rangez ce qui peut s’envoler, "
     "vérifiez vos réserves d’eau et de piles, suivez les bulletins officiels.\n\nSecteurs les plus exposés : [zones].\n"
     "Prochain point : [prochain point]."),
    (Level.PREALERT, Channel.SITE, "Préalerte : ce que chacun prépare",
     "La Nouvelle-Calédonie est en préalerte cyclonique depuis [heure]. Les services de la Ville restent ouverts. "
     "Secteurs à surveiller : [zones]."),
    (Level.ALERT_1, Channel.FACEBOOK, "Alerte 1",
     "🟠 ALERTE CYCLONIQUE 1 depuis [heure].\n\nArrivée prévue dans moins de 18 heures. Terminez vos préparatifs, "
     "mettez à l’abri les personnes fragiles et les animaux. Écoles et accueils de la mairie fermés à [fermeture].\n\n"
     "Centres d’hébergement : [centres].\nSecteurs : [zones]."),
    (Level.ALERT_1, Channel.SMS, "Alerte 1, SMS",
     "Ville : ALERTE 1 depuis [heure]. Terminez vos préparatifs. Hebergement : [centres]. Restez a l’ecoute."),
    (Level.ALERT_1, Channel.STAFF, "Alerte 1, agents",
     "Alerte 1 depuis [heure]. Fermeture des services à [fermeture]. Les agents d’astreinte rejoignent leur poste ; "
     "les autres rentrent chez eux dès que leur responsable le dit."),
    (Level.ALERT_2, Channel.FACEBOOK, "Alerte 2",
     "🔴 ALERTE CYCLONIQUE 2 depuis [heure].\n\nRestez chez vous, loin des vitres. TOUT DÉPLACEMENT EST INTERDIT. "
     "Ne sortez pas si le vent tombe : l’œil peut passer.\n\nSecteurs : [zones]. Urgences : 15, 17, 18."),
    (Level.ALERT_2, Channel.SMS, "Alerte 2, SMS",
     "Ville : ALERTE 2 depuis [heure]. Restez chez vous, deplacements interdits. Urgences 15, 17, 18."),
    (Level.ALERT_2, Channel.RADIO, "Alerte 2, radios",
     "La commune est en alerte cyclonique 2 depuis [heure]. Tout déplacement est interdit. Secteurs les plus touchés : "
     "[zones]. Prochain point à [prochain point]."),
    (Level.SAFEGUARD, Channel.FACEBOOK, "Phase de sauvegarde",
     "🟡 PHASE DE SAUVEGARDE depuis [heure].\n\nLe danger n’est pas fini : câbles à terre, arbres, creeks en crue. "
     "Limitez vos déplacements et laissez passer les équipes.\n\nRoutes coupées : [routes]. Eau potable : [eau]."),
    (Level.SAFEGUARD, Channel.PHONE, "Sauvegarde, standard",
     "Vous êtes bien à la mairie. Phase de sauvegarde depuis [heure]. Routes coupées : [routes]. Pour signaler un "
     "danger, composez le [numéro]."),
)  # fmt: skip

#: (hours after the first line, role, what happened); the levels between.
LOG = (
    (
        0.0,
        Role.HEAD,
        "Crise ouverte : Dépression tropicale (exercice), préalerte",
        Kind.OPENED,
        Level.PREALERT,
    ),
    (0.3, Role.ASSISTANT, "Point de situation avec le PC crise", Kind.NOTE, Level.PREALERT),
    (
        0.6,
        Role.ASSISTANT,
        "Facebook : préalerte publiée, secteurs Plum et île Ouen",
        Kind.PUBLISHED,
        Level.PREALERT,
    ),
    (5.0, Role.HEAD, "Passage de « Préalerte » à « Alerte 1 »", Kind.LEVEL, Level.ALERT_1),
    (5.1, Role.HEAD, "Tout est en pause : 2 envois retenus, rappels muets", Kind.PAUSED, Level.ALERT_1),
    (5.4, Role.ASSISTANT, "SMS : alerte 1 envoyée", Kind.PUBLISHED, Level.ALERT_1),
    (6.2, Role.ASSISTANT, "Appel d’un journaliste, réponse donnée", Kind.NOTE, Level.ALERT_1),
    (7.5, Role.ASSISTANT, "Centre d’hébergement ouvert", Kind.NOTE, Level.ALERT_1),
    (13.0, Role.CABINET, "Passage de « Alerte 1 » à « Alerte 2 »", Kind.LEVEL, Level.ALERT_2),
    (13.2, Role.ASSISTANT, "Radios : alerte 2, tout déplacement interdit", Kind.PUBLISHED, Level.ALERT_2),
    (16.0, Role.ASSISTANT, "Rumeur repérée sur les réseaux", Kind.NOTE, Level.ALERT_2),
    (21.5, Role.HEAD, "Passage de « Alerte 2 » à « Phase de sauvegarde »", Kind.LEVEL, Level.SAFEGUARD),
    (22.0, Role.ASSISTANT, "Routes ou ponts coupés signalés", Kind.NOTE, Level.SAFEGUARD),
    (27.0, Role.HEAD, "Tout reprend : 2 envois, rappels compris", Kind.RESUMED, Level.SAFEGUARD),
    (27.1, Role.HEAD, "Crise close. Deux messages à raccourcir pour les SMS.", Kind.CLOSED, Level.SAFEGUARD),
)  # fmt: skip
