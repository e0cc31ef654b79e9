from django.db import models


class Level(models.TextChoices):
    """The levels of the cyclone plan (ORSEC). They are decided outside the town hall: we follow them."""

    PREALERT = "prealert", "Préalerte"
    ALERT_1 = "alert_1", "Alerte 1"
    ALERT_2 = "alert_2", "Alerte 2"
    SAFEGUARD = "safeguard", "Phase de sauvegarde"


#: What each level means for people here, said beside it.
LEVEL_MEANINGS: dict[str, str] = {
    Level.PREALERT: "Un phénomène est surveillé. On se prépare et on s’informe.",
    Level.ALERT_1: "Arrivée prévue dans moins de 18 heures. On met à l’abri, on termine les préparatifs.",
    Level.ALERT_2: "Arrivée prévue dans moins de 6 heures. Tout déplacement est interdit.",
    Level.SAFEGUARD: "Le phénomène s’éloigne. On reste prudent tant que les dégâts ne sont pas évalués. "
    "Elle ne concerne que les communes qui étaient en alerte 2.",
}
LEVEL_TONES: dict[str, str] = {
    Level.PREALERT: "waiting",
    Level.ALERT_1: "warning",
    Level.ALERT_2: "danger",
    Level.SAFEGUARD: "warning",
}


class Channel(models.TextChoices):
    FACEBOOK = "facebook", "Facebook"
    SITE = "site", "Site de la Ville"
    SMS = "sms", "SMS"
    RADIO = "radio", "Radios"
    PANELS = "panels", "Panneaux lumineux"
    PHONE = "phone", "Standard téléphonique"
    PRESS = "press", "Presse"
    STAFF = "staff", "Agents de la mairie"


CHANNEL_ICONS: dict[str, str] = {
    Channel.FACEBOOK: "facebook",
    Channel.SITE: "globe2",
    Channel.SMS: "chat-left-text",
    Channel.RADIO: "broadcast",
    Channel.PANELS: "signpost-2",
    Channel.PHONE: "telephone",
    Channel.PRESS: "newspaper",
    Channel.STAFF: "people",
}
