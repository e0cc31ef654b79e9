"""Journalists, lists and mailings of releases; releases themselves are made by newsroom/published.py."""

from datetime import datetime

from press.actions.mailings import Seen, launch_release
from press.models import Contact, ContactAddress, ContactList, Dispatch, Release
from press.recipients import audience_of
from tests.press.newsroom import published as releases


def journalist(name: str = "Houp", *lists: ContactList, address: str | None = "", **fields) -> Contact:
    """Somebody reachable; `address=None` for somebody without one."""
    contact = Contact.objects.create(**{"first_name": "Maïté", "last_name": name} | fields)
    if address is not None:
        address = address or f"journaliste{contact.pk}@example.org"
        ContactAddress.objects.create(contact=contact, address=address, is_preferred=True)
    for each in lists:
        each.members.add(contact)
    return contact


def press_list(count: int = 3, name: str = "Rédactions") -> ContactList:
    """A list by hand of that many journalists."""
    found = ContactList.objects.create(name=name)
    for number in range(count):
        journalist(f"Houp {number}", found)
    return found


def launch(
    release: Release | None = None, *lists: ContactList, at: datetime | None = None, on_site: bool = False
) -> Dispatch:
    """The approved release on its way to these lists (by default: three journalists)."""
    release = release or releases.approved()
    lists = lists or (press_list(),)
    dispatch = launch_release(
        release=release,
        actor=releases.somebody("head"),
        lists=lists,
        seen=Seen(release.effective_version.digest, audience_of(lists).fingerprint),
        scheduled_for=at,
        on_site=on_site,
    )
    release.refresh_from_db()
    return dispatch
