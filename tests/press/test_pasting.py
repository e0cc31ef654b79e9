"""A text written elsewhere, cut into the parts of a release."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from press.pasting import split_text

SAMPLE = (Path(__file__).parent / "data" / "communique-route.txt").read_text("utf-8")


def test_the_sample_finds_its_place():
    found = split_text(SAMPLE)
    assert found["title"] == "Fermeture nocturne de la rue des Deux Baies : une semaine de travaux à Boulari"
    assert found["chapo"].startswith("La Ville du Mont-Dore rénove")
    assert found["chapo"].endswith("et la mairie.")
    assert found["body"].count("<p>") == 2
    assert "déviation" in found["body"]
    assert "14 850 000 F CFP" in found["body"]
    assert (
        found["quote"] == "Nous avons choisi la nuit pour que chacun puisse travailler et se déplacer le jour"
    )
    assert found["quote_author"] == "La direction des services techniques"
    assert found["contact_name"] == "Cellule communication"
    assert found["contact_phone"] == "43 70 00"
    assert found["contact_email"] == "communication@example.org"


def test_a_heading_a_byte_order_mark_and_windows_lines_are_put_aside():
    text = "\ufeffCOMMUNIQUÉ DE PRESSE\r\n\r\nLe titre\r\n\r\nLe chapô.\r\n\r\nLe corps."
    assert split_text(text) == {"title": "Le titre", "chapo": "Le chapô.", "body": "<p>Le corps.</p>"}


def test_lines_without_empty_lines_between_are_paragraphs():
    found = split_text("Titre\nChapô.\nUn.\nDeux.")
    assert found == {"title": "Titre", "chapo": "Chapô.", "body": "<p>Un.</p><p>Deux.</p>"}


def test_a_title_alone_is_a_beginning():
    assert split_text("Un titre") == {"title": "Un titre", "body": ""}
    assert split_text("  \n ") == {}


def test_html_in_a_pasted_text_is_text():
    assert (
        split_text("T\n\nChapô\n\n<script>alert(1)</script>")["body"]
        == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"
    )


def test_contact_parts_come_in_any_order():
    found = split_text(
        "T\n\nC\n\nB\n\nContact : communication@example.org – tél. 43 70 00 – cellule communication"
    )
    assert found["contact_email"] == "communication@example.org"
    assert found["contact_phone"] == "43 70 00"
    assert found["contact_name"] == "Cellule communication"


@given(st.text(max_size=600))
def test_any_text_can_be_pasted(text):
    assert len(split_text(text).get("title", "")) <= 200
