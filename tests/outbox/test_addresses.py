import pytest

from comms.outbox.addresses import address_hash, key_fingerprint, normalise_address
from comms.outbox.letters import PLAIN_ADDRESS


@pytest.mark.parametrize(
    ("raw", "normalised"),
    [
        ("  Lea.Niaouli@Media.NC ", "lea.niaouli@media.nc"),
        ("lea@médias.nc", "lea@xn--mdias-bsa.nc"),
        ("LEA+presse@media.nc", "lea+presse@media.nc"),
    ],
)
def test_an_address_has_one_spelling(raw, normalised):
    assert normalise_address(raw) == normalised
    assert normalise_address(normalised) == normalised


@pytest.mark.parametrize(
    "raw", ["", "lea", "lea@", "@media.nc", "lea@media", "léa@media.nc", "a b@media.nc", "a@b@c.nc",
            "lea@media.nc\nBcc: x@y.nc", "lea@media.nc\x00", "lea@media..nc", "x" * 300 + "@media.nc"]
)  # fmt: skip
def test_what_is_no_address_is_refused_in_french(raw):
    with pytest.raises(ValueError, match=r"adresse|accents"):
        normalise_address(raw)


@pytest.mark.parametrize("raw", ["a@b.nc", "jean.dupont@media-2.com", "x_y+z@a.b.org"])
def test_the_quick_look_at_an_address_agrees_with_the_close_one(raw):
    assert PLAIN_ADDRESS.fullmatch(raw)
    assert normalise_address(raw) == raw


@pytest.mark.parametrize(
    "raw", ["A@b.nc", "a..b@c.nc", ".a@b.nc", "a.@b.nc", "a@b", "a@-b.nc", "a@b.nc\n", "é@b.nc"]
)
def test_the_quick_look_leaves_the_rest_to_the_close_one(raw):
    assert not PLAIN_ADDRESS.fullmatch(raw)


def test_the_hash_depends_on_the_key(settings):
    before = address_hash("lea@media.nc"), key_fingerprint()
    assert before == (address_hash("lea@media.nc"), key_fingerprint())
    settings.OPPOSITION_KEY = "another key"
    assert address_hash("lea@media.nc") != before[0]
    assert key_fingerprint() != before[1]
