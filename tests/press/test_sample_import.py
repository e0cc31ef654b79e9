"""The town's own file, as it is: every line comes in or says why not."""

from collections import Counter
from pathlib import Path

import pytest

from comms.outbox.models import OptOut
from press.actions.import_work import work_on
from press.actions.imports import correct_row, launch_import
from press.models import Contact, ContactAddress, Media, Position, Rubric
from tests.press.factories import analysed, imported

SAMPLE = (Path(__file__).parent / "data" / "contacts-presse.csv").read_bytes()


@pytest.fixture
def run(assistant):
    return analysed(assistant, SAMPLE, "contacts-presse.csv")


def test_its_shape_is_found(run):
    assert (run.encoding, run.separator, run.header_row) == ("cp1252", ";", 1)
    assert len(run.columns) == len(run.header) == 14


def test_every_line_is_counted_once(run):
    assert run.counts == {
        "new": 214, "duplicate": 16, "faulty": 4, "empty": 1, "changed": 0, "same": 0, "opposed": 0,
    }  # fmt: skip
    assert run.total_rows == 235


def test_each_fault_has_its_line_and_its_reason(run):
    found = {row.number: (row.file_line, row.faults[0]) for row in run.rows.faulty()}
    assert list(found) == [14, 62, 79, 92]
    assert found[14][0] == 15  # a cell above holds a line break
    assert "« at »" in found[14][1]["reason"]
    assert found[14][1]["suggestion"] == "yann.niaouli12@nc.example.org"
    assert found[62][1]["suggestion"] == "maite.pandanus60@radio.example.org"
    assert "ni courriel ni téléphone" in found[79][1]["reason"]
    assert "accentuée" in found[92][1]["reason"]


def test_the_four_addresses_in_capitals_are_duplicates_of_the_file(run):
    again = run.rows.filter(duplicate_kind="address")
    assert dict(again.values_list("number", "duplicate_of")) == {232: 5, 233: 19, 234: 46, 235: 103}
    assert not any(row.changes for row in again)


def test_the_namesakes_of_one_media_are_offered_for_merging(run):
    namesakes = run.rows.filter(duplicate_kind="name")
    assert namesakes.count() == 12
    assert namesakes.get(number=42).duplicate_of == 23
    fields = {change["field"] for change in namesakes.get(number=76).changes}
    assert {"civility", "function", "address"} <= fields


def test_formulas_and_capitals_are_told_and_a_media_of_two_kinds_too(run):
    notices = Counter(notice for notices in run.rows.values_list("notices", flat=True) for notice in notices)
    assert notices["Remarques : commence comme une formule, gardé comme du texte."] == 28
    assert notices["Type : le média est noté « Radio », l’autre type reste à la personne."] == 14
    assert notices["Nom : les capitales sont passées en minuscules."] > 40


def test_it_comes_in(assistant):
    run = imported(assistant, SAMPLE)
    assert (run.state, run.done_rows) == ("done", 230)
    assert Contact.objects.count() == ContactAddress.objects.count() == 226
    assert Media.objects.count() == 11
    assert Rubric.objects.count() == 9
    assert Contact.objects.filter(note="Embargo respecté ;\nrelancer la veille").exists()
    assert Contact.objects.filter(note="bureau à l’étage — œuvre au marché").exists()
    assert Media.objects.get(name="NC la 1ère").kind == "radio"
    assert Position.objects.filter(media__name="NC la 1ère", kind="television").count() == 14


def test_its_seven_oppositions_hold_from_the_first_moment(assistant):
    imported(assistant, SAMPLE)
    assert Contact.objects.opted_out().count() == OptOut.objects.count() == 7
    assert Contact.objects.reachable().count() == 219
    francois = Contact.objects.get(addresses__address="francois.exemple0@les.example.org")
    assert francois.is_opted_out
    assert "import" in francois.do_not_contact_source


def test_again_it_adds_nobody_and_changes_nothing(assistant):
    imported(assistant, SAMPLE)
    before = list(Contact.objects.values_list("pk", "last_name", "note", "do_not_contact_since"))
    run = imported(assistant, SAMPLE)
    assert (run.counts["new"], run.counts["changed"], run.counts["same"]) == (0, 0, 226)
    assert set(run.rows.exclude(result="").values_list("result", flat=True)) == {"same"}
    assert list(Contact.objects.values_list("pk", "last_name", "note", "do_not_contact_since")) == before


def test_with_its_faults_mended_on_the_page_it_comes_in_whole(assistant, run):
    place = run.columns["address"]
    mended = {14: None, 62: None, 79: "l.exemple@nc.example.org", 92: "k.gaiac@oceane.example.org"}
    for number, address in mended.items():
        row = run.rows.get(number=number)
        correct_row(row=row, actor=assistant, cells={place: address or row.faults[0]["suggestion"]})
        work_on(run_id=run.pk)
        run.refresh_from_db()
    assert run.counts["faulty"] == 0
    launch_import(run=run, actor=assistant, faults_seen=0)
    work_on(run_id=run.pk)
    assert Contact.objects.count() == 230
    assert ContactAddress.objects.filter(address="yann.niaouli12@nc.example.org").exists()
    assert run.rows.get(number=14).cells[place] == "yann.niaouli12 at nc.example.org"  # the file as it came
