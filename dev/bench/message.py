"""The message that every contender sends: about 20 kB with its headers, one word its recipient's own."""

SENDER = "communication@example.org"
SUBJECT = "Fermeture de la route de la Coulée : déviation et horaires"
_LINE = "Les travaux de réfection de la chaussée commencent lundi à 20 h, près de l’école. "
TEXT = "Bonjour [[salutation]],\n\n" + (_LINE + "\n") * 58
HTML = "<html><body><p>Bonjour [[salutation]],</p>" + f"<p>{_LINE}</p>\n" * 104 + "</body></html>"


def address(number: int) -> str:
    return f"destinataire{number}@media{number % 11}.example.org"


def salutation(number: int) -> str:
    return f"Madame, Monsieur {number}"


def personal(text: str, number: int) -> str:
    return text.replace("[[salutation]]", salutation(number))
