import pytest

from press.typography import unbroken

N, S = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("« Bonjour »", f"«{S}Bonjour{S}»"),
        ("Attention : oui ; non ! Qui ?", f"Attention{S}: oui{N}; non{N}! Qui{N}?"),
        ("14 850 000 F CFP", f"14{N}850{N}000{S}F{S}CFP"),
        ("48 % de 25 303 habitants", f"48{S}% de 25{N}303 habitants"),
        ("de 20 h à 4 h, puis 8 h 30", f"de 20{S}h à 4{S}h, puis 8{S}h{S}30"),
        ("2,4 km en 2026", f"2,4{S}km en 2026"),
        ("au 43 70 00", "au 43 70 00"),
        ("lundi 7 décembre 2026", "lundi 7 décembre 2026"),
        ('<a href="https://a.nc/?x=1:2">a</a>', '<a href="https://a.nc/?x=1:2">a</a>'),
        ("", ""),
    ],
)
def test_only_the_kind_of_space_changes(text, shown):
    assert unbroken(text) == shown
    assert "".join(unbroken(text).split()) == "".join(text.split())
    assert unbroken(shown) == shown
