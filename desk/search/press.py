"""Releases, contacts, médias and lists."""

from django.db.models import QuerySet, Value

from comms.people.models import User
from comms.search import Plain
from desk.search.found import Hit, Source
from desk.search.ranking import best
from press.models import Contact, ContactList, Media, Release


def _releases(user: User, words: str) -> QuerySet:
    return best(Release.objects.visible_to(user), words)


def _release(release: Release) -> Hit:
    return Hit(
        title=release.title,
        url=release.get_absolute_url(),
        note=release.reference,
        state=release.get_state_display(),
        tone=release.state_tone,
        at=release.sent_at or release.updated_at,
    )


def _contacts(user: User, words: str) -> QuerySet:
    found = Contact.objects.visible_to(user).search(words)
    return found.with_address().with_opposition().prefetch_related("positions__media")


def _contact(contact: Contact) -> Hit:
    medias = ", ".join(str(position) for position in contact.positions.all())
    return Hit(
        title=contact.full_name,
        url=contact.get_absolute_url(),
        note=medias or contact.address,
        state=contact.unreachable_reason.capitalize(),
        tone="muted",
        at=contact.created_at,
    )


def _medias(user: User, words: str) -> QuerySet:
    return Media.objects.visible_to(user).search(words).select_related("zone")


def _media(media: Media) -> Hit:
    return Hit(
        title=media.name,
        url=media.get_absolute_url(),
        note=media.get_kind_display(),
        state="" if media.is_active else "N’existe plus",
        tone="muted",
        at=media.created_at,
    )


def _lists(user: User, words: str) -> QuerySet:
    named = ContactList.objects.visible_to(user).annotate(plain_name=Plain("name"))
    return named.filter(plain_name__contains=Plain(Value(words)))


def _list(contact_list: ContactList) -> Hit:
    return Hit(
        title=contact_list.name,
        url=contact_list.get_absolute_url(),
        note=contact_list.description or contact_list.get_way_display(),
        state="" if contact_list.is_active else "N’est plus proposée",
        tone="muted",
        at=contact_list.created_at,
    )


SOURCES = (
    Source("communiques", "Communiqués", "newspaper", _releases, _release),
    Source("contacts", "Contacts", "person-lines-fill", _contacts, _contact),
    Source("medias", "Médias", "broadcast", _medias, _media),
    Source("listes", "Listes", "list-ul", _lists, _list),
)
