"""From content to rows: the letter, the frozen recipients, and the portions in which these become mails."""

import json
import re
import secrets
from collections.abc import Collection, Iterable, Iterator
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F

from comms.outbox import mime
from comms.outbox.addresses import address_hash, domain_of, normalise_address
from comms.outbox.claims import CLAIMED_COLUMNS, IS_OPPOSED, OPPOSED, Claimed, run
from comms.outbox.content import UNSUBSCRIBE_TOKEN, MailContent, Recipient
from comms.outbox.models import Letter, Mailing, MailState, Portion

PORTION_SIZE = 400
#: Spelled so, an address needs no closer look.
PLAIN_ADDRESS = re.compile(
    r"[a-z0-9](?:[a-z0-9_%+-]|\.(?=[a-z0-9_%+-]))*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}"
)


def write_letter(content: MailContent, *, tokens: Collection[str], is_bulk: bool) -> Letter:
    sender = content.from_email or settings.DEFAULT_FROM_EMAIL
    source = mime.compose(content, tokens=tokens, sender=sender, is_bulk=is_bulk)
    return Letter.objects.create(
        subject=content.subject[:400],
        sender=parseaddr(sender)[1],
        source=source,
        size=len(source),
        is_bulk=is_bulk,
    )


def new_message_id(letter: Letter) -> str:
    return f"<{secrets.token_hex(16)}@{domain_of(letter.sender)}>"


def sendable(address: str, normalised: str) -> str:
    """The address as it was written, its domain as the network knows it."""
    return f"{address.strip().rpartition('@')[0]}@{domain_of(normalised)}"


def freeze(recipients: Iterable[Recipient], *, needs_way_out: bool) -> tuple[list[Recipient], set[str], int]:
    """The recipients, each address once; the tokens they give; how many were there twice."""
    known: dict[str, Recipient] = {}
    tokens: set[str] = set()
    total = 0
    for recipient in recipients:
        total += 1
        known.setdefault(recipient.address.strip().casefold(), recipient)
        tokens.update(recipient.substitutions)
        if needs_way_out and UNSUBSCRIBE_TOKEN not in recipient.substitutions:
            raise ValidationError(f"{recipient.address} n’a pas de lien de désinscription.")
    if not known:
        raise ValidationError("Cet envoi n’a aucun destinataire.")
    return list(known.values()), tokens, total - len(known)


def store_portions(mailing: Mailing, recipients: list[Recipient]) -> None:
    Portion.objects.bulk_create(
        Portion(mailing=mailing, size=len(portion), recipients=_frozen_text(portion))
        for portion in _portions(recipients)
    )


def unfold_portion(mailing: Mailing, state: MailState = MailState.READY) -> int:
    """Make the next portion into mails; the number of rows, 0 when none is left. In a transaction.

    An address that only now proves to be another's spelling is counted as a duplicate; one that is none
    becomes an excluded mail, so that nobody disappears.
    """
    return len(_unfold(mailing, state, "", 0))


def unfold_and_claim(mailing: Mailing, me: str, wanted: int) -> list[Claimed]:
    """Make the next portion into mails, up to `wanted` of which are claimed by `me` from their birth on.

    Whoever has opted out since the launch is born excluded. The mailing's row is locked by the caller.
    """
    born = _unfold(mailing, MailState.READY, me, wanted)
    return sorted(Claimed.of_row(row) for row in born if row[-1] == MailState.SENDING)


def _unfold(mailing: Mailing, state: MailState, me: str, wanted: int) -> list[tuple]:
    portion = mailing.portions.select_for_update().order_by("pk").first()
    if portion is None:
        return []
    rows = [_row(mailing, state, *frozen) for frozen in json.loads(portion.recipients)]
    columns = ("address", "name", "normalised", "hash", "message_id", "substitutions", "state", "reason")
    parameters = dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True))
    born = run(
        INSERT_MAILS, mailing=mailing.pk, letter=mailing.letter_id, scope=mailing.scope,
        late_by=mailing.late_by, me=me, wanted=wanted, opposed=OPPOSED, **parameters,
    )  # fmt: skip
    portion.delete()
    if doubles := len(rows) - len(born):
        Mailing.objects.filter(pk=mailing.pk).update(
            recipient_count=F("recipient_count") - doubles, duplicate_count=F("duplicate_count") + doubles
        )
    return born


INSERT_MAILS = f"""
INSERT INTO outbox_outgoingmail AS mail (
    mailing_id, letter_id, address, name, normalised_address, address_hash, message_id, substitutions,
    state, reason, reply, is_set_aside, attempts, claimed_by, late_by, next_attempt_at, created_at
)
SELECT %(mailing)s, %(letter)s, r.address, r.name, r.normalised, r.hash, r.message_id, r.substitutions::jsonb,
       CASE WHEN NOT is_mine THEN r.state WHEN is_opposed THEN 'excluded' ELSE 'sending' END,
       CASE WHEN is_mine AND is_opposed THEN %(opposed)s ELSE r.reason END,
       '', false, 0, CASE WHEN is_mine THEN %(me)s ELSE '' END, %(late_by)s, now(), now()
FROM unnest(%(address)s::text[], %(name)s::text[], %(normalised)s::text[], %(hash)s::text[],
            %(message_id)s::text[], %(substitutions)s::text[], %(state)s::text[], %(reason)s::text[])
     WITH ORDINALITY AS r(address, name, normalised, hash, message_id, substitutions, state, reason, place),
     LATERAL (SELECT r.state = 'ready' AND r.place <= %(wanted)s AS is_mine,
                     {IS_OPPOSED.format(hash="r.hash")} AS is_opposed) claim
ORDER BY r.place
ON CONFLICT (mailing_id, normalised_address) DO NOTHING
RETURNING {CLAIMED_COLUMNS}
"""


def _portions(recipients: list[Recipient]) -> Iterator[list[Recipient]]:
    for start in range(0, len(recipients), PORTION_SIZE):
        yield recipients[start : start + PORTION_SIZE]


def _frozen_text(recipients: list[Recipient]) -> str:
    frozen = [(recipient.address, recipient.name, dict(recipient.substitutions)) for recipient in recipients]
    return storable(json.dumps(frozen, ensure_ascii=False))


def storable(written: str) -> str:
    """JSON that PostgreSQL can keep; ValidationError when a null character is in it."""
    if r"\u0000" in written:
        raise ValidationError("Un destinataire contient un caractère nul : corrigez son nom ou son adresse.")
    return written


def _row(
    mailing: Mailing, state: MailState, address: str, name: str, substitutions: dict[str, str]
) -> tuple[str, ...]:
    reason = ""
    if PLAIN_ADDRESS.fullmatch(address):
        normalised = address
    else:
        try:
            normalised = normalise_address(address)
            address = sendable(address, normalised)
        except ValueError as error:
            state, reason = MailState.EXCLUDED, str(error)[:400]
            address = normalised = address.strip()[:320]
    return (
        address,
        name[:200],
        normalised,
        address_hash(normalised),
        new_message_id(mailing.letter),
        json.dumps(substitutions),
        state,
        reason,
    )
