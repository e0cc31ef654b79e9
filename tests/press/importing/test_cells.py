import pytest

from press.importing import cells
from press.importing.cells import BadCell


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("lea@example.org", ["lea@example.org"]),
        (" LEA.Houp@EXAMPLE.ORG ", ["lea.houp@example.org"]),
        ("Léa Houp <lea@example.org>", ["lea@example.org"]),
        ("mailto:lea@example.org", ["lea@example.org"]),
        ("lea@example.org; redac@example.org", ["lea@example.org", "redac@example.org"]),
        ("lea@example.org / LEA@example.org", ["lea@example.org"]),
        ("lea@médias.example.org", ["lea@xn--mdias-bsa.example.org"]),
        ("", []),
    ],
)
def test_addresses_are_read_in_the_one_spelling_that_is_compared(text, address):
    assert cells.addresses(text) == address


@pytest.mark.parametrize(
    ("text", "reason", "suggestion"),
    [
        ("lea at example.org", "en lettres", "lea@example.org"),
        ("lea (at) example.org", "en lettres", "lea@example.org"),
        ("lea.example.org", "il manque l’arobase", ""),
        ("é.accent@example.org", "accentuée", ""),
        ("lea houp@example.org", "espace", "leahoup@example.org"),
        ("lea@@example.org", "n’est pas écrite|arobase", ""),
        ("lea@example,org", "virgule", "lea@example.org"),
        ("lea@example", "nom de domaine", ""),
        ("@example.org", "précède", ""),
        ("lea@", "précède", ""),
        ("lea@exa..mple.org", "correctement", ""),
    ],
)
def test_a_bad_address_says_why_and_what_was_meant_without_repeating_it(text, reason, suggestion):
    with pytest.raises(BadCell, match=reason) as bad:
        cells.addresses(text)
    assert bad.value.suggestion == suggestion
    assert "lea" not in bad.value.reason


@pytest.mark.parametrize(
    "text", ["437000", "43 70 00", "43.70.00", "+687 43.70.00", "00687 437000", "(687) 43 70 00"]
)
def test_a_number_of_here_is_one_number_however_it_is_written(text):
    assert cells.phones(text, "fixed") == [{"number": "+687437000", "kind": "fixed"}]


def test_several_numbers_in_a_cell_and_their_kind_by_their_first_digit():
    assert cells.phones("43 70 00 / 75 12 34") == [
        {"number": "+687437000", "kind": "fixed"},
        {"number": "+687751234", "kind": "mobile"},
    ]


@pytest.mark.parametrize("text", ["voir standard", "12", "43 70 00 ou le soir"])
def test_what_is_no_number_is_said_so(text):
    with pytest.raises(BadCell, match="numéro de téléphone"):
        cells.phones(text)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("16 h 30", "16:30"), ("11h00", "11:00"), ("17:00", "17:00"), ("17:00:00", "17:00"), ("9h", "09:00"),
        ("8.15", "08:15"), ("1730", "17:30"), ("16\u202fh\u202f30", "16:30"), ("midi", "12:00"),
        ("16 heures", "16:00"),
    ],
)  # fmt: skip
def test_closing_hours_are_read_as_people_write_them(text, hour):
    assert cells.hour(text) == hour


@pytest.mark.parametrize("text", ["25h", "fin de journée", "12:75"])
def test_what_is_no_hour_is_said_so(text):
    with pytest.raises(BadCell, match="pas une heure"):
        cells.hour(text)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("oui", True),
        ("OUI", True),
        ("X", True),
        ("1", True),
        ("✓", True),
        ("non", False),
        ("", False),
        ("0", False),
    ],
)
def test_yes_and_no(text, answer):
    assert cells.yes_or_no(text) is answer


def test_a_doubtful_answer_about_an_opposition_is_a_fault():
    with pytest.raises(BadCell):
        cells.yes_or_no("peut-être")


@pytest.mark.parametrize(
    ("text", "name"),
    [("GAÏAC", "Gaïac"), ("DE LA ROCHE", "De La Roche"), ("JEAN-MARC", "Jean-Marc"), ("Li", "Li"),
     ("LI", "LI"),
     ("McDuff", "McDuff"), ("Waïa", "Waïa")],
)  # fmt: skip
def test_names_all_in_capitals_are_taken_down(text, name):
    assert cells.person_name(text)[0] == name


@pytest.mark.parametrize(
    ("text", "last", "first"),
    [("GAÏAC Élodie", "GAÏAC", "Élodie"), ("Élodie GAÏAC", "GAÏAC", "Élodie"),
     ("Élodie Gaïac", "Gaïac", "Élodie"),
     ("Rédaction", "Rédaction", ""), ("Jean DE LA ROCHE", "DE LA ROCHE", "Jean")],
)  # fmt: skip
def test_a_full_name_is_cut_at_its_capitals(text, last, first):
    assert cells.split_full_name(text) == (last, first)


def test_words_are_taken_once_whatever_their_accents():
    assert cells.words("Économie, Sport ; economie / Agenda\nSport") == ["Économie", "Sport", "Agenda"]


@pytest.mark.parametrize(
    ("text", "day"), [("03/09/2026", "2026-09-03"), ("2026-09-03", "2026-09-03"), ("3.9.26", "2026-09-03")]
)
def test_days(text, day):
    assert cells.day(text) == day


def test_known_words_of_short_vocabularies():
    assert cells.media_kind("SITE D'INFORMATION") == cells.media_kind("Site d’information") == "website"
    assert cells.media_kind("Télé") == "television"
    assert cells.media_kind("pigeon") is None
    assert cells.periodicity("Quotidien") == "daily"
    assert cells.civility("Madame") == "mme"
    assert cells.language("Anglais") == "en"
