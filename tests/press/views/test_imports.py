import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from comms.tables.reading import MAX_BYTES
from press.actions.import_work import work_on
from press.models import Contact, ImportRun, ImportState
from tests.pages import assert_valid_html
from tests.press.factories import MediaFactory, analysed, contact, imported, table
from tests.press.views.test_contacts import lines
from tests.tables.workbook_files import bomb, workbook

NEW = "/relations-presse/imports/nouveau/"
LINE = "Houp;Léa;Radio Corail;Radio;Voix;lea@example.org;;"
FAULTY = "Faré;Yann;Radio Corail;Radio;Voix;yann at example.org;;"
TWIN = "HOUP;Lea;Radio Corail;Radio;Voix;l@example.org;;"


@pytest.fixture
def unit(client, assistant):
    client.force_login(assistant)
    return client


def upload(unit, content: bytes, name: str = "contacts.csv"):
    return unit.post(NEW, {"file": SimpleUploadedFile(name, content)}, follow=True)


def url(name: str, run: ImportRun, *more) -> str:
    return reverse(f"press:{name}", args=[run.pk, *more])


def worked(run: ImportRun) -> ImportRun:
    work_on(run_id=run.pk)
    run.refresh_from_db()
    return run


# --- the file --------------------------------------------------------------------------------------------
def test_from_the_file_to_the_report(unit):
    answer = upload(unit, table(LINE, FAULTY, TWIN))
    assert_valid_html(answer)
    assert "Quelle colonne dit quoi" in answer.content.decode()
    run = ImportRun.objects.get()
    assert_valid_html(unit.post(url("import_columns", run), run.columns | {"origin": "carnet"}, follow=True))
    worked(run)
    page = unit.get(run.get_absolute_url())
    assert_valid_html(page)
    assert "Importer 2 lignes" in page.content.decode()
    refused = unit.post(url("import_launch", run))
    assert_valid_html(refused)
    assert "Cochez cette case, ou corrigez" in refused.content.decode()
    unit.post(url("import_launch", run), {"faults_seen": "on"})
    worked(run)
    report = unit.get(run.get_absolute_url())
    assert_valid_html(report)
    assert dict(report.context["results"]) == {
        "Fiche créée": 2, "Fiche complétée": 0, "Déjà à jour": 0, "Laissée de côté": 0,
    }  # fmt: skip
    assert Contact.objects.filter(source="carnet").count() == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"),
        (b"%PDF-1.7", "PDF"),
        (b"x" * (MAX_BYTES + 1), "5 Mo"),
        (bomb(), "démesuré"),
        (b"PK\x03\x04", "abîmé"),
    ],
)
def test_a_file_that_cannot_come_in_says_why(unit, content, words):
    answer = upload(unit, content)
    assert_valid_html(answer)
    assert words in answer.content.decode()
    assert not ImportRun.objects.exists()


def test_no_file_is_said(unit):
    assert "Choisissez un fichier" in unit.post(NEW, {}).content.decode()


def test_a_workbook_comes_in_too(unit):
    upload(unit, workbook(["Nom", "Courriel"], ["Houp", "lea@example.org"]), "contacts.xlsx")
    assert ImportRun.objects.get().encoding == "xlsx"


def test_the_empty_model_comes_in_as_known_columns(unit):
    header = lines(unit.get("/relations-presse/imports/modele.csv"))[0]
    upload(unit, ";".join(header).encode() + b"\n;Houp;\n")
    assert len(ImportRun.objects.get().columns) == len(header)


# --- the columns -----------------------------------------------------------------------------------------
def test_columns_without_a_name_or_twice_the_same_are_refused_with_why(unit):
    upload(unit, table(LINE))
    run = ImportRun.objects.get()
    answer = unit.post(url("import_columns", run), {"address": 5, "phone": 5})
    assert_valid_html(answer)
    text = answer.content.decode()
    assert "sans nom, pas de fiche" in text
    assert "choisie deux fois" in text
    assert ImportRun.objects.get().state == ImportState.COLUMNS


def test_a_text_shown_badly_is_read_otherwise(unit):
    upload(unit, table("Gaïac;Élodie;;;;e@example.org;;").decode().encode("mac_roman"))
    run = ImportRun.objects.get()
    page = unit.post(url("import_shape", run), {"encoding": "mac_roman", "separator": ";"}, follow=True)
    assert "Élodie" in page.content.decode()
    unit.post(url("import_shape", run), {"encoding": "x", "separator": "y"})
    assert ImportRun.objects.get().encoding == "mac_roman"


# --- the check -------------------------------------------------------------------------------------------
def test_the_lines_are_filtered_by_what_becomes_of_them(unit, assistant):
    contact(media=MediaFactory(name="Télé Lagon"), address="s@example.org", last_name="Same", first_name="")
    contact(
        media=MediaFactory(name="Radio Houle"), address="c@example.org", last_name="Changed", first_name=""
    )
    run = analysed(
        assistant,
        table(
            LINE,
            FAULTY,
            TWIN,
            "Same;;Télé Lagon;;;s@example.org;;",
            "Changed;;Radio Houle;;Voix;c@example.org;;",
            ";;;;;;;",
        ),
    )
    for state, numbers in (
        ("new", [2]), ("faulty", [3]), ("duplicate", [4]), ("same", [5]), ("changed", [6]), ("empty", [7]),
    ):  # fmt: skip
        page = unit.get(run.get_absolute_url(), {"state": state})
        assert_valid_html(page)
        assert [row.number for row in page.context["page"]] == numbers
    changed = unit.get(run.get_absolute_url(), {"state": "changed"}).content.decode()
    assert "Journaliste" in changed and "→ Voix" in changed.replace("</span>", "")
    assert [row.number for row in unit.get(run.get_absolute_url(), {"q": "yann"}).context["page"]] == [3]


