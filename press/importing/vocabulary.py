"""The médias, rubrics and zones that a file names: what is made of those the directory doesn't have."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from comms.search import plain_keys
from press.models import Media, MediaKind, Rubric, Zone


@dataclass
class NamedMedia:
    """What the lines of a file say of one média."""

    name: str
    kinds: Counter[str] = field(default_factory=Counter)
    periodicities: Counter[str] = field(default_factory=Counter)
    closing_times: Counter[str] = field(default_factory=Counter)
    known_kind: str = ""  # the directory's

    @property
    def kind(self) -> str:
        """The directory's, else what most lines say: a média of two kinds keeps the other on its people."""
        return self.known_kind or (self.kinds.most_common(1)[0][0] if self.kinds else MediaKind.OTHER)

    @property
    def periodicity(self) -> str:
        return self.periodicities.most_common(1)[0][0] if self.periodicities else ""

    @property
    def closing_time(self) -> str | None:
        """Only when all lines agree; otherwise it is each person's own."""
        return next(iter(self.closing_times)) if len(self.closing_times) == 1 else None


def named_medias(lines: Iterable[dict[str, Any]], keys: dict[str, str]) -> dict[str, NamedMedia]:
    """By the média's key, with what the directory knows of them; one query."""
    found: dict[str, NamedMedia] = {}
    for values in lines:
        if not values["media"]:
            continue
        media = found.setdefault(keys[values["media"]], NamedMedia(values["media"]))
        for counter, name in ((media.kinds, "kind"), (media.periodicities, "periodicity")):
            if values[name]:
                counter[values[name]] += 1
        if values["closing_time"]:
            media.closing_times[values["closing_time"]] += 1
    for key, kind in Media.objects.filter(name_key__in=list(found)).values_list("name_key", "kind"):
        found[key].known_kind = kind
    return found


def make_missing_medias(named: dict[str, NamedMedia]) -> dict[str, Media]:
    """Every named média by its key; the directory's own are left as they are."""
    missing = [
        Media(
            name=media.name,
            kind=media.kind,
            periodicity=media.periodicity,
            closing_time=media.closing_time,
        )
        for media in named.values()
        if not media.known_kind
    ]
    Media.objects.bulk_create(missing, ignore_conflicts=True)  # somebody may make the same one right now
    return {media.name_key: media for media in Media.objects.filter(name_key__in=list(named))}


def make_missing_words(model: type[Rubric] | type[Zone], words: Iterable[str]) -> dict[str, int]:
    """key → primary key for each of these words."""
    keys = plain_keys(words)
    known = {key: pk for pk, key in _keyed(model).items()}
    missing = {key: word for word, key in keys.items() if key not in known}
    if missing:
        model.objects.bulk_create([model(name=word) for word in missing.values()], ignore_conflicts=True)
        known = {key: pk for pk, key in _keyed(model).items()}
    return {key: known[key] for key in keys.values()}


def _keyed(model: type[Rubric] | type[Zone]) -> dict[int, str]:
    names = dict(model.objects.order_by().values_list("pk", "name"))
    keys = plain_keys(names.values())
    return {pk: keys[name] for pk, name in names.items()}
