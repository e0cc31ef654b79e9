import pytest

from press.checks.phones import odd_phones


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("Contact : 43 70 00", []),
        ("au 43.70.00", []),
        ("+687 43 70 00", []),
        ("00687 43 70 00", []),
        ("+33 6 12 34 56 78", []),
        ("06 12 34 56 78", ["06 12 34 56 78"]),
        ("téléphone : 43 70 00 01", ["43 70 00 01"]),
        ("tél. 43 70", ["43 70"]),
        ("appelez le 43\u00a070", ["43 70"]),
        ("les années 20 30", []),
        ("14 850 000 F CFP", []),
        ("le 24 12 2026", []),
        ("de 20 h à 4 h", []),
        ("", []),
    ],
)
def test_numbers_of_here_have_six_digits(text, odd):
    assert odd_phones(text) == odd
