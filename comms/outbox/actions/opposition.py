from django.db import transaction

from comms.outbox.addresses import address_hash, normalise_address
from comms.outbox.models import OptOut, OutgoingMail
from comms.outbox.models.mails import OPEN
from comms.outbox.models.opposition import EVERYTHING

ERASED = "(effacée)"


@transaction.atomic
def opt_out(*, address: str, scope: str = EVERYTHING, source: str) -> OptOut:
    """Never write to this address again for this scope; it holds from the next claim on.

    The first opposition stays as it is: its date and source are what the law asks about. ValueError when
    the address is none.
    """
    opposition, _ = OptOut.objects.get_or_create(
        address_hash=address_hash(normalise_address(address)), scope=scope, defaults={"source": source[:120]}
    )
    return opposition


@transaction.atomic
def allow_again(*, address: str, scope: str = EVERYTHING) -> bool:
    """At the person's own demand only: the opposition to this very scope ends. False when there was none."""
    deleted, _ = OptOut.objects.filter(
        address_hash=address_hash(normalise_address(address)), scope=scope
    ).delete()
    return bool(deleted)


def is_opted_out(*, address: str, scope: str) -> bool:
    return OptOut.objects.against(address_hash(normalise_address(address)), scope).exists()


@transaction.atomic
def erase_address(*, address: str) -> int:
    """Forget the person in the mails that are over: what was sent and when stays, to whom becomes a hash.

    Mails that may still leave are kept whole. Returns how many were changed.
    """
    return erase_hash(digest=address_hash(normalise_address(address)))


@transaction.atomic
def erase_hash(*, digest: str) -> int:
    """The same when only the hash is left: for mails that could still leave at the time of the erasure."""
    changed = 0
    for mail in OutgoingMail.objects.filter(address_hash=digest).exclude(state__in=OPEN).only("pk"):
        changed += OutgoingMail.objects.filter(pk=mail.pk).update(
            address=ERASED, normalised_address=f"#{digest}", name="", substitutions={}
        )
    return changed
