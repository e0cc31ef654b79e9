"""Sending an approved release to its journalists, and what may be done while it is on its way."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from comms.approvals.actions import withdraw_submission
from comms.approvals.models import Approval, Version
from comms.formats import moment_long
from comms.journal.actions import record
from comms.outbox.actions import (
    cancel_mailing,
    create_mailing,
    pause_mailing,
    queue_mail,
    resume_mailing,
    retry_mail,
)
from comms.outbox.content import MailContent
from comms.outbox.models import MailingState, MailState, OutgoingMail
from comms.people.models import Role, User
from comms.periods.actions import join_pause
from comms.periods.now import pause_now
from press import mails
from press.actions.publication import keep_off_site, mark_withdrawn, publish_on_site
from press.checks.release import Check, blocking, pause_check, release_checks
from press.errors import Blocked, ChangedSinceChecked, Incomplete, NotNow, SomebodyWasFaster
from press.links import public_url
from press.models import (
    APPROVED_STATES,
    OPT_OUT_SCOPE,
    Contact,
    ContactList,
    Dispatch,
    DispatchPart,
    PreferredFormat,
    Release,
    ReleaseState,
)
from press.recipients import Audience, audience_of

UNDER_WAY = (MailingState.SCHEDULED, MailingState.SENDING, MailingState.PAUSED)
#: Something of it went to the relay, or may have.
TRIED = (MailState.SENDING, MailState.ACCEPTED, MailState.REFUSED, MailState.UNCERTAIN)


class Seen(NamedTuple):
    """What the person who launches has checked: that version, those people."""

    digest: str
    audience: str


def launch_release(
    *,
    release: Release,
    actor: User,
    lists: Collection[ContactList],
    seen: Seen,
    scheduled_for: datetime | None = None,
    on_site: bool = False,
) -> Dispatch:
    """Send the approved version to the people of these lists, now or from `scheduled_for` on; once.

    The recipients are frozen here. `on_site` also puts it in the newsroom, from the same moment and after
    its embargo. The embargo forbids no mailing: journalists get it before, announced on top. Raises
    SomebodyWasFaster, ChangedSinceChecked, Blocked, Incomplete, NotNow.
    """
    try:
        with transaction.atomic():
            return _launch(release, actor, lists, seen, scheduled_for, on_site)
    except IntegrityError as error:
        if "version_is_sent_once" not in str(error):
            raise
        release.refresh_from_db()
        raise SomebodyWasFaster(release.get_state_display()) from error


def _launch(
    release: Release,
    actor: User,
    lists: Collection[ContactList],
    seen: Seen,
    scheduled_for: datetime | None,
    on_site: bool,
) -> Dispatch:
    if scheduled_for and scheduled_for <= timezone.now():
        raise NotNow(f"Ce moment est déjà passé : {moment_long(scheduled_for)}.")
    _begin(release, scheduled_for)
    audience = audience_of(lists)
    if not audience.included:
        raise Incomplete(["au moins un destinataire"])
    if seen != Seen(release.effective_version.digest, audience.fingerprint):
        raise ChangedSinceChecked
    if on_site and release.published_on_site_at is None:
        publish_on_site(release=release, actor=actor, not_before=scheduled_for)
    letters = letters_for(release, audience.included, starts_at=scheduled_for or timezone.now())
    if faults := blocking(checks_before_sending(release, letters.values())):
        raise Blocked(faults)
    dispatch = Dispatch.objects.create(
        release=release,
        version=release.effective_version,
        left_out=[{"contact": each.contact.pk, "reason": each.reason} for each in audience.left_out],
        scheduled_for=scheduled_for,
        launched_by=actor,
    )
    dispatch.lists.set(lists)
    _create_parts(dispatch, audience, letters)
    _tell_of_launch(dispatch, actor, len(audience.included))
    return dispatch


def _create_parts(dispatch: Dispatch, audience: Audience, letters: Mapping[str, MailContent]) -> None:
    """One mailing for each form of the letter, all from the same moment; urgent when it was let through."""
    release = dispatch.release
    is_urgent = _was_let_through(dispatch.version)
    for form, contacts in _by_form(audience.included):
        mailing = create_mailing(
            title=f"{release.reference} · {release.public_content.title}",
            content=letters[form],
            recipients=[mails.recipient_of(contact) for contact in contacts],
            scope=OPT_OUT_SCOPE,
            created_by=dispatch.launched_by,
            not_before=dispatch.scheduled_for,
            cause=dispatch,
            is_urgent=is_urgent,
        )
        DispatchPart.objects.create(dispatch=dispatch, form=form, mailing=mailing)
        join_pause(mailing=mailing, actor=dispatch.launched_by)


def _was_let_through(version: Version) -> bool:
    return Approval.objects.filter(version=version, state=Approval.State.BYPASSED).exists()


def _begin(release: Release, scheduled_for: datetime | None) -> None:
    """The move that only one of twenty clicks makes. A corrected release stays so: its row is locked, and
    its version leaves once by the database's own constraint."""
    if release.state == ReleaseState.CORRECTED:
        Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
        release.refresh_from_db()
        if release.state != ReleaseState.CORRECTED:
            raise SomebodyWasFaster(release.get_state_display())
    elif release.state != ReleaseState.APPROVED:
        raise SomebodyWasFaster(release.get_state_display())
    elif scheduled_for:
        release.move(ReleaseState.SCHEDULED)
    else:
        release.move(ReleaseState.SENT, sent_at=Now())


