from comms.search import plain_keys


def test_keys_have_neither_case_nor_accents(db):
    assert plain_keys(["Élodie GAÏAC", "œuvre", "L’Été", "", "محمد", "Léa \U0001f600"]) == {
        "Élodie GAÏAC": "elodie gaiac", "œuvre": "oeuvre", "L’Été": "l'ete", "": "", "محمد": "محمد",
        "Léa \U0001f600": "lea \U0001f600",
    }  # fmt: skip


def test_nothing_asked_asks_nothing(django_assert_num_queries, db):
    with django_assert_num_queries(0):
        assert plain_keys([]) == {}
