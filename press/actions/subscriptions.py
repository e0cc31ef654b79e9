"""What somebody of the press decides alone, by the signed links of a mail; nobody is logged in."""

from collections.abc import Iterable
from contextlib import suppress

from django.db import transaction
from django.db.models import QuerySet

from comms.journal.actions import record
from comms.outbox.actions import opt_out
from comms.outbox.addresses import normalise_address
from press.actions.contacts import stop_contacting
from press.contact_errors import ContactError
from press.models import OPT_OUT_SCOPE, Contact, Rubric

SOURCE = "La personne elle-même, par le lien d’un communiqué"


def subscribers_at(address: str) -> QuerySet[Contact]:
    """The card that holds this address today, whichever card held it when the mail left; or none."""
    return Contact.objects.present().filter(addresses__address=normalise_address(address))


@transaction.atomic
def unsubscribe_address(*, address: str) -> None:
    """Nothing more to this address, at once, whatever became of the card; asking twice does no harm."""
    opt_out(address=address, scope=OPT_OUT_SCOPE, source=SOURCE)
    if contact := subscribers_at(address).first():
        with suppress(ContactError):  # erased or merged at this very moment: the opposition stands
            stop_contacting(contact=contact, source=SOURCE)


@transaction.atomic
def choose_preferences(*, address: str, rubrics: Iterable[Rubric], preferred_format: str) -> bool:
    """False when no card holds the address any more."""
    contact = subscribers_at(address).select_for_update(of=("self",)).first()
    if contact is None:
        return False
    contact.rubrics.set(rubrics)
    contact.preferred_format = preferred_format
    contact.save(update_fields=["preferred_format"])
    record(actor=None, verb="a changé ses préférences par le lien d’un communiqué", target=contact)
    return True
