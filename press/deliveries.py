"""Who received which version, and when: the mails of a dispatch, as a page, an export and paper show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Prefetch
from django.utils.functional import cached_property

from comms.outbox.models import Mailing, MailState, OutgoingMail
from press.models import Contact, ContactAddress, Dispatch, Position

EXPORT_HEADER = (
    "Journaliste", "Média", "Adresse", "État", "Motif", "Réponse du serveur", "Accepté le", "Essais",
    "Message-ID", "Communiqué", "Version", "Empreinte de la version",
)  # fmt: skip
CHUNK = 500


@dataclass
class Progress:
    """How far a dispatch is, from its rows' own counts."""

    dispatch: Dispatch

    @cached_property
    def mailings(self) -> list[Mailing]:
        return list(self.dispatch.mailings)

    @cached_property
    def counts(self) -> dict[str, int]:
        each = [mailing.counts() for mailing in self.mailings]
        return {state: sum(counts[state] for counts in each) for state in MailState.values}

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        return self.counts[MailState.READY] + self.counts[MailState.SENDING] + self.counts[MailState.RETRY]

    @property
    def done(self) -> int:
        return self.total - self.waiting

    @property
    def shown_counts(self) -> list[tuple[str, str, int]]:
        """Value, label and number of the states that somebody is in."""
        return [(state, MailState(state).label, count) for state, count in self.counts.items() if count]

    @property
    def uncertain(self) -> int:
        return self.counts[MailState.UNCERTAIN]

    @property
    def state_holder(self) -> Mailing:
        """The mailing that speaks for all: a paused one, then one that runs, then what is over."""
        order = ("paused", "sending", "scheduled", "done", "cancelled")
        return min(self.mailings, key=lambda mailing: order.index(mailing.state))

    @property
    def is_paused(self) -> bool:
        return any(mailing.state == "paused" for mailing in self.mailings)

    @property
    def is_active(self) -> bool:
        return any(mailing.is_active for mailing in self.mailings)

    @property
    def may_be_cancelled(self) -> bool:
        return self.is_active or self.is_paused

    @property
    def is_running(self) -> bool:
        """Worth asking again in two seconds."""
        return any(mailing.state == "sending" for mailing in self.mailings)


@dataclass(frozen=True)
class Delivery:
    """One journalist's mail; `contact` is None once the card is gone or its address changed."""

    mail: OutgoingMail
    contact: Contact | None

    @property
    def medias(self) -> str:
        return (
            ", ".join(str(position.media) for position in self.contact.positions.all())
            if self.contact
            else ""
        )


def with_contacts(mails: Iterable[OutgoingMail]) -> list[Delivery]:
    """Two more queries, however many mails."""
    mails = list(mails)
    addresses = (
        ContactAddress.objects.filter(address__in=[mail.normalised_address for mail in mails])
        .select_related("contact")
        .prefetch_related(Prefetch("contact__positions", Position.objects.select_related("media")))
    )
    owners = {each.address: each.contact for each in addresses}
    return [Delivery(mail, owners.get(mail.normalised_address)) for mail in mails]


def export_rows(dispatch: Dispatch, mails: Iterable[OutgoingMail]) -> Iterator[tuple[Any, ...]]:
    version = dispatch.version
    mails = iter(mails)
    while chunk := list(islice(mails, CHUNK)):
        for delivery in with_contacts(chunk):
            mail = delivery.mail
            yield (
                mail.name, delivery.medias, mail.address, mail.get_state_display(), mail.reason, mail.reply,
                mail.accepted_at, mail.attempts, mail.message_id, dispatch.release.reference,
                version.number, version.digest,
            )  # fmt: skip