def letters_for(
    release: Release, contacts: Iterable[Contact], *, starts_at: datetime
) -> dict[str, MailContent]:
    """One letter for each form that somebody of these prefers."""
    forms = sorted({contact.preferred_format for contact in contacts})
    return {form: letter_for(release, form, starts_at=starts_at) for form in forms}


def letter_for(release: Release, form: str, *, starts_at: datetime, is_trial: bool = False) -> MailContent:
    """The version in effect; with the address of its public page when that can be read by `starts_at`."""
    public = release.published_on_site_at is not None and release.published_on_site_at <= starts_at
    return mails.release_letter(
        release=release,
        version=release.effective_version,
        form=form,
        starts_at=starts_at,
        site_url=public_url(release.year, release.public_slug) if public else "",
        is_trial=is_trial,
    )


def _by_form(contacts: Iterable[Contact]) -> Iterable[tuple[str, list[Contact]]]:
    ordered = sorted(contacts, key=lambda contact: contact.preferred_format)
    return [(form, list(group)) for form, group in groupby(ordered, lambda contact: contact.preferred_format)]


def checks_before_sending(release: Release, letters: Iterable[MailContent]) -> list[Check]:
    """What « Vérifier » shows and the launch obeys."""
    weight = max((mails.weight_of(letter) for letter in letters), default=0)
    checks = release_checks(release, release.public_content, weight=weight, now=timezone.now())
    pause = pause_now()
    if pause and not _was_let_through(release.effective_version):
        checks.append(pause_check(pause))
    return checks


def _tell_of_launch(dispatch: Dispatch, actor: User, count: int) -> None:
    when = f"programmé pour le {moment_long(dispatch.scheduled_for)}" if dispatch.scheduled_for else "lancé"
    journalists = f"{count} journaliste{'s' * (count > 1)}"
    record(
        actor=actor,
        verb=f"a {when} l’envoi de la version {dispatch.version.number} à {journalists}",
        target=dispatch.release,
        data={"version": dispatch.version.number, "digest": dispatch.version.digest, "dispatch": dispatch.pk},
        tell=_responsible(dispatch.release),
    )


def _responsible(release: Release) -> models.QuerySet[User]:
    return User.objects.holding(Role.HEAD, Role.CABINET) | User.objects.filter(
        pk=release.created_by_id, is_active=True
    )


