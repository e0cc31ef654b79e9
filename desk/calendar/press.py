"""Releases as they leave, and embargoes as they end."""

from datetime import datetime, time
from typing import Any

from django.db.models import DateTimeField, F, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from comms.calendar.working_days import local_today
from desk.calendar.items import Ask, CalendarItem, Reading
from desk.calendar.reading import read_days
from press.models import Dispatch, Release, ReleaseState


def releases(ask: Ask) -> Reading:
    """At the moment they left or are programmed to leave."""
    visible = _narrowed(Release.objects.visible_to(ask.user), ask)
    dispatches = Dispatch.objects.standing().filter(release__in=visible).select_related("release")
    moment = Coalesce("scheduled_for", "launched_at", output_field=DateTimeField())
    rows = dispatches.annotate(leaves_at=moment, day=TruncDate("leaves_at"))
    return read_days(rows.filter(leaves_at__range=_moments(ask)), "day", ask, _dispatch)


def embargoes(ask: Ask) -> Reading:
    rows = _narrowed(Release.objects.visible_to(ask.user), ask).exclude(state=ReleaseState.WITHDRAWN)
    rows = rows.filter(embargo_at__range=_moments(ask)).annotate(day=TruncDate(F("embargo_at")))
    return read_days(rows, "day", ask, _embargo)


def _narrowed(rows: QuerySet, ask: Ask) -> QuerySet:
    if ask.person:
        rows = rows.written_by(ask.person)
    return rows.filter(zone__icontains=ask.zone) if ask.zone else rows


def _moments(ask: Ask) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    return datetime.combine(ask.start, time.min, zone), datetime.combine(ask.end, time.max, zone)


def _dispatch(dispatch: Any) -> CalendarItem:
    release = dispatch.release
    return CalendarItem(
        uid=f"diffusion-{dispatch.pk}",
        slug="communiques",
        title=release.title,
        starts_on=dispatch.day,
        ends_on=dispatch.day,
        leads_to=release,
        at=dispatch.leaves_at,
        note=release.reference,
        is_done=dispatch.leaves_at <= timezone.now(),
        changed_at=dispatch.launched_at,
    )


def _embargo(release: Any) -> CalendarItem:
    return CalendarItem(
        uid=f"embargo-{release.pk}",
        slug="embargos",
        title=f"Fin d’embargo : {release.title}",
        starts_on=release.day,
        ends_on=release.day,
        leads_to=release,
        at=release.embargo_at,
        note=release.reference,
        is_done=release.day < local_today(),
        changed_at=release.updated_at,
    )
