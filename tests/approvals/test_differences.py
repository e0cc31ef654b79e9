import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.approvals.differences import differences, html_as_text, paragraph_diff, readable

LABELS = {"title": "Titre", "body": "Texte", "files": "Pièces jointes", "files.alt": "Texte de remplacement"}


def words(found, kind):
    return [piece.text for piece in found.pieces if piece.kind == kind]


def test_words_added_and_removed_are_told_apart():
    (found,) = differences({"title": "Route fermée lundi"}, {"title": "Route rouverte lundi soir"}, LABELS)
    assert found.label == "Titre"
    assert words(found, "removed") == ["fermée"]
    assert words(found, "added") == ["rouverte", " soir"]


@given(st.text(), st.text())
def test_same_and_added_make_the_new_text_same_and_removed_the_old_one(old, new):
    pieces = paragraph_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != "removed") == new
    assert "".join(piece.text for piece in pieces if piece.kind != "added") == old


def test_html_is_compared_as_it_reads():
    (found,) = differences(
        {"body": "<p>Le <strong>pont</strong> ferme.</p><p>Merci.</p>"},
        {"body": "<p>Le <strong>pont</strong> rouvre.</p><p>Merci.</p>"},
        LABELS,
    )
    assert (words(found, "removed"), words(found, "added")) == (["ferme"], ["rouvre"])
    assert "<" not in "".join(piece.text for piece in found.pieces)


def test_another_address_behind_the_same_words_is_seen():
    (found,) = differences(
        {"body": '<p><a href="https://a.example.org">Plan</a></p>'},
        {"body": '<p><a href="https://b.example.org">Plan</a></p>'},
        LABELS,
    )
    assert (words(found, "removed"), words(found, "added")) == (["a"], ["b"])


def test_a_change_of_formatting_alone_is_said_in_words():
    (found,) = differences({"body": "<p>Le pont</p>"}, {"body": "<p>Le <em>pont</em></p>"}, LABELS)
    assert "mise en forme" in found.note


def test_nothing_that_counts_for_the_digest_stays_silent():
    (found,) = differences({"secret": 1}, {"secret": 2}, LABELS)
    assert (found.label, words(found, "added")) == ("secret", ["2"])


def test_a_second_in_a_moment_is_seen():
    (found,) = differences({"at": "2026-09-24T07:30:00+11:00"}, {"at": "2026-09-24T07:30:01+11:00"}, {})
    assert words(found, "added") == ["01"]


def test_attachments_are_told_added_removed_changed_and_moved():
    plan, photo, notice = ({"id": n, "name": f"{n}.pdf", "alt": "x"} for n in ("plan", "photo", "notice"))
    (found,) = differences({"files": [plan, photo]}, {"files": [plan | {"alt": "y"}, notice]}, LABELS)
    assert [(item.kind, item.name) for item in found.items] == [
        ("changed", "plan.pdf"),
        ("added", "notice.pdf"),
        ("removed", "photo.pdf"),
    ]
    assert found.items[0].fields[0].label == "Texte de remplacement"
    (moved,) = differences({"files": [plan, photo]}, {"files": [photo, plan]}, LABELS)
    assert {item.kind for item in moved.items} == {"moved"}


def test_fields_come_in_reading_order():
    found = differences({"a": 1, "body": "x", "title": "x"}, {"a": 2, "body": "y", "title": "y"}, LABELS)
    assert [difference.label for difference in found] == ["Titre", "Texte", "a"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "oui"),
        (["Boulari", "Plum"], "Boulari, Plum"),
        ("2026-09-24T07:30:00+11:00", "jeudi 24\u00a0septembre 2026, 7\u00a0h\u00a030"),
        ("2026-12-01", "mardi 1er\u00a0décembre 2026"),
        ("2026-99-99", "2026-99-99"),
        ("a < b et b > c", "a < b et b > c"),
    ],
)
def test_values_are_shown_as_people_read_them(value, text):
    assert readable(value) == text


def test_html_reads_line_by_line_with_its_pictures_in_words():
    html = '<h2>Travaux</h2><ul><li>lundi</li><li>mardi</li></ul><img src="/p.jpg" alt="Le pont">'
    assert html_as_text(html) == "Travaux\n• lundi\n• mardi\n[image /p.jpg : Le pont]"


def test_a_mail_shows_the_words_around_the_change_only():
    long = "mot " * 200
    (found,) = differences({"title": f"{long}lundi"}, {"title": f"{long}mardi"}, LABELS)
    assert len(found.short_pieces[0].text) < 200
    assert "[…]" in found.short_pieces[0].text
