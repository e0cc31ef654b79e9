"""Médias, and the words of the directory (rubrics, zones)."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from comms.journal.actions import record
from comms.people.models import User
from press.importing.vocabulary import make_missing_words
from press.models import Media, Rubric, Zone


@transaction.atomic
def save_media(*, actor: User, facts: Mapping[str, Any], media: Media | None = None) -> Media:
    """Make a média or change one; the history says which columns changed."""
    is_new = media is None
    media = media or Media()
    changed = [name for name, value in facts.items() if is_new or getattr(media, name) != value]
    for name in changed:
        setattr(media, name, facts[name])
    if changed:
        media.save()
        record(
            actor=actor,
            verb="a créé le média" if is_new else "a modifié le média",
            target=media,
            data={} if is_new else {"fields": changed},
        )
    return media


def words_named(model: type[Rubric] | type[Zone], names: Iterable[str]) -> list[Any]:
    """The rubrics or zones of these names, made where they are missing; « economie » is « Économie »."""
    return list(model.objects.filter(pk__in=make_missing_words(model, names).values()))
