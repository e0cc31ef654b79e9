"""Whose computer asks: what logins and password requests are counted by."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str | None:
    """The address that throttles count by; None when the server can't tell (a Unix socket without proxy).

    Each trusted proxy adds one address on the right of X-Forwarded-For; what stands further left was
    written by the client and is not believed. A request with fewer addresses than proxies didn't come
    through them. One IPv6 subscriber owns a whole /64, so the network is what counts.
    """
    header = request.META.get("HTTP_X_FORWARDED_FOR", "")
    forwarded = [part.strip() for part in header.split(",")] if header else []
    candidate = request.META.get("REMOTE_ADDR", "")
    if settings.PROXY_COUNT and len(forwarded) >= settings.PROXY_COUNT:
        candidate = forwarded[-settings.PROXY_COUNT]
    try:
        address = ip_address(_without_port(candidate))
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(IPv6Network((int(address), 64), strict=False).network_address)
    return str(address)


def _without_port(text: str) -> str:
    """« 203.0.113.7:4711 » and « [2001:db8::1]:4711 », as some proxies write them."""
    if text.startswith("["):
        return text[1:].partition("]")[0]
    host, _, port = text.rpartition(":")
    return host if host.count(".") == 3 and port.isdigit() else text
