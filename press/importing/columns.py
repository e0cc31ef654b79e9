"""The columns that an import of contacts knows, and the many titles that people give them."""

from comms.tables.titles import Column, Titles

#: The labels are those of our own export, so that an export comes in again.
COLUMNS: dict[str, Column] = {
    "civility": Column("Civilité", ("civ", "titre", "genre")),
    "last_name": Column("Nom", ("nom de famille", "nom usuel", "last name", "surname", "name")),
    "first_name": Column("Prénom", ("prenoms", "first name", "given name")),
    "full_name": Column(
        "Nom complet", ("nom et prenom", "prenom et nom", "contact", "journaliste", "interlocuteur"),
        "Quand nom et prénom sont dans la même case.",
    ),
    "media": Column("Média", ("medias", "titre de presse", "organe", "redaction", "societe", "support")),
    "kind": Column("Type", ("type de media", "nature", "categorie", "genre de media")),
    "periodicity": Column("Périodicité", ("parution", "frequence", "rythme")),
    "function": Column("Fonction", ("poste", "role", "job title", "qualite", "metier")),
    "rubrics": Column("Rubriques", ("rubrique", "themes", "theme", "specialite", "domaines", "sujets")),
    "address": Column(
        "Courriel",
        ("email", "e mail", "mail", "adresse electronique", "adresse mail", "adresse email", "adresse e mail",
         "courrier electronique", "mel", "email address"),
    ),
    "other_address": Column("Autre courriel", ("courriel 2", "email 2", "mail 2", "e mail 2")),
    "phone_fixed": Column(
        "Tél. fixe", ("fixe", "telephone fixe", "ligne fixe", "tel bureau", "tel direct", "ligne directe")
    ),
    "phone_mobile": Column("Mobile", ("portable", "gsm", "tel mobile", "tel portable", "telephone portable")),
    "phone": Column(
        "Téléphone", ("tel", "numero", "phone", "numero de telephone"), "Fixe ou mobile, reconnu au numéro."
    ),
    "closing_time": Column("Heure de bouclage", ("bouclage", "deadline", "heure limite")),
    "zones": Column("Zones", ("zone", "secteur", "commune", "communes", "province")),
    "language": Column("Langue", ("langues", "language")),
    "note": Column("Remarques", ("remarque", "note", "notes", "commentaire", "commentaires", "observations")),
    "source": Column("Origine", ("origine des coordonnees", "source", "consentement", "provenance")),
    "source_on": Column("Recueilli le", ("recueillies le", "date de recueil", "date du consentement")),
    "do_not_contact": Column(
        "Ne plus contacter",
        ("ne pas contacter", "opposition", "desinscrit", "desabonne", "opt out", "optout", "desinscription"),
    ),
}  # fmt: skip

#: Without one of these a line can't become a card.
NAME_COLUMNS = ("last_name", "full_name")

TITLES = Titles(COLUMNS)