def test_the_faulty_lines_can_be_taken_away(unit, assistant):
    run = analysed(assistant, table(LINE, FAULTY))
    header, row = lines(unit.get(url("import_faults", run)))
    assert header[:3] == ["Ligne", "Raison", "Nom"]
    assert row[:3] == ["3", "Courriel : l’arobase est écrite en lettres (« at ») au lieu de « @ ».", "Faré"]
    assert "yann at example.org" in row


def test_a_faulty_line_is_mended_with_what_was_meant(unit, assistant):
    run = analysed(assistant, table(FAULTY))
    page = unit.get(url("import_row", run, 2))
    assert_valid_html(page)
    assert 'value="yann@example.org"' in page.content.decode()
    unit.post(url("import_row", run, 2), {"5": "yann@example.org"})
    assert worked(run).counts["new"] == 1


def test_a_duplicate_is_settled_field_by_field(unit, assistant):
    run = analysed(assistant, table(LINE, TWIN.replace("Voix", "Reportage")))
    page = unit.get(url("import_row", run, 3))
    assert_valid_html(page)
    assert "Voix (fiche)" in page.content.decode()
    unit.post(url("import_row", run, 3), {"decision": "merge", "function": "row"})
    row = run.rows.get(number=3)
    assert (row.decision, row.choices) == ("merge", {"function": "row"})


def test_a_choice_that_does_not_exist_is_refused(unit, assistant):
    run = analysed(assistant, table(LINE, LINE))
    answer = unit.post(url("import_row", run, 3), {"decision": "separate"})
    assert_valid_html(answer)
    assert "error-summary" in answer.content.decode()
    assert run.rows.get(number=3).decision == ""


def test_all_namesakes_are_answered_at_once(unit, assistant):
    run = analysed(assistant, table(LINE, TWIN))
    unit.post(url("import_namesakes", run), {"decision": "merge"})
    assert run.rows.get(number=3).decision == "merge"
    unit.post(url("import_namesakes", run), {"decision": "x"})


def test_a_new_line_has_nothing_to_settle(unit, assistant):
    run = analysed(assistant, table(LINE))
    page = unit.get(url("import_row", run, 2))
    assert_valid_html(page)
    assert "Noter ce choix" not in page.content.decode()
    assert unit.get(url("import_row", run, 99)).status_code == 404


# --- the work --------------------------------------------------------------------------------------------
def test_the_progress_comes_again_until_it_is_over(unit, assistant):
    run = analysed(assistant, table(LINE))
    unit.post(url("import_launch", run))
    page = unit.get(run.get_absolute_url())
    assert_valid_html(page)
    assert "0 sur 1" in page.content.decode()
    running = unit.get(url("import_progress", run))
    assert "HX-Refresh" not in running
    worked(run)
    assert unit.get(url("import_progress", run))["HX-Refresh"] == "true"


def test_a_stopped_import_says_why_and_goes_on(unit, assistant):
    run = analysed(assistant, table(LINE))
    unit.post(url("import_launch", run))
    ImportRun.objects.update(state=ImportState.FAILED, failure="Le disque est plein.")
    page = unit.get(run.get_absolute_url())
    assert_valid_html(page)
    assert "Le disque est plein." in page.content.decode()
    unit.post(url("import_resume", run))
    assert worked(run).state == ImportState.DONE


def test_giving_up_and_going_back(unit, assistant):
    run = analysed(assistant, table(LINE))
    unit.post(url("import_back", run))
    assert ImportRun.objects.get().state == ImportState.COLUMNS
    unit.post(url("import_cancel", run))
    page = unit.get(run.get_absolute_url())
    assert_valid_html(page)
    assert "abandonné" in page.content.decode()
    assert not Contact.objects.exists()


def test_two_clicks_on_launch_are_one(unit, assistant):
    run = analysed(assistant, table(LINE))
    unit.post(url("import_launch", run))
    again = unit.post(url("import_launch", run), follow=True)
    assert "plus rapide" in again.content.decode()


def test_a_get_never_launches(unit, assistant):
    run = analysed(assistant, table(LINE))
    for name in ("launch", "cancel", "back", "resume", "columns", "shape", "namesakes"):
        assert unit.get(url(f"import_{name}", run)).status_code == 405, name


# --- lists and rights --------------------------------------------------------------------------------------
def test_every_import_is_kept_in_the_list(unit, assistant):
    imported(assistant, table(LINE), name="rentrée.csv")
    page = unit.get("/relations-presse/imports/")
    assert_valid_html(page)
    assert "rentrée.csv" in page.content.decode()


@pytest.mark.parametrize("where", ["list", "preview"])
def test_as_many_queries_for_one_row_as_for_many(unit, assistant, where):
    counts = []
    for size in (1, 20):
        run = imported(
            assistant, table(*(f"Houp{size}x{n};;;;;a{size}x{n}@example.org;;" for n in range(size)))
        )
        for _ in range(size):
            ImportRun.objects.create(file_name="x", created_by=assistant)
        address = "/relations-presse/imports/" if where == "list" else run.get_absolute_url()
        unit.get(address)
        with CaptureQueriesContext(connection) as seen:
            unit.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["secretary_general", "elected", "stranger"])
def test_others_find_nothing(client, request, assistant, who):
    run = analysed(assistant, table(LINE))
    client.force_login(request.getfixturevalue(who))
    assert client.get(NEW).status_code == 403
    for name in ("import", "import_progress", "import_faults"):
        assert client.get(url(name, run)).status_code == 404
    for name in ("launch", "cancel", "back", "resume", "columns", "shape", "namesakes"):
        assert client.post(url(f"import_{name}", run)).status_code == 404
    run.refresh_from_db()
    assert run.state == ImportState.READY
