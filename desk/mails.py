"""One function per message; its templates are templates/desk/mails/<name>.{subject.txt,txt,html}."""

from datetime import date

from django.conf import settings
from django.urls import reverse

from comms.journal.models import Notice
from comms.outbox.actions import queue_mail
from comms.outbox.content import Recipient, render_mail
from desk.digest import DigestSection
from desk.models import Digest


def daily_digest(*, digest: Digest, sections: list[DigestSection], day: date) -> None:
    """One a person and working day, at the hour that the person chose."""
    context = {
        "person": digest.user,
        "sections": sections,
        "day": day,
        "home": settings.BASE_URL + reverse("desk:my_day"),
        "preferences": settings.BASE_URL + reverse("desk:reminders"),
    }
    _queue("daily_digest", digest.user, digest, context)


def notice_at_once(*, notice: Notice) -> None:
    """A notice of a kind that the person wants at once, or an emergency."""
    context = {
        "person": notice.user,
        "entry": notice.entry,
        "link": settings.BASE_URL + (notice.entry.target_url or reverse("desk:notices")),
        "preferences": settings.BASE_URL + reverse("desk:reminders"),
    }
    _queue("notice_at_once", notice.user, notice, context)


def _queue(name: str, person: object, cause: object, context: dict) -> None:
    queue_mail(
        to=Recipient(person.email, person.full_name),
        content=render_mail(f"desk/{name}", context),
        cause=cause,
    )
