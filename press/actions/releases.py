"""Writing a release: its number, its text, its circuit, what is said of it. Sending is in mailings.py."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from comms.approvals.actions import submit_version, void_if_changed, withdraw_submission
from comms.approvals.models import Approval
from comms.calendar.working_days import local_today
from comms.journal.actions import record
from comms.numbering.actions import next_number
from comms.people.models import User
from comms.town.models import TownSettings
from press.errors import Incomplete, NotNow, StaleText
from press.models import EDITABLE_STATES, EditingPresence, Release, ReleaseState

#: What a person writes; nothing else passes from a form to the row.
TEXT_FIELDS = (
    "title", "chapo", "body", "quote", "quote_author", "contact_name", "contact_phone", "contact_email",
    "zone", "theme", "embargo_at", "boilerplate", "language",
)  # fmt: skip


@transaction.atomic
def create_release(*, author: User, title: str, **texts: Any) -> Release:
    """A draft with the year's next number; contact and boilerplate come from the town's settings.

    The number is taken under the counter's row lock and given back with the transaction: no gap, no twin.
    """
    town = TownSettings.current()
    usual = {
        "contact_name": "Cellule communication",
        "contact_phone": town.contact_phone,
        "contact_email": town.contact_email,
        "boilerplate": town.boilerplate,
    }
    year = local_today().year
    release = Release.objects.create(
        year=year,
        number=next_number(series="press.release", year=year),
        created_by=author,
        updated_by=author,
        title=title,
        **usual | _texts(texts),
    )
    record(actor=author, verb="a créé le communiqué", target=release)
    return release


def _texts(changes: Mapping[str, Any]) -> dict[str, Any]:
    unknown = changes.keys() - set(TEXT_FIELDS)
    if unknown:
        raise TypeError(f"not a text of a release: {', '.join(sorted(unknown))}")
    return dict(changes)


@transaction.atomic
def save_text(*, release: Release, actor: User, seen_revision: int, changes: Mapping[str, Any]) -> Release:
    """Write the text that this person began from `seen_revision`; an approval of the old text is void.

    Raises StaleText when somebody saved meanwhile, NotNow when the text is out (a correction is due).
    """
    if not release.is_editable:
        raise NotNow("Ce communiqué est sorti : passez par « Rectifier ».")
    _write(release, actor, seen_revision, _texts(changes), state__in=EDITABLE_STATES)
    record(actor=actor, verb="a modifié le texte", target=release, data={"revision": release.revision})
    void_if_changed(subject=release, actor=actor)
    return release


def _write(release: Release, actor: User, seen_revision: int, changes: dict[str, Any], **still: Any) -> None:
    """One conditional update: the revision this person began from, in a state that allows it."""
    before = (release.quote, release.quote_author)
    after = (changes.get("quote", release.quote), changes.get("quote_author", release.quote_author))
    if before != after:  # other words, or in another mouth: the agreement was not for these
        changes |= {
            "quote_agreement": Release.Agreement.UNKNOWN,
            "quote_agreed_at": None,
            "quote_agreed_by": None,
        }
    written = Release.objects.filter(pk=release.pk, revision=seen_revision, **still).update(
        revision=F("revision") + 1, updated_at=Now(), updated_by=actor, **changes
    )
    release.refresh_from_db()
    if not written:
        raise StaleText(release)
    EditingPresence.objects.filter(release=release, user=actor).delete()


@transaction.atomic
def correct_release(
    *, release: Release, actor: User, note: str, seen_revision: int, changes: Mapping[str, Any]
) -> Approval:
    """Change a release that is out: the new text and its note go round the circuit at once.

    Until it is approved the public and the journalists keep the version they have.
    """
    if not release.may_be_corrected:
        raise NotNow("Ce communiqué n’est pas sorti : modifiez-le directement.")
    if not note.strip():
        raise Incomplete(["ce qui est rectifié, pour les journalistes"])
    texts = _texts(changes) | {"correction_note": note.strip()}
    _write(release, actor, seen_revision, texts, state=release.state)
    void_if_changed(subject=release, actor=actor)
    record(actor=actor, verb="propose une rectification", target=release, reason=note.strip())
    return submit_version(subject=release, author=actor)


def missing_for_approval(release: Release) -> list[str]:
    """What a release needs before anybody is asked to read it."""
    needed = {
        "le titre": release.title,
        "le corps du texte": release.body,
        "le contact presse": release.contact_name and (release.contact_phone or release.contact_email),
    }
    if release.quote:
        needed["l’auteur de la citation"] = release.quote_author
    return [name for name, value in needed.items() if not value]


@transaction.atomic
def submit_release(*, release: Release, actor: User) -> Approval:
    """Send the draft round its circuit. Raises Incomplete, NotNow, and the errors of `submit_version`."""
    if release.state != ReleaseState.DRAFT:
        raise NotNow("Seul un brouillon se soumet à validation.")
    if missing := missing_for_approval(release):
        raise Incomplete(missing)
    return submit_version(subject=release, author=actor)


def take_back(*, release: Release, actor: User, reason: str = "") -> None:
    """Out of the circuit, to work on it; a correction given up leaves the version that is out."""
    approval = release.current_approval
    if approval is None or not approval.is_open:
        raise NotNow("Ce communiqué n’est plus en validation.")
    withdraw_submission(approval=approval, actor=actor, reason=reason)
    release.refresh_from_db()


@transaction.atomic
def record_quote_agreement(*, release: Release, actor: User, agreement: str) -> None:
    """What the quoted person answered; it is a fact beside the text and voids no approval."""
    if not release.quote:
        raise NotNow("Ce communiqué n’a pas de citation.")
    label = Release.Agreement(agreement).label
    release.quote_agreement = agreement
    known = agreement != Release.Agreement.UNKNOWN
    release.quote_agreed_at = timezone.now() if known else None
    release.quote_agreed_by = actor if known else None
    release.save(update_fields=["quote_agreement", "quote_agreed_at", "quote_agreed_by"])
    record(actor=actor, verb=f"a noté, pour la citation : « {label} »", target=release)


def note_presence(
    *, release: Release, user: User, at: datetime, revision: int, unsaved: Mapping[str, str]
) -> None:
    """The edit page's heartbeat: this person has it open, and these words aren't saved yet."""
    kept = {"unsaved": dict(unsaved), "unsaved_at": at, "revision": revision} if unsaved else {}
    presence, is_new = EditingPresence.objects.get_or_create(
        release=release, user=user, defaults={"started_at": at, "seen_at": at, **kept}
    )
    if is_new:
        return
    if not presence.is_recent(at):
        kept["started_at"] = at
    EditingPresence.objects.filter(pk=presence.pk).update(seen_at=at, **kept)


def drop_unsaved(*, release: Release, user: User) -> None:
    """The person prefers the saved text to the words that were kept."""
    EditingPresence.objects.filter(release=release, user=user).update(unsaved={}, unsaved_at=None)
