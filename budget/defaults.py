"""The rules, rates and check-list that stand from the first day, made after `migrate`; then the admin's."""

from datetime import date
from typing import Any

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import DEFAULT_DB_ALIAS

#: Before any invoice that the unit will enter; the rows are dated so that a change of rates adds others.
SINCE = date(2018, 10, 1)
SOURCE = "Taux de la TGC relevés en 2025 ; date de début à confirmer par les finances"
RATES = (
    ("exonéré", 0),
    ("réduit", 3),
    ("spécifique : services", 6),
    ("normal : biens", 11),
    ("supérieur", 22),
)

TAX_CODE = "Code des impôts, Lp. 514-5"
PAYMENT_DECREE = "Décret du 2 septembre 1996, annexe C"
MENTIONS = (
    ("Nom et adresse du prestataire", TAX_CODE),
    ("Nom et adresse de la commune", TAX_CODE),
    ("Numéro RID ou RIDET", TAX_CODE),
    ("Numéro de facture, unique et qui se suit", TAX_CODE),
    ("Date de la facture et date de l’opération", TAX_CODE),
    ("Quantité, désignation et prix unitaire hors taxe", TAX_CODE),
    ("TGC détaillée par taux, ou texte qui en exonère", TAX_CODE),
    ("Remises accordées", TAX_CODE),
    ("RIB complet, 23 chiffres", PAYMENT_DECREE),
)


def make_first_rows(using: str = DEFAULT_DB_ALIAS, apps: Apps = installed, **signal: Any) -> None:
    """After the first migrate only: a rate or a mention that the town took away doesn't come back."""
    try:
        rates = apps.get_model("budget", "TaxRate").objects.using(using)
        mentions = apps.get_model("budget", "Mention").objects.using(using)
        rules = apps.get_model("budget", "BudgetRules").objects.using(using)
    except LookupError:  # migrated back to before there was a budget
        return
    if not rates.exists():
        rates.bulk_create(
            rates.model(label=label, percent=percent, valid_from=SINCE, source=SOURCE)
            for label, percent in RATES
        )
    rules.get_or_create(pk=1)
    if not mentions.exists():
        mentions.bulk_create(
            mentions.model(label=label, source=source, position=position)
            for position, (label, source) in enumerate(MENTIONS, start=1)
        )
