"""Telling people: once a day what waits, and at once what they asked for."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from comms.calendar.working_days import is_working_day, local_today
from comms.journal.models import Notice
from comms.people.models import User
from comms.periods.now import reminders_are_paused
from desk import mails
from desk.digest import digest_sections
from desk.models import Digest, NoticeMail
from desk.notices import is_emergency, kind_of

#: An older notice isn't news any more: it is in the digest.
NEWS = timedelta(hours=1)


@transaction.atomic
def make_digest(*, user: User, day: date, at: datetime) -> bool:
    """One digest a person and day, whoever asks how often; nothing on a day off, in a crisis, about nothing.

    True when a mail was written.
    """
    if not is_working_day(day) or reminders_are_paused():
        return False
    since = _told_until(user, at)
    digest = claim_digest(user, day, at)
    if digest is None:
        return False
    sections = digest_sections(user, day, since)
    digest.line_count = sum(len(section.lines) for section in sections)
    digest.save(update_fields=["line_count"])
    if sections:
        mails.daily_digest(digest=digest, sections=sections, day=day)
    return bool(sections)


def claim_digest(user: User, day: date, at: datetime) -> Digest | None:
    """The day's stamp; None when it was there already, or is being written by somebody else just now."""
    try:
        with transaction.atomic():
            return Digest.objects.create(user=user, day=day, made_at=at)
    except IntegrityError as error:
        if "one_digest_a_person_and_day" not in str(error):
            raise
        return None


def _told_until(user: User, at: datetime) -> datetime:
    last = user.digests.order_by("-made_at").values_list("made_at", flat=True).first()
    return last or at - timedelta(days=1)


@transaction.atomic
def send_immediate(*, notice: Notice, at: datetime) -> bool:
    """Mail this notice now when the person wants its kind; an emergency even on a day off or in a crisis."""
    if not is_emergency(notice) and not (_is_wanted(notice) and _is_an_ordinary_day(at)):
        return False
    _, is_new = NoticeMail.objects.get_or_create(notice=notice, defaults={"sent_at": at})
    if is_new:
        mails.notice_at_once(notice=notice)
    return is_new


def _is_an_ordinary_day(at: datetime) -> bool:
    return is_working_day(local_today(at)) and not reminders_are_paused()


def _is_wanted(notice: Notice) -> bool:
    preference = getattr(notice.user, "reminder_preference", None)
    return preference is not None and kind_of(notice) in preference.immediate_kinds


def notices_due_at_once(at: datetime) -> list[Notice]:
    """Fresh, unread, not mailed yet."""
    fresh = Notice.objects.unread().filter(entry__at__gt=at - NEWS, mail=None, user__is_active=True)
    return list(fresh.select_related("entry__target_type", "entry__actor", "user__reminder_preference"))