@transaction.atomic
def send_trial(*, release: Release, actor: User) -> OutgoingMail:
    """The mail as journalists would get it, to the person who asks; nobody else, nothing changes."""
    if release.effective_version is None:
        raise NotNow("Le communiqué n’est pas encore validé : rien ne part, même à l’essai.")
    letter = letter_for(release, PreferredFormat.FULL, starts_at=timezone.now(), is_trial=True)
    record(actor=actor, verb=f"s’est envoyé un essai ({actor.email})", target=release)
    return queue_mail(to=mails.trial_recipient(actor), content=letter, cause=release)


@transaction.atomic
def pause_dispatch(*, dispatch: Dispatch, actor: User, reason: str = "") -> None:
    """What hasn't left waits. Raises NotNow when nothing is left to hold back."""
    mailings = [mailing for mailing in dispatch.mailings if mailing.is_active]
    if not mailings:
        raise NotNow("Cette diffusion n’a plus rien à envoyer.")
    for mailing in mailings:
        pause_mailing(mailing=mailing, actor=actor, reason=reason)


@transaction.atomic
def resume_dispatch(*, dispatch: Dispatch, actor: User) -> None:
    mailings = [mailing for mailing in dispatch.mailings if mailing.state == MailingState.PAUSED]
    if not mailings:
        raise NotNow("Cette diffusion n’est pas suspendue.")
    for mailing in mailings:
        resume_mailing(mailing=mailing, actor=actor)


@transaction.atomic
def cancel_dispatch(*, dispatch: Dispatch, actor: User, reason: str) -> bool:
    """What hasn't left never leaves. True when nothing had: the release is « validé » again, off the site
    where its moment was still to come, and may be sent anew."""
    mailings = [mailing for mailing in dispatch.mailings if mailing.state in UNDER_WAY]
    if not mailings:
        raise NotNow("Cette diffusion est terminée : ce qui est parti ne se rappelle pas.")
    for mailing in mailings:
        cancel_mailing(mailing=mailing, actor=actor, reason=reason)
    release = dispatch.release
    record(actor=actor, verb="a annulé la diffusion", target=release, reason=reason)
    if dispatch.mails.filter(state__in=TRIED).exists():
        return False
    Dispatch.objects.filter(pk=dispatch.pk, cancelled_at=None).update(cancelled_at=Now())
    dispatch.refresh_from_db()
    release.refresh_from_db()
    if release.state in (ReleaseState.SCHEDULED, ReleaseState.SENT):
        release.move(ReleaseState.APPROVED, sent_at=None)
    if release.published_on_site_at and release.published_on_site_at > timezone.now():
        keep_off_site(release=release, actor=actor)
    return True


def retry_dispatch(*, dispatch: Dispatch, actor: User) -> int:
    """Try again, now, whoever was refused for a passing reason; how many."""
    retried = 0
    for mail in dispatch.mails.retryable():
        try:
            retry_mail(mail=mail, actor=actor)
        except ValidationError:
            continue  # it left, or was cancelled, in between
        retried += 1
    return retried


def mark_scheduled_as_sent() -> list[Release]:
    """The releases whose scheduled mailing has begun to leave become « diffusé »."""
    marked = []
    for dispatch in Dispatch.objects.due_to_count_as_sent().select_related("release"):
        began = dispatch.mailings.aggregate(first=models.Min("started_at"))["first"]
        try:
            with transaction.atomic():
                dispatch.release.move(ReleaseState.SENT, sent_at=began)
                record(actor=None, verb="a commencé l’envoi programmé", target=dispatch.release)
        except SomebodyWasFaster:
            continue
        marked.append(dispatch.release)
    return marked


@transaction.atomic
def withdraw_release(*, release: Release, actor: User, reason: str) -> None:
    """Out of the circuit and the newsroom, which says why; what hasn't been mailed stays here."""
    approval = release.current_approval
    if approval and approval.is_open:
        withdraw_submission(approval=approval, actor=actor, reason=reason)
        release.refresh_from_db()
    if release.state in APPROVED_STATES:
        for dispatch in release.dispatches.standing():
            if any(mailing.state in UNDER_WAY for mailing in dispatch.mailings):
                cancel_dispatch(dispatch=dispatch, actor=actor, reason=reason)
        release.refresh_from_db()
    mark_withdrawn(release=release, actor=actor, reason=reason)
