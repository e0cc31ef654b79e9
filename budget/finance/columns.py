"""The columns of finance's file, whatever its software calls them."""

from collections.abc import Mapping, Sequence

from comms.tables.titles import Column, Titles
from comms.tables.workbooks import UnreadableFile

COLUMNS: dict[str, Column] = {
    "provider": Column(
        "Prestataire",
        ("tiers", "nom du tiers", "fournisseur", "creancier", "beneficiaire", "raison sociale", "nom"),
    ),
    "ridet": Column("RIDET", ("rid", "n ridet", "numero ridet", "siren ridet")),
    "number": Column(
        "N° de facture",
        ("facture", "numero de facture", "numero facture", "reference facture", "ref facture", "no facture",
         "n facture"),
    ),
    "amount": Column(
        "Montant TTC", ("montant", "montant mandate", "montant du mandat", "ttc", "net a payer", "somme")
    ),
    "mandate": Column(
        "N° de mandat", ("mandat", "numero de mandat", "numero mandat", "no mandat", "n mandat")
    ),
    "mandated_on": Column(
        "Date du mandat",
        ("mandate le", "mandatee le", "date mandat", "date de mandatement", "date d emission", "emis le"),
    ),
    "paid_on": Column(
        "Date de paiement",
        ("paye le", "payee le", "date paiement", "date de reglement", "regle le", "date du paiement"),
    ),
}  # fmt: skip
TITLES = Titles(COLUMNS)
#: Each a way to say one thing; without any of them, no line of the file could be used.
NEEDED = (("number", "mandate"), ("provider", "ridet", "mandate"), ("mandated_on", "paid_on"))


def columns_of(header: Sequence[str]) -> Mapping[str, int]:
    """field → position. Raises UnreadableFile, which names what is missing and what was found instead."""
    found = TITLES.match(header)
    missing = [
        " ou ".join(f"« {COLUMNS[name].label} »" for name in names)
        for names in NEEDED
        if not any(name in found for name in names)
    ]
    if missing:
        titles = ", ".join(title for title in header if title)[:200] or "aucun"
        raise UnreadableFile(
            f"Il manque la colonne {', et '.join(missing)}. Titres lus dans le fichier : {titles}. "
            "Si ces titres sont illisibles ou collés, enregistrez le fichier en CSV UTF-8 séparé par des "
            "points-virgules, ou en .xlsx."
        )
    return found
