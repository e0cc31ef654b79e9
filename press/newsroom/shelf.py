"""Questions that only the newsroom asks of the published releases; each starts from `.published()`.

The approved version's content answers, never the row: its theme, its files and its words may be changing.
"""

from django.db.models import DateTimeField, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Now, NullIf

from press.models import Release, Theme

_MOMENT = "published_on_site_at"


def newest_first() -> QuerySet[Release]:
    """With the version they show: a page of them costs one query."""
    return Release.objects.published().select_related("effective_version").order_by(f"-{_MOMENT}", "-pk")


def withdrawn_from_site() -> QuerySet[Release]:
    return Release.objects.withdrawn_from_site().select_related("effective_version")


def mailed_only() -> QuerySet[Release]:
    """Sent to journalists and not put on the site; like the others, nothing of it before its embargo."""
    embargo = NullIf(KeyTextTransform("embargo", "effective_version__content"), Value(""))
    return (
        Release.objects.filter(
            Q(embargo_at=None) | Q(embargo_at__lte=Now()), sent_at__lte=Now(), published_on_site_at=None
        )
        .annotate(approved_embargo=Cast(embargo, DateTimeField()))
        .filter(Q(approved_embargo=None) | Q(approved_embargo__lte=Now()))
        .select_related("effective_version")
    )


def about(releases: QuerySet[Release], theme_slug: str) -> QuerySet[Release]:
    return releases.filter(effective_version__content__theme_slug=theme_slug)


def themes() -> QuerySet[Theme]:
    """Those under which something can be read."""
    used = Release.objects.published().values(
        slug=KeyTextTransform("theme_slug", "effective_version__content")
    )
    return Theme.objects.filter(slug__in=used)


def years() -> list[int]:
    """Those in which something became public, by the calendar of Nouméa; the newest first."""
    return [day.year for day in Release.objects.published().datetimes(_MOMENT, "year", order="DESC")]


def holding(sha256: str) -> Release | None:
    """A published release whose version in effect holds this file."""
    held = [{"sha256": sha256}]
    return newest_first().filter(effective_version__content__attachments__contains=held).first()


def neighbours(release: Release) -> tuple[Release | None, Release | None]:
    """The one before and the one after, in the order of publication."""
    moment, others = release.published_on_site_at, newest_first()
    older = Q(**{f"{_MOMENT}__lt": moment}) | Q(**{_MOMENT: moment, "pk__lt": release.pk})
    newer = Q(**{f"{_MOMENT}__gt": moment}) | Q(**{_MOMENT: moment, "pk__gt": release.pk})
    return others.filter(older).first(), others.filter(newer).order_by(_MOMENT, "pk").first()
