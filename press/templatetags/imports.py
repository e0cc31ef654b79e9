"""{% load imports %}: what a line of an import says, in words.

{% for label, reason in row|fault_words %}              what is wrong
{% for label, before, after in row|change_words %}      what it brings
{{ row|decision_words }}                                what becomes of a duplicate
"""

from django import template

from press.importing.cards import field_label, value_words
from press.importing.writing import is_merged
from press.models import ImportRow, RowDecision

register = template.Library()


@register.filter
def fault_words(row: ImportRow) -> list[tuple[str, str]]:
    return [(field_label(fault["field"]) if fault["field"] else "", fault["reason"]) for fault in row.faults]


@register.filter
def change_words(row: ImportRow) -> list[tuple[str, str, str]]:
    return [
        (
            field_label(change["field"]),
            value_words(change["field"], change["before"]),
            value_words(change["field"], change["after"]),
        )
        for change in row.changes
    ]


@register.filter
def decision_words(row: ImportRow) -> str:
    if row.decision == RowDecision.SKIP:
        return "à ne pas importer"
    if is_merged(row):
        return "fusion" if row.changes else "fusion, rien à ajouter"
    return "deux fiches"
