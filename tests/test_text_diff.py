from hypothesis import given
from hypothesis import strategies as st

from comms.text_diff import Piece, word_diff


def test_only_the_words_that_changed_are_marked():
    assert word_diff("La route est fermée lundi.", "La route est fermée mardi.") == [
        Piece("same", "La route est fermée "),
        Piece("removed", "lundi"),
        Piece("added", "mardi"),
        Piece("same", "."),
    ]


@given(st.text(), st.text())
def test_the_pieces_give_both_texts_back(old, new):
    pieces = word_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new


def test_the_same_text_has_one_piece():
    assert word_diff("Même texte", "Même texte") == [Piece("same", "Même texte")]
