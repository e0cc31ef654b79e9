"""The columns of finance's file, whatever its software calls them."""

from collections.abc import Mapping, Sequence

from comms.tables.titles import Column, Titles

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
    """field → position. Raises UnreadableFile."""
    return TITLES.required(header, NEEDED)
