"""The pictures and documents of a release; each change counts as a change of its text."""

from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now

from comms.approvals.actions import void_if_changed
from comms.journal.actions import record
from comms.people.models import User
from comms.uploads import CleanFile, checked_pdf, checked_picture, keep, safe_name
from press.errors import NotNow
from press.models import Attachment, Release, ReleaseState


def add_picture(
    *, release: Release, actor: User, file: IO[bytes], name: str, alt: str, credit: str, caption: str = ""
) -> Attachment:
    """Checked, written anew without metadata, kept with its smaller ones. Raises ValidationError, NotNow."""
    clean = checked_picture(file)
    words = {"alt": alt.strip(), "credit": credit.strip(), "caption": caption.strip()}
    return _attach(release, actor, clean, Attachment.Kind.PICTURE, name, **words)


def add_document(
    *, release: Release, actor: User, file: IO[bytes], name: str, caption: str = ""
) -> Attachment:
    clean = checked_pdf(file)
    return _attach(release, actor, clean, Attachment.Kind.DOCUMENT, name, caption=caption.strip())


@transaction.atomic
def _attach(
    release: Release, actor: User, clean: CleanFile, kind: str, name: str, **words: str
) -> Attachment:
    row = _opened(release)
    if row.attachments.filter(sha256=clean.sha256).exists():
        raise ValidationError("Ce fichier est déjà joint à ce communiqué.", code="twice")
    keep(clean)
    last = row.attachments.aggregate(last=Max("position"))["last"]
    attachment = Attachment.objects.create(
        release=row,
        kind=kind,
        sha256=clean.sha256,
        name=safe_name(name, clean.extension),
        mime=clean.mime,
        size=clean.size,
        width=clean.width,
        height=clean.height,
        position=0 if last is None else last + 1,
        added_by=actor,
        **words,
    )
    _changed(release, actor, f"a joint « {attachment.name} »")
    return attachment


@transaction.atomic
def describe_attachment(*, attachment: Attachment, actor: User, alt: str, credit: str, caption: str) -> None:
    """Change the words that go with a file; a picture keeps an alternative text and a credit."""
    _opened(attachment.release)
    attachment.alt, attachment.credit, attachment.caption = alt.strip(), credit.strip(), caption.strip()
    attachment.save(update_fields=["alt", "credit", "caption"])
    _changed(attachment.release, actor, f"a décrit « {attachment.name} »")


@transaction.atomic
def move_attachment(*, attachment: Attachment, actor: User, up: bool) -> None:
    """One place up or down; at the end of the list nothing happens."""
    release = _opened(attachment.release)
    order = list(release.attachments.all())
    place = next((i for i, item in enumerate(order) if item.pk == attachment.pk), None)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(order):
        return
    order[place], order[other] = order[other], order[place]
    for position, item in enumerate(order):
        item.position = position
    Attachment.objects.bulk_update(order, ["position"])
    _changed(attachment.release, actor, "a changé l’ordre des pièces jointes")


@transaction.atomic
def remove_attachment(*, attachment: Attachment, actor: User) -> None:
    """Off the release; the file stays, for the versions that name it."""
    release, name = attachment.release, attachment.name
    _opened(release)
    attachment.delete()
    _changed(release, actor, f"a retiré « {name} »")


def _opened(release: Release) -> Release:
    """The row, locked so that no version is made meanwhile, in a state where its files may change."""
    row = Release.objects.select_for_update(of=("self",)).get(pk=release.pk)
    if not (row.is_editable or row.may_be_corrected):
        raise NotNow(f"Ce communiqué est {row.get_state_display().lower()} : ses pièces ne changent plus.")
    return row


def _changed(release: Release, actor: User, verb: str) -> None:
    """`revision` stays: who is writing the text meanwhile has not been overtaken."""
    Release.objects.filter(pk=release.pk).update(updated_at=Now(), updated_by=actor)
    release.refresh_from_db()
    record(actor=actor, verb=verb, target=release)
    if not release.is_out or release.state == ReleaseState.IN_APPROVAL:
        void_if_changed(subject=release, actor=actor)  # what is out waits for its correction
