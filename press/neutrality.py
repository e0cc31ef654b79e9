"""Releases, as they are read before a poll (comms/periods/neutrality.py)."""

from datetime import date

from django.db.models import Case, QuerySet, Value, When
from django.db.models.functions import Coalesce, Now, TruncDate

from comms.calendar.working_days import local_today
from comms.formats import day_medium
from comms.people.models import User
from comms.periods.neutrality import CheckedKind, register, year_before_first
from press.models import Release, ReleaseState
from press.rich_text import body_as_text


class CheckedReleases(CheckedKind):
    slug, label, plural, model = "communique", "Communiqué", "Communiqués", Release

    def visible_to(self, user: User) -> QuerySet[Release]:
        return Release.objects.visible_to(user)

    def going_out(self, things: QuerySet[Release], start: date, end: date) -> QuerySet[Release]:
        """By the day they left or are to leave; one still being written counts as of today."""
        moment = Coalesce("sent_at", "published_on_site_at", "embargo_at", Now())
        return (
            things.exclude(state=ReleaseState.WITHDRAWN)
            .annotate(public_day=TruncDate(moment))
            .filter(public_day__range=(start, end))
            .order_by("public_day", "pk")
        )

    def day_of(self, thing: Release) -> date | None:
        moment = thing.sent_at or thing.published_on_site_at or thing.embargo_at
        return local_today(moment) if moment else None

    def earlier(self, things: QuerySet[Release], thing: Release) -> QuerySet[Release]:
        """Those that left before: around the same day of the year before first, then of the same theme."""
        sent = things.filter(sent_at__isnull=False).exclude(pk=thing.pk)
        if thing.sent_at:
            sent = sent.filter(sent_at__lt=thing.sent_at)
        day = self.day_of(thing) or local_today()
        same_theme = Case(When(theme=thing.theme_id, then=Value(0)), default=Value(1))
        return sent.order_by(year_before_first("sent_at__date", day), same_theme, "-sent_at", "-pk")

    def facts(self, thing: Release) -> list[tuple[str, str]]:
        content = thing.current_content
        pictures = sum(item.is_picture for item in content.attachments)
        day = self.day_of(thing)
        return [
            ("Diffusion", day_medium(day) if day else ""),
            ("Longueur", f"{len(self.words(thing).split())} mots"),
            ("Citation", content.quote_author if content.quote else "aucune"),
            ("Images", str(pictures)),
            ("Autres pièces", str(len(content.attachments) - pictures)),
            ("Diffusions", str(thing.dispatches.count())),
            ("Secteur", content.zone),
        ]

    def words(self, thing: Release) -> str:
        content = thing.current_content
        parts = [content.chapo, body_as_text(content.body), content.quote and f"« {content.quote} »"]
        return "\n\n".join(part for part in parts if part)


register(CheckedReleases())
