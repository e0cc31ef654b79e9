"""By which address a login is counted, with and without proxies in front."""

import pytest

from comms.people.client_address import client_address


@pytest.fixture
def address_of(rf, settings):
    def ask(forwarded: str | None, remote: str = "10.0.0.9", proxies: int = 0) -> str | None:
        settings.PROXY_COUNT = proxies
        headers = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
        return client_address(rf.get("/", REMOTE_ADDR=remote, **headers))

    return ask


def test_without_a_proxy_the_header_is_not_believed(address_of):
    assert address_of("203.0.113.7") == "10.0.0.9"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1, 203.0.113.7", "203.0.113.7"),  # the left part was forged by the client
        (1, "a, b, c, 203.0.113.7", "203.0.113.7"),
        (2, "1.1.1.1, 203.0.113.7, 192.0.2.1", "203.0.113.7"),
        (2, "203.0.113.7", "10.0.0.9"),  # didn't come through both proxies
        (1, None, "10.0.0.9"),
        (1, "203.0.113.7:4711", "203.0.113.7"),
        (1, "[2001:db8:1:2::3]:4711", "2001:db8:1:2::"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
    ],
)
def test_behind_proxies_the_address_that_the_outermost_saw_counts(address_of, proxies, forwarded, expected):
    assert address_of(forwarded, proxies=proxies) == expected


def test_a_subscriber_counts_once_with_all_the_addresses_of_a_network(address_of):
    assert address_of(None, remote="2001:db8::1") == address_of(None, remote="2001:db8::ffff:2")


@pytest.mark.parametrize("unreadable", ["", "unknown", "not an address", "203.0.113.7\x00"])
def test_what_is_not_an_address_is_none_rather_than_an_error(address_of, unreadable):
    assert address_of(None, remote=unreadable) is None
    assert address_of(f"203.0.113.7, {unreadable}" if unreadable else "x,y", proxies=1) is None
