"""What somebody of the press decides alone, by the signed links of a mail; nobody is logged in."""

from collections.abc import Iterable

from django.db import transaction

from comms.journal.actions import record
from comms.outbox.actions import opt_out
from comms.outbox.addresses import normalise_address
from press.models import OPT_OUT_SCOPE, Contact, Rubric

SOURCE = "lien d’un communiqué"


def subscriber_at(address: str) -> Contact | None:
    """The card that holds this address today, wherever it was merged to."""
    return Contact.objects.present().filter(addresses__address=normalise_address(address)).first()


@transaction.atomic
def unsubscribe_address(*, address: str) -> None:
    """Nothing more to this address, at once and whatever happens to the card; asking twice does no harm."""
    opt_out(address=address, scope=OPT_OUT_SCOPE, source=SOURCE)


@transaction.atomic
def choose_preferences(*, contact: Contact, rubrics: Iterable[Rubric], preferred_format: str) -> None:
    contact.rubrics.set(rubrics)
    contact.preferred_format = preferred_format
    contact.save(update_fields=["preferred_format"])
    record(actor=None, verb="a changé ses préférences par le lien d’un communiqué", target=contact)
