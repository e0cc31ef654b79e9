"""E-mail addresses: the one spelling that is compared, and the hash that survives an erasure."""

import hashlib
import hmac
import unicodedata
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

_is_address = EmailValidator()
LONGEST = 254


def normalise_address(raw: str) -> str:
    """The one spelling of an address: lower case, domain in ASCII; ValueError in French when it is none.

    A mailbox whose name holds an accent is refused: most relays of the territory can't carry it.
    """
    address = unicodedata.normalize("NFC", raw).strip().casefold()
    mailbox, at, domain = address.rpartition("@")
    if not mailbox or not at:
        raise ValueError(f"« {_shown(raw)} » n’est pas une adresse électronique.")
    if not mailbox.isascii():
        raise ValueError(f"« {_shown(raw)} » : les accents ne passent pas avant le @.")
    try:
        address = f"{mailbox}@{domain.encode('idna').decode()}"
        _is_address(address)
    except (UnicodeError, ValidationError):
        raise ValueError(f"« {_shown(raw)} » n’est pas une adresse électronique.") from None
    if len(address) > LONGEST:
        raise ValueError(f"Une adresse électronique a {LONGEST} signes au plus.")
    return address


def address_hash(normalised: str) -> str:
    """What the opposition list keeps of an address: without the key, nobody finds the address again."""
    return hmac.digest(_key(), normalised.encode(), "sha256").hex()


def key_fingerprint() -> str:
    """Tells whether the key is still the one that the opposition list was written with."""
    return hmac.digest(_key(), b"fingerprint", "sha256").hex()[:16]


def domain_of(normalised: str) -> str:
    return normalised.rpartition("@")[2]


def _key() -> bytes:
    return _derived(settings.OPPOSITION_KEY)


@cache
def _derived(secret: str) -> bytes:
    return hashlib.sha256(b"comms.outbox.opposition" + secret.encode()).digest()


def _shown(raw: str) -> str:
    return "".join(sign for sign in raw if sign.isprintable())[:80]
