"""Who would receive a release: the people of the chosen lists, and who of them is left out, with why."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from press.models import Contact, ContactList, Position


@dataclass(frozen=True)
class LeftOut:
    contact: Contact
    reason: str


@dataclass(frozen=True)
class Audience:
    """`included` carry `address`; `in_several` stand in more than one list and get one mail all the same."""

    included: list[Contact]
    left_out: list[LeftOut]
    in_several: int

    @property
    def fingerprint(self) -> str:
        """Of exactly these people at these addresses: who confirms has seen them."""
        lines = "\n".join(sorted(f"{contact.pk} {contact.address}" for contact in self.included))
        return hashlib.sha256(lines.encode()).hexdigest()[:16]


def audience_of(lists: Iterable[ContactList]) -> Audience:
    """Asked anew each time: a rule's people are those of now. A constant number of queries a list."""
    seen = Counter(pk for each in lists for pk in each.chosen().values_list("pk", flat=True))
    contacts = (
        Contact.objects.present()
        .filter(pk__in=list(seen))
        .with_usable_address()
        .with_opposition()
        .prefetch_related(Prefetch("positions", queryset=Position.objects.select_related("media")))
        .order_by("sort_name", "pk")
    )
    included, left_out = [], []
    for contact in contacts:
        if reason := _why_not(contact):
            left_out.append(LeftOut(contact, reason))
        else:
            included.append(contact)
    return Audience(included, left_out, sum(count > 1 for count in seen.values()))


def _why_not(contact: Contact) -> str:
    if contact.do_not_contact_since is not None:
        return "a demandé à ne plus être contacté"
    if not contact.is_active:
        return "n’est plus en poste"
    if contact.address:
        return ""
    return "s’est désinscrit" if contact.has_opposed_address else "pas de courriel"
