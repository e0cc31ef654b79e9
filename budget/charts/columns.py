"""The columns of finance's chart and of its voted credits, whatever its software calls them."""

from comms.tables.titles import Column, Titles

COLUMNS: dict[str, Column] = {
    "section": Column(
        "Section", ("sens section", "libelle section"), "« F » ou « I » ; sans elle, fonctionnement."
    ),
    "chapter": Column("Chapitre", ("chap", "code chapitre", "chapitre nature", "numero de chapitre")),
    "article": Column(
        "Article",
        ("art", "nature", "compte", "compte nature", "code nature", "article nature", "imputation",
         "compte par nature"),
    ),
    "function": Column("Fonction", ("fonct", "code fonction", "rubrique", "sous fonction")),
    "label": Column(
        "Libellé",
        ("intitule", "libelle article", "libelle du compte", "libelle nature", "designation",
         "libelle compte"),
    ),
    "line": Column(
        "Ligne", ("ligne budgetaire", "libelle de la ligne", "ligne de credit", "enveloppe"),
        "L’usage des crédits ; sans elle, le libellé du compte.",
    ),
    "operation": Column("Opération", ("operations", "code operation", "programme")),
    "voted": Column(
        "Voté",
        ("credits votes", "montant vote", "credits ouverts", "budget primitif", "bp", "montant", "credits",
         "budget vote", "propositions votees", "vote bp"),
    ),
}  # fmt: skip
TITLES = Titles(COLUMNS)
NEEDED = (("chapter",), ("article",))
