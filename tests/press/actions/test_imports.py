import pytest
from django.core.exceptions import ValidationError

from comms.journal.models import Entry
from comms.tables.workbooks import UnreadableFile
from press.actions import imports as actions
from press.actions.import_work import work_on
from press.contact_errors import ContactError
from press.models import Contact, ImportFile, ImportRow, ImportRun, ImportState, RowDecision
from tests.press.at_once import at_once
from tests.press.factories import analysed, imported, table

LINE = "Houp;Léa;Radio Corail;Radio;Journaliste;lea@example.org;;"
FAULTY = "Faré;Yann;Radio Corail;Radio;Journaliste;yann at example.org;;"


def test_a_file_is_kept_with_what_was_found_of_its_shape(assistant):
    run = actions.receive_file(actor=assistant, name="contacts.csv", content=table(LINE))
    assert (run.state, run.encoding, run.separator, run.total_rows) == (ImportState.COLUMNS, "utf-8", ";", 1)
    assert run.columns["address"] == 5
    assert run.samples == [LINE.split(";")]
    assert bytes(run.file.content) == table(LINE)
    assert Entry.objects.about(run).get().target_label == f"Import n° {run.pk}"


def test_a_file_that_cannot_be_read_leaves_nothing(assistant):
    with pytest.raises(UnreadableFile):
        actions.receive_file(actor=assistant, name="x.pdf", content=b"%PDF-1.7")
    assert not ImportRun.objects.exists()


def test_the_name_of_a_file_is_kept_as_words(assistant):
    run = actions.receive_file(actor=assistant, name="con\x00tacts\r\n.csv" + "x" * 300, content=table(LINE))
    assert len(run.file_name) <= 200
    assert "\x00" not in run.file_name


@pytest.mark.parametrize(
    "columns",
    [
        {"address": 5},
        {"last_name": 99},
        {"last_name": -1},
        {"last_name": 0, "first_name": 0},
        {"last_name": 0, "x": 1},
    ],
)
def test_columns_that_make_no_sense_are_refused(assistant, columns):
    run = actions.receive_file(actor=assistant, name="c.csv", content=table(LINE))
    with pytest.raises(ValidationError):
        actions.choose_columns(run=run, actor=assistant, columns=columns)


def test_reading_the_file_otherwise_forgets_what_was_said_of_its_lines(assistant):
    run = analysed(assistant, table(LINE).decode().encode("mac_roman"))
    actions.read_otherwise(run=run, actor=assistant, encoding="mac_roman", separator=";")
    assert (run.state, run.encoding) == (ImportState.COLUMNS, "mac_roman")
    assert not run.rows.exists()
    assert run.samples[0][1] == "Léa"


def test_a_correction_is_analysed_again_and_the_file_is_kept_as_it_came(assistant):
    run = analysed(assistant, table(LINE, FAULTY))
    assert run.counts["faulty"] == 1
    actions.correct_row(row=run.rows.get(number=3), actor=assistant, cells={5: "yann@example.org"})
    work_on(run_id=run.pk)
    row = run.rows.get(number=3)
    assert (row.state, row.corrections, row.cells[5]) == (
        "new",
        {"5": "yann@example.org"},
        "yann at example.org",
    )


def test_a_correction_taken_back_is_none(assistant):
    run = analysed(assistant, table(FAULTY))
    actions.correct_row(row=run.rows.get(), actor=assistant, cells={5: " yann at example.org "})
    assert run.rows.get().corrections == {}


def test_what_was_decided_outlives_a_new_analysis(assistant):
    run = analysed(assistant, table(LINE, LINE.replace("lea@", "l@"), FAULTY))
    actions.decide_row(
        row=run.rows.get(number=3), actor=assistant, decision=RowDecision.MERGE, choices={"note": "row"}
    )
    actions.correct_row(row=run.rows.get(number=4), actor=assistant, cells={5: "yann@example.org"})
    work_on(run_id=run.pk)
    row = run.rows.get(number=3)
    assert (row.decision, row.choices) == (RowDecision.MERGE, {"note": "row"})


def test_one_address_is_never_two_cards(assistant):
    run = analysed(assistant, table(LINE, LINE))
    with pytest.raises(ContactError, match="n’appartient qu’à une fiche"):
        actions.decide_row(row=run.rows.get(number=3), actor=assistant, decision=RowDecision.SEPARATE)


def test_all_namesakes_can_be_answered_at_once_but_not_those_already_answered(assistant):
    lines = [LINE.replace("lea@", f"l{n}@") for n in range(4)]
    run = analysed(assistant, table(*lines))
    actions.decide_row(row=run.rows.get(number=3), actor=assistant, decision=RowDecision.SKIP)
    assert actions.decide_namesakes(run=run, actor=assistant, decision=RowDecision.MERGE) == 2
    assert list(run.rows.values_list("decision", flat=True)) == ["", "skip", "merge", "merge"]


def test_a_file_with_faults_imports_nothing_until_they_are_seen(assistant):
    run = analysed(assistant, table(LINE, FAULTY))
    with pytest.raises(ContactError, match="dites d’abord que vous l’avez vu"):
        actions.launch_import(run=run, actor=assistant, faults_seen=0)
    work_on(run_id=run.pk)
    assert not Contact.objects.exists()
    actions.launch_import(run=run, actor=assistant, faults_seen=1)
    work_on(run_id=run.pk)
    assert Contact.objects.get().last_name == "Houp"


def test_a_finished_import_keeps_its_report_and_not_its_file(assistant):
    run = imported(assistant, table(LINE, FAULTY))
    assert run.state == ImportState.DONE
    assert run.rows.count() == 2
    assert not ImportFile.objects.exists()
    assert Entry.objects.about(run).first().verb == "a terminé l’import"
    assert assistant.notices.count() == 1


def test_giving_up_writes_nothing_and_keeps_no_line(assistant):
    run = analysed(assistant, table(LINE))
    actions.cancel_import(run=run, actor=assistant)
    assert run.state == ImportState.CANCELLED
    assert not (ImportRow.objects.exists() or ImportFile.objects.exists() or Contact.objects.exists())


@pytest.mark.parametrize(
    "action",
    [
        lambda run, actor: actions.launch_import(run=run, actor=actor, faults_seen=0),
        lambda run, actor: actions.cancel_import(run=run, actor=actor),
        lambda run, actor: actions.read_otherwise(run=run, actor=actor, encoding="utf-8", separator=";"),
        lambda run, actor: actions.resume_import(run=run, actor=actor),
        lambda run, actor: actions.decide_namesakes(run=run, actor=actor, decision="merge"),
    ],
)
def test_a_finished_import_moves_no_more(assistant, action):
    run = imported(assistant, table(LINE))
    ImportFile.objects.create(run=run, content=table(LINE))
    with pytest.raises(ContactError):
        action(run, assistant)
    assert ImportRun.objects.get().state == ImportState.DONE


@pytest.mark.django_db(transaction=True)
def test_twenty_clicks_at_once_launch_one_import(assistant):
    run = analysed(assistant, table(LINE))
    answers = at_once(
        lambda n: actions.launch_import(run=ImportRun.objects.get(pk=run.pk), actor=assistant, faults_seen=0)
    )
    assert answers.count(None) == 1
    assert all(isinstance(answer, ContactError) for answer in answers if answer)
    assert Entry.objects.about(run).filter(verb="a lancé l’import").count() == 1
