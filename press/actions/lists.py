"""Contact lists: whom a mailing goes to."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from comms.journal.actions import record
from comms.people.models import User
from press.contact_errors import ContactError
from press.models import Contact, ContactList, Dispatch

RULE_SETS = ("medias", "rubrics", "zones")


@transaction.atomic
def save_list(
    *, actor: User, facts: Mapping[str, Any], contact_list: ContactList | None = None
) -> ContactList:
    """Make a list or change one: `facts` holds its columns, and `medias`, `rubrics`, `zones` for a rule.

    A list by hand has no rule, and a rule has no members: what the other way held goes.
    """
    contact_list = contact_list or ContactList()
    is_new = contact_list.pk is None
    for name, value in facts.items():
        if name not in RULE_SETS:
            setattr(contact_list, name, value)
    if not contact_list.is_by_rule:
        contact_list.kinds = []
    contact_list.save()
    for name in RULE_SETS:
        getattr(contact_list, name).set(facts.get(name, ()) if contact_list.is_by_rule else ())
    if contact_list.is_by_rule:
        contact_list.members.clear()
    record(actor=actor, verb="a créé la liste" if is_new else "a modifié la liste", target=contact_list)
    return contact_list


@transaction.atomic
def add_to_list(*, contact_list: ContactList, contacts: Iterable[Contact], actor: User) -> int:
    """How many weren't in it yet."""
    if contact_list.is_by_rule:
        raise ContactError("Cette liste se compose par règle : on n’y ajoute personne à la main.")
    wanted = {contact.pk for contact in contacts}
    present = set(Contact.objects.present().filter(pk__in=wanted).values_list("pk", flat=True))
    new = present - set(contact_list.members.filter(pk__in=present).values_list("pk", flat=True))
    contact_list.members.add(*new)
    if new:
        record(
            actor=actor,
            verb=f"a ajouté {len(new)} {'contacts' if len(new) > 1 else 'contact'} à la liste",
            target=contact_list,
            data={"contacts": sorted(new)},
        )
    return len(new)


@transaction.atomic
def remove_from_list(*, contact_list: ContactList, contact: Contact, actor: User) -> None:
    if contact_list.members.filter(pk=contact.pk).exists():
        contact_list.members.remove(contact)
        record(
            actor=actor, verb="a retiré un contact de la liste", target=contact_list,
            data={"contacts": [contact.pk]},
        )  # fmt: skip


@transaction.atomic
def delete_list(*, contact_list: ContactList, actor: User) -> None:
    """Only one that no mailing was sent with: a dispatch remembers its lists."""
    if Dispatch.objects.filter(lists=contact_list).exists():
        raise ContactError("Des communiqués sont partis avec cette liste : retirez-la plutôt des envois.")
    record(actor=actor, verb="a supprimé la liste", target=contact_list)
    contact_list.delete()
