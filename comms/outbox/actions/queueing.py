import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from comms.outbox import letters
from comms.outbox.addresses import address_hash, normalise_address
from comms.outbox.content import MailContent, Recipient
from comms.outbox.doorbell import ring_after_commit
from comms.outbox.models import Letter, Mailing, OutgoingMail
from comms.people.models import User


@transaction.atomic
def queue_mail(
    *, to: str | Recipient, content: MailContent, cause: models.Model | None = None
) -> OutgoingMail:
    """Write a personal mail; it leaves after the commit, ahead of any mailing, and no opposition stops it.

    ValidationError when the address is none.
    """
    recipient = to if isinstance(to, Recipient) else Recipient(to)
    try:
        normalised = normalise_address(recipient.address)
    except ValueError as error:
        raise ValidationError(str(error)) from None
    letters.storable(json.dumps([recipient.name, dict(recipient.substitutions)]))
    letter = letters.write_letter(content, tokens=recipient.substitutions.keys(), is_bulk=False)
    mail = OutgoingMail.objects.create(
        letter=letter,
        address=letters.sendable(recipient.address, normalised),
        name=recipient.name[:200],
        normalised_address=normalised,
        address_hash=address_hash(normalised),
        message_id=letters.new_message_id(letter),
        substitutions=dict(recipient.substitutions),
        cause=cause,
    )
    ring_after_commit()
    return mail


@transaction.atomic
def create_mailing(
    *,
    title: str,
    content: MailContent,
    recipients: Iterable[Recipient],
    scope: str,
    created_by: User,
    not_before: datetime | None = None,
    cause: models.Model | None = None,
    is_urgent: bool = False,
) -> Mailing:
    """Launch a letter to many people, frozen here; the mails leave after the commit, from `not_before` on.

    The same letter to the same people for the same cause is one mailing, however often it is asked for:
    the existing one is returned. `not_before` is compared with the database's clock; an urgent one isn't
    held back by a crisis. ValidationError without a recipient, or when one lacks the way out that the
    content promises.
    """
    frozen, tokens, doubles = letters.freeze(recipients, needs_way_out=content.unsubscribe)
    fields = {"not_before": not_before} if not_before else {}
    try:
        with transaction.atomic():
            letter = letters.write_letter(content, tokens=tokens, is_bulk=True)
            mailing = Mailing.objects.create(
                title=title[:200],
                scope=scope,
                letter=letter,
                recipient_count=len(frozen),
                duplicate_count=doubles,
                is_urgent=is_urgent,
                cause=cause,
                fingerprint=_fingerprint(letter, frozen),
                created_by=created_by,
                **fields,
            )
    except IntegrityError as error:
        if "same_mailing_is_launched_once" not in str(error):
            raise
        return _already_launched(cause, _fingerprint(letter, frozen))
    letters.store_portions(mailing, frozen)
    letters.unfold_portion(mailing)
    mailing.refresh_from_db()
    ring_after_commit()
    return mailing


def _fingerprint(letter: Letter, recipients: list[Recipient]) -> str:
    """Of what is sent to whom; two clicks have the same, a corrected text or another list hasn't."""
    addresses = "\n".join(sorted(recipient.address for recipient in recipients))
    return hashlib.sha256(bytes(letter.source) + addresses.encode()).hexdigest()


def _already_launched(cause: models.Model, fingerprint: str) -> Mailing:
    return Mailing.objects.exclude(state="cancelled").get(
        cause_type=ContentType.objects.get_for_model(cause), cause_id=cause.pk, fingerprint=fingerprint
    )
