"""What a relay answered, and what it means for people."""

import re
from dataclasses import dataclass

ENHANCED = re.compile(r"^[245]\.(\d{1,3})\.(\d{1,3})\b")

#: RFC 3463 and its registry: subject.detail → what a person understands.
BY_ENHANCED_CODE = {
    "1.1": "adresse inconnue du serveur du destinataire",
    "1.2": "le domaine de l’adresse n’existe pas",
    "1.3": "adresse mal formée",
    "1.6": "la boîte a changé d’adresse",
    "1.7": "notre adresse d’expédition est jugée mal formée",
    "1.8": "le domaine de notre adresse d’expédition est refusé",
    "1.10": "ce domaine ne reçoit aucun courriel",
    "2.0": "boîte indisponible",
    "2.1": "boîte fermée ou désactivée",
    "2.2": "boîte pleine",
    "2.3": "message trop gros pour cette boîte",
    "2.4": "liste de diffusion en défaut",
    "3.1": "le serveur du destinataire n’a plus de place",
    "3.2": "le serveur du destinataire ne prend plus de courriels pour le moment",
    "3.4": "message trop gros pour le serveur du destinataire",
    "4.1": "le serveur du destinataire ne répond pas",
    "4.2": "la liaison avec le serveur du destinataire est mauvaise",
    "4.3": "le domaine du destinataire ne peut pas être consulté",
    "4.4": "aucun chemin vers le serveur du destinataire",
    "4.5": "serveur du destinataire encombré",
    "4.7": "le serveur du destinataire n’a pas répondu à temps",
    "5.3": "trop de destinataires à la fois",
    "6.0": "contenu du message refusé",
    "7.0": "refusé par une règle de sécurité",
    "7.1": "refusé par les règles du serveur du destinataire",
    "7.7": "message jugé altéré",
    "7.8": "identifiants du serveur d’envoi refusés",
    "7.20": "signature DKIM absente ou refusée",
    "7.23": "refusé : notre domaine n’autorise pas ce serveur d’envoi (SPF)",
    "7.25": "refusé : l’adresse de notre serveur d’envoi n’a pas de nom",
    "7.26": "refusé : ni SPF ni DKIM ne confirment l’expéditeur",
    "7.27": "refusé : notre domaine dit ne pas recevoir de courriels",
    "7.28": "refusé : trop de courriels d’un coup",
}
BY_CODE = {
    421: "service interrompu pour le moment",
    450: "boîte indisponible pour le moment",
    451: "erreur passagère du serveur",
    452: "plus de place sur le serveur pour le moment",
    454: "identification impossible pour le moment",
    521: "ce serveur ne reçoit aucun courriel",
    530: "le serveur d’envoi demande une identification",
    535: "identifiants du serveur d’envoi refusés",
    541: "refusé comme indésirable",
    550: "adresse inconnue ou refusée",
    551: "le destinataire n’est pas de ce serveur",
    552: "boîte pleine ou message trop gros",
    553: "adresse refusée",
    554: "message refusé",
    556: "ce domaine ne reçoit aucun courriel",
}


@dataclass(frozen=True, slots=True)
class Reply:
    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}"[:400]

    @property
    def is_yes(self) -> bool:
        return 200 <= self.code < 300

    @property
    def is_passing(self) -> bool:
        """A refusal for now: the same try may succeed later."""
        return 400 <= self.code < 500

    @property
    def in_french(self) -> str:
        """Why it was refused, as a person of the unit understands it, then the server's own words."""
        found = ENHANCED.match(self.text)
        detail = f"{int(found[1])}.{int(found[2])}" if found else ""
        why = BY_ENHANCED_CODE.get(detail) or BY_CODE.get(self.code) or _by_class(self.code)
        return f"{why[:1].upper()}{why[1:]} ({self})"[:400]


def _by_class(code: int) -> str:
    return "refus passager du serveur" if 400 <= code < 500 else "refusé par le serveur"
