import time

import pytest

from press.newsroom.comparison import compare, unwrapped

OURS = (
    "Fermeture nocturne à Boulari\n\n"
    "La circulation sera interrompue de 20 h à 4 h. L’accès des riverains est maintenu.\n\n"
    "Le chantier représente 14 850 000 F CFP. La consommation baisse de 48 %."
)
FOOT = "Contact presse : Cellule communication, 43 70 00\n\nEmpreinte de la version 1 : 3f9a"


def compared(received: str):
    return compare(received=received, published=OURS, around=FOOT)


def test_the_same_words_are_identical_however_the_mail_was_wrapped_and_quoted():
    lines = OURS.replace("’", "'").replace("interrompue de", "interrompue\nde").splitlines()
    received = (
        "Bonjour,\r\n\r\n" + "\r\n".join(f"> {line}" for line in lines) + "\r\n\r\nCordialement,\r\nLéa"
    )
    assert compared(received).is_identical


def test_a_lost_accent_or_a_narrow_space_is_no_difference():
    received = OURS.replace("é", "e").replace("14 850 000", "14\u202f850\u202f000")
    assert compared(received).is_identical


def test_a_changed_figure_is_shown_with_both_sentences():
    found = compared(OURS.replace("14 850 000", "41 850 000"))
    assert found.missing == ["Le chantier représente 14 850 000 F CFP."]
    assert found.added == ["Le chantier représente 41 850 000 F CFP."]
    assert not found.is_another_text


def test_a_percentage_without_its_sign_is_a_difference():
    assert compared(OURS.replace("48 %", "48")).missing == ["La consommation baisse de 48 %."]


def test_a_sentence_slipped_in_is_shown():
    forged = OURS.replace("Le chantier", "Le maire démissionne ce soir. Le chantier")
    found = compared(forged)
    assert found.added == ["Le maire démissionne ce soir."]
    assert not found.missing


def test_a_sentence_left_out_is_shown():
    found = compared(OURS.replace("L’accès des riverains est maintenu.", ""))
    assert found.missing == ["L’accès des riverains est maintenu."]


def test_the_foot_of_our_own_mail_is_no_addition():
    received = OURS.replace("\n\nLe chantier", f"\n\n{FOOT}\n\nLe chantier")
    assert compared(received).is_identical


def test_greetings_and_signatures_around_are_left_aside():
    assert compared(f"Bonjour Madame,\n\n{OURS}\n\nEnvoyé de mon téléphone portable").is_identical


def test_a_text_that_shares_almost_nothing_is_another_text():
    found = compared("Fermeture nocturne à Boulari\n\nRien de tout cela. Tout est annulé.")
    assert found.is_another_text


def test_nothing_received_finds_nothing():
    found = compared("   ")
    assert found.found == 0
    assert found.is_another_text


def test_unwrapped_puts_a_title_back_on_one_line():
    assert unwrapped("> Fermeture nocturne\r\n> à Boulari\x00") == "Fermeture nocturne à Boulari"


@pytest.mark.parametrize(
    "piece", ["a.", "a@", "a.@", " ", "\n ", "> ", "http://", "ab cd. ", "! ", "(", "é", "\x00"]
)
def test_no_pasted_text_makes_the_server_think_for_long(piece):
    """Quadratic work takes ten seconds and more here; the bound is far from what a slow machine needs."""
    started = time.process_time()
    compared(piece * (60_000 // len(piece)))
    assert time.process_time() - started < 4
