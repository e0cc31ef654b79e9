"""Addresses of the public pages, absolute, for mails and feeds; those of one person are signed.

The signed ones hold the address they were sent to, not the contact's row: after two contacts were merged,
or one was erased, the link in an old mail must still take that address off. They never expire.
"""

from django.conf import settings
from django.core import signing
from django.urls import reverse

UNSUBSCRIBE_SALT = "press.unsubscribe"
PREFERENCES_SALT = "press.preferences"


def absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"


def newsroom_url() -> str:
    return absolute(reverse("newsroom:home"))


def public_url(year: int, slug: str) -> str:
    """A release's public page; it answers only while the release is public."""
    return absolute(reverse("newsroom:release", args=[year, slug]))


def authenticity_url(digest: str) -> str:
    """« Ce communiqué est-il authentique ? », already answered for this version."""
    return absolute(f"{reverse('newsroom:authenticity')}?empreinte={digest[:16]}")


def unsubscribe_url(address: str) -> str:
    """For the List-Unsubscribe header and the foot of a mail."""
    return absolute(reverse("newsroom:unsubscribe", args=[_sign(address, UNSUBSCRIBE_SALT)]))


def preferences_url(address: str) -> str:
    return absolute(reverse("newsroom:preferences", args=[_sign(address, PREFERENCES_SALT)]))


def _sign(address: str, salt: str) -> str:
    return signing.Signer(salt=salt).sign_object(address)


def signed_address(token: str, salt: str) -> str | None:
    """The address that a link was made for; None when the link was changed or cut by a mail programme."""
    try:
        return signing.Signer(salt=salt).unsign_object(token)
    except signing.BadSignature:
        return None
