import pytest

from comms.tables.titles import fold
from press.importing.columns import COLUMNS, TITLES

SAMPLE_HEADER = ["Civilité", "Nom", "Prénom", "Média", "Type", "Périodicité",
    "Fonction", "Rubriques", "Courriel", "Tél. fixe", "Mobile",
    "Heure de bouclage", "Remarques", "Ne plus contacter"]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "folded"),
    [("Tél. fixe", "tel fixe"), ("  E-MAIL ", "e mail"), ("Œuvre", "oeuvre"), ("Prénom(s)", "prenom s")],
)
def test_titles_are_compared_without_case_accents_and_signs(title, folded):
    assert fold(title) == folded


def test_the_columns_of_the_sample_are_all_known():
    found = TITLES.match(SAMPLE_HEADER)
    assert len(found) == len(SAMPLE_HEADER)
    assert found["address"] == 8
    assert found["phone_fixed"] == 9


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("E-mail", "address"),
        ("ADRESSE ÉLECTRONIQUE", "address"),
        ("Adresse e-mail professionnelle", "address"),
        ("Portable", "phone_mobile"),
        ("Tél", "phone"),
        ("Nom de famille", "last_name"),
        ("Nom et prénom", "full_name"),
        ("Bouclage", "closing_time"),
        ("Opt-out", "do_not_contact"),
    ],
)
def test_titles_that_people_write_are_known(title, field):
    assert TITLES.match([title]) == {field: 0}


def test_a_column_serves_once_and_an_unknown_one_not_at_all():
    assert TITLES.match(["Nom", "Nom", "Courriel", "Anniversaire"]) == {"last_name": 0, "address": 2}


def test_a_whole_title_wins_over_one_that_only_holds_its_words():
    assert TITLES.match(["Nom du média", "Nom"])["last_name"] == 1


def test_each_label_is_known_again_so_that_an_export_comes_in():
    labels = [column.label for column in COLUMNS.values()]
    assert list(TITLES.match(labels)) == list(COLUMNS)
