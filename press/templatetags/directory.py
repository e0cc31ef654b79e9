"""{% load directory %}{% directory_tabs "contacts" %}: the parts of the directory, this page being one."""

from django import template
from django.urls import reverse

register = template.Library()

PARTS = (
    ("contacts", "Contacts"),
    ("medias", "Médias"),
    ("lists", "Listes"),
    ("duplicates", "Doublons"),
    ("imports", "Imports"),
)


@register.inclusion_tag("press/contacts/_tabs.html")
def directory_tabs(here: str) -> dict[str, list[tuple[str, str, bool]]]:
    return {"tabs": [(label, reverse(f"press:{name}"), name == here) for name, label in PARTS]}
