import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comms.outbox.actions import opt_out
from press.models import RowState
from tests.press.factories import MediaFactory, RubricFactory, analysed, contact, table


@pytest.fixture
def media(db):
    return MediaFactory(name="Radio Corail")


def rows(actor, *lines, **more):
    run = analysed(actor, table(*lines, **more))
    return {row.number: row for row in run.rows.all()}


def changes(row) -> dict[str, tuple[str, str]]:
    return {change["field"]: (change["before"], change["after"]) for change in row.changes}


def test_an_unknown_person_is_new(assistant, media):
    row = rows(assistant, "Houp;Léa;Radio Corail;Radio;Journaliste;lea@example.org;;")[2]
    assert (row.state, row.contact) == (RowState.NEW, None)


def test_a_known_address_that_says_the_same_is_the_same(assistant, media):
    known = contact(
        media=media, address="lea@example.org", last_name="Houp", first_name="Léa", phone="+687437000"
    )
    row = rows(assistant, "HOUP;Lea;radio corail;Radio;Journaliste; LEA@EXAMPLE.ORG ;43.70.00;non")[2]
    assert (row.state, row.contact, row.changes) == (RowState.SAME, known, [])


def test_a_changed_line_tells_each_field_before_and_after(assistant, media):
    contact(media=media, address="lea@example.org", last_name="Houp", first_name="Léa")
    row = rows(assistant, "Houp;Léa;Radio Corail;;Rédactrice;lea@example.org;75 12 34;")[2]
    assert row.state == RowState.CHANGED
    assert changes(row) == {"function": ("Journaliste", "Rédactrice"), "phone": ("", "+687751234")}


def test_silence_in_the_file_erases_nothing(assistant, media):
    contact(
        media=media,
        address="lea@example.org",
        last_name="Houp",
        first_name="Léa",
        phone="+687437000",
        note="x",
    )
    row = rows(assistant, "Houp;Léa;;;;lea@example.org;;")[2]
    assert row.state == RowState.SAME


def test_another_media_is_one_more_position(assistant, media):
    contact(media=media, address="lea@example.org", last_name="Houp", first_name="Léa")
    row = rows(assistant, "Houp;Léa;Télé Corail;Télévision;Animatrice;lea@example.org;;")[2]
    assert changes(row) == {"media": ("", "Animatrice, Télé Corail")}


def test_rubrics_are_added_whatever_their_accents(assistant, media):
    known = contact(media=media, address="lea@example.org", last_name="Houp", first_name="Léa")
    known.rubrics.add(RubricFactory(name="Économie"))
    header = "Nom;Prénom;Courriel;Rubriques"
    row = rows(assistant, "Houp;Léa;lea@example.org;economie, Sport", header=header)[2]
    assert changes(row) == {"rubrics": ("", "Sport")}


def test_a_known_address_under_another_name_asks_a_person(assistant, media):
    known = contact(media=media, address="redaction@example.org", last_name="Houp", first_name="Léa")
    row = rows(assistant, "Faré;Yann;Radio Corail;;;redaction@example.org;;")[2]
    assert (row.state, row.duplicate_kind, row.contact) == (RowState.DUPLICATE, "address", known)
    assert changes(row)["last_name"] == ("Houp", "Faré")


def test_the_same_address_twice_in_the_file_points_to_its_first_line(assistant, media):
    found = rows(
        assistant,
        "Houp;Léa;Radio Corail;;;lea@example.org;;",
        "Houp;Léa;Télé Corail;;;LEA@example.org;;",
        "Houp;Léa;Télé Corail;;;lea@example.org;437000;",
    )
    assert [found[n].duplicate_of for n in (2, 3, 4)] == [None, 2, 2]
    assert found[3].duplicate_kind == "address"


def test_the_same_name_in_the_same_media_is_offered_for_merging(assistant, media):
    known = contact(media=media, address="lea@example.org", last_name="Houp", first_name="Léa")
    found = rows(
        assistant,
        "HOUP;LEA;Radio Corail;;;autre@example.org;;",
        "Faré;Yann;Radio Corail;;;yann@example.org;;",
        "FARÉ;Yann;radio corail;;;fare@example.org;;",
    )
    assert (found[2].state, found[2].duplicate_kind, found[2].contact) == (RowState.DUPLICATE, "name", known)
    assert (found[3].state, found[4].duplicate_of) == (RowState.NEW, 3)


def test_the_same_name_in_another_media_is_another_person(assistant, media):
    contact(media=media, address="lea@example.org", last_name="Houp", first_name="Léa")
    assert rows(assistant, "Houp;Léa;Télé Corail;;;autre@example.org;;")[2].state == RowState.NEW


def test_a_line_without_address_is_known_by_its_name_and_phone(assistant, media):
    contact(media=media, address="a@example.org", last_name="Houp", first_name="Léa")
    known = contact(media=media, address=None, last_name="Houp", first_name="Léa", phone="+687437000")
    row = rows(assistant, "Houp;Léa;Radio Corail;;Journaliste;;437000;")[2]
    assert (row.state, row.contact) == (RowState.SAME, known)


def test_an_address_of_the_opposition_list_is_not_made_again(assistant, media):
    opt_out(address="lea@example.org", scope="press", source="effacement")
    row = rows(assistant, "Houp;Léa;Radio Corail;;;LEA@example.org;;")[2]
    assert row.state == RowState.OPPOSED
    assert "liste d’opposition" in row.notices[0]


def test_a_card_that_opted_out_stays_so_and_the_line_is_told(assistant, media):
    known = contact(media=media, address="lea@example.org", last_name="Houp", first_name="Léa")
    known.do_not_contact_since, known.do_not_contact_source = known.created_at, "au téléphone"
    known.save()
    row = rows(assistant, "Houp;Léa;Radio Corail;;;lea@example.org;437000;non")[2]
    assert row.state == RowState.CHANGED
    assert "ne lève jamais une opposition" in row.notices[0]


def test_a_shifted_line_is_a_fault(assistant, media):
    row = rows(assistant, "Houp;Léa;Radio Corail;;;lea@example.org;;;;oups")[2]
    assert row.state == RowState.FAULTY
    assert "séparateur" in row.faults[0]["reason"]


def test_a_second_address_that_is_anothers_stays_anothers(assistant, media):
    contact(media=media, address="yann@example.org", last_name="Faré", first_name="Yann")
    contact(media=media, address="lea@example.org", last_name="Houp", first_name="Léa")
    row = rows(assistant, "Houp;Léa;Radio Corail;;;lea@example.org, yann@example.org;;")[2]
    assert (row.state, row.changes) == (RowState.SAME, [])
    assert "lui reste" in row.notices[0]


def test_a_merged_or_erased_card_is_matched_by_nobody(assistant, media):
    known = contact(media=media, address=None, last_name="Houp", first_name="Léa", phone="+687437000")
    other = contact(media=media)
    known.merged_into = other
    known.save()
    assert rows(assistant, "Houp;Léa;Radio Corail;;;;437000;")[2].state == RowState.NEW


def test_lines_are_matched_in_as_many_queries_for_one_as_for_thirty(assistant, media):
    counts = []
    for size in (1, 30):
        lines = [f"Houp{n};Léa;Radio Corail;;;lea{n}@example.org;;" for n in range(size)]
        with CaptureQueriesContext(connection) as seen:
            analysed(assistant, table(*lines))
        counts.append(len(seen))
    assert counts[0] == counts[1]
