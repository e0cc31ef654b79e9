"""Finance's file of mandates and payments: seen line by line, noted whole or not at all, never twice."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget import actions
from budget.errors import BudgetError, NotYours
from budget.finance.lines import BadLine, read_line
from budget.models import FinanceFile, FinanceFileState, FinanceRow, Finding, Invoice, InvoiceState, Movement
from comms.calendar.working_days import local_today
from comms.formats import francs
from comms.tables.workbooks import UnreadableFile
from tests.budget.factories import certified, line, registered
from tests.people import factories as people
from tests.tables.workbook_files import bomb, workbook

pytestmark = pytest.mark.django_db
HEADER = "Tiers;RIDET;N° facture;Montant TTC;N° mandat;Date mandat;Date paiement"


def day(before: int = 0) -> str:
    return f"{local_today() - timedelta(days=before):%d/%m/%Y}"


def csv(*lines: str, header: str = HEADER) -> bytes:
    return "\r\n".join([header, *lines]).encode("cp1252")


def brought(*lines: str, content: bytes = b"", **fields) -> FinanceFile:
    return actions.bring_finance_file(
        name="mandats.csv", content=content or csv(*lines, **fields), actor=people.assistant()
    )


def findings(file: FinanceFile) -> list[str]:
    return [row.finding for row in file.rows.all()]


def applied(file: FinanceFile) -> FinanceFile:
    return actions.apply_finance_file(file=file, actor=people.assistant())


def old(net: int = 100_000, **fields) -> Invoice:
    return certified(line(), net, received_on=local_today() - timedelta(days=20), **fields)


def test_mandates_and_payments_are_noted_on_their_invoices():
    mandated, paid = old(number="F-1"), old(number="F-2", provider_ridet="0123456.001")
    file = brought(
        f"STUDIO NIAOULI;;f-1;106 000 F CFP;M-1;{day(5)};",
        f"Autre nom;123456001;F-2;106000,00;M-2;{day(5)};{day(1)}",
    )
    assert findings(file) == [Finding.MANDATE, Finding.BOTH]
    assert Invoice.objects.filter(state=InvoiceState.CERTIFIED).count() == 2  # nothing is noted by looking
    applied(file)
    mandated.refresh_from_db()
    paid.refresh_from_db()
    assert (mandated.state, mandated.mandate_number) == ("mandated", "M-1")
    assert (paid.state, paid.paid_on) == ("paid", local_today() - timedelta(days=1))


def test_the_same_file_again_changes_nothing():
    old(number="F-1")
    lines = [f"Studio Niaouli;;F-1;106000;M-1;{day(5)};{day(1)}"]
    applied(brought(*lines))
    movements = Movement.objects.count()
    again = brought(*lines)
    assert findings(again) == [Finding.SAME]
    applied(again)
    assert Movement.objects.count() == movements


def test_a_file_is_noted_once_whoever_is_quick():
    old(number="F-1")
    file = brought(f"Studio Niaouli;;F-1;;M-1;{day(5)};")
    applied(file)
    with pytest.raises(BudgetError, match="déjà"):
        applied(file)


def test_the_payment_may_come_in_another_line_or_another_file_by_its_mandate():
    invoice = old(number="F-1")
    file = brought(
        f"Studio Niaouli;;F-1;;M-1;{day(5)};",
        f"Studio Niaouli;;F-1;;M-1;;{day(2)}",
        f"Studio Niaouli;;F-1;;M-1;{day(5)};{day(2)}",
    )
    assert findings(file) == [Finding.MANDATE, Finding.PAYMENT, Finding.SAME]
    applied(file)
    other = brought(f"M-1;{day(2)}", "M-9;" + day(2), header="Mandat;Payé le")
    assert findings(other) == [Finding.SAME, Finding.UNMATCHED]
    assert other.rows.first().invoice == invoice


@pytest.mark.parametrize(
    ("words", "finding", "reason"),
    [
        ("Studio Niaouli;;F-9;;M-1;{};", Finding.UNMATCHED, "Aucune facture n° F-9 de Studio Niaouli"),
        ("Imprimerie;;F-1;;M-1;{};", Finding.UNMATCHED, "connu chez Studio Niaouli"),
        ("Studio Niaouli;;F-1;99;M-1;{};", Finding.REFUSED, "106\u202f000"),
        ("Studio Niaouli;;F-1;douze;M-1;{};", Finding.FAULTY, "pas un montant"),
        ("Studio Niaouli;;F-1;-5;M-1;{};", Finding.FAULTY, "au-dessus de zéro"),
        ("Studio Niaouli;;F-1;106000,50;M-1;{};", Finding.FAULTY, "pas un montant"),
        ("Studio Niaouli;;F-1;;M-1;hier;", Finding.FAULTY, "pas une date"),
        ("Studio Niaouli;;F-1;;M-1;01/01/2999;", Finding.FAULTY, "à venir"),
        ("Studio Niaouli;;F-1;;;{};", Finding.FAULTY, "numéro manque"),
        (";;F-1;;;;{}", Finding.FAULTY, "ne désigne personne"),
        (";;;;;{};", Finding.FAULTY, "ne désigne rien"),
        ("Studio Niaouli;;F-1;;M-1;;", Finding.FAULTY, "rien à noter"),
        ("Studio Niaouli;;F-1;;M-1;;{}", Finding.REFUSED, "date de son mandat"),
        ("Studio Niaouli;;F-1;;M-1;02/01/2001;", Finding.REFUSED, "précède la réception"),
        ("Studio Niaouli;;{0}{0}{0}{0}{0}{0}{0}{0};;M-1;{0};", Finding.FAULTY, "trop long"),
    ],
)
def test_a_line_that_cant_be_noted_says_why_and_stops_no_other(words, finding, reason):
    old(number="F-1")
    good = old(number="F-2")
    file = brought(words.format(day(5)), f"Studio Niaouli;;F-2;;M-2;{day(5)};")
    row = file.rows.first()
    assert row.finding == finding
    assert reason in row.reason
    applied(file)
    good.refresh_from_db()
    assert good.state == InvoiceState.MANDATED


@pytest.mark.parametrize("state", ["received", "returned"])
def test_what_isnt_certified_isnt_mandated(state):
    invoice = registered(number="F-1", received_on=local_today() - timedelta(days=9))
    if state == "returned":
        actions.return_invoice(invoice=invoice, actor=people.assistant(), on=local_today(), reason="RIB")
    row = brought(f"Studio Niaouli;;F-1;;M-1;{day(5)};").rows.get()
    assert (row.finding, row.invoice) == (Finding.REFUSED, invoice)


def test_another_mandate_than_the_one_that_is_there_is_said():
    invoice = old(number="F-1")
    actions.record_mandate(invoice=invoice, number="M-1", on=local_today(), actor=people.assistant())
    file = brought(f"Studio Niaouli;;F-1;;M-2;{day()};", f"Studio Niaouli;;F-1;;M-1;{day(3)};")
    assert findings(file) == [Finding.REFUSED] * 2
    assert "déjà le mandat M-1" in file.rows.first().reason


def test_all_or_nothing_and_the_line_that_stops_is_named():
    old(number="F-1")
    second = old(number="F-2")
    file = brought(*(f"Studio Niaouli;;F-{n};;M-{n};{day(5)};" for n in (1, 2)))
    actions.unmatch_invoice(invoice=second, actor=people.assistant(), reason="Pas livré")
    with pytest.raises(BudgetError, match="Ligne 3"):
        applied(file)
    assert not Invoice.objects.filter(state=InvoiceState.MANDATED).exists()
    file.refresh_from_db()
    assert file.is_ready
    actions.compare_again(file=file, actor=people.assistant())
    assert findings(file) == [Finding.MANDATE, Finding.REFUSED]
    applied(file)
    assert Invoice.objects.get(number="F-1").state == InvoiceState.MANDATED


def test_postgresql_keeps_no_row_to_write_without_its_invoice():
    file = brought("Studio Niaouli;;F-1;;M-1;01/01/2026;")
    with pytest.raises(Exception, match="finance_row_to_write_has_its_invoice"):
        FinanceRow.objects.filter(file=file).update(finding=Finding.MANDATE)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "vide"),
        (csv("x", header="Tiers"), "Il manque la colonne"),
        (csv("x,y", header="Tiers,N\xb0 facture,N\xb0 mandat,Date mandat".replace(",", "~")), "point"),
        (HEADER.encode("cp500"), "Il manque la colonne"),
        (csv("x;" * 2000), "plus de 60 colonnes"),
        ((HEADER + ";x" * 2000).encode(), "plus de 60 colonnes"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "pas un tableau"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04garbage", "abîmé"),
    ],
)
def test_a_file_that_isnt_one_is_refused_with_what_to_do(client, content, reason):
    client.force_login(people.assistant())
    page = client.post(reverse("budget:finance_create"), {"file": SimpleUploadedFile("mandats.csv", content)})
    assert page.status_code == 200
    assert reason in page.content.decode()
    assert not FinanceFile.objects.exists()


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    with pytest.raises(UnreadableFile, match="démesuré"):
        brought(content=bomb())


def test_a_workbook_and_each_encoding_say_the_same():
    old(number="É-1")
    words = f"Studio Niaouli;;É-1;106000;M-1;{day(5)};"
    sheet = workbook(HEADER.split(";"), ["Studio Niaouli", None, "É-1", 106000.0, "M-1", local_today(), None])
    contents = [sheet, *(f"{HEADER}\n{words}\n".encode(code) for code in ("utf-8-sig", "cp1252", "utf-16"))]
    commas = f"{HEADER}\n{words}\n".replace(";", ",").encode()
    tabs = f"{HEADER}\n{words}\n".replace(";", "\t").encode()
    for content in (*contents, commas, tabs):
        assert findings(brought(content=content)) == [Finding.MANDATE]


def test_a_broken_encoding_is_a_fault_of_its_line():
    with pytest.raises(BadLine, match="encodage"):
        read_line(["Studio \ufffd", "F-1"], {"provider": 0, "number": 1}, local_today())


def test_only_the_unit_brings_files_and_readers_read_them(client):
    with pytest.raises(NotYours):
        actions.bring_finance_file(name="x", content=csv(), actor=people.secretary_general())
    file = brought("Studio Niaouli;;F-1;;M-1;01/01/2026;")
    client.force_login(people.secretary_general())
    page = client.get(file.get_absolute_url())
    assert "Facture introuvable" in page.content.decode()
    assert "Noter" not in page.content.decode()
    assert client.post(reverse("budget:finance_apply", args=[file.pk])).status_code == 403


def test_the_whole_way_on_the_pages(client):
    old(number="F-1")
    client.force_login(people.assistant())
    content = csv(f"Studio Niaouli;;F-1;;M-1;{day(5)};", f"Inconnu;;F-7;;M-7;{day(5)};")
    upload = client.post(reverse("budget:finance_create"), {"file": SimpleUploadedFile("m.csv", content)})
    page = client.get(upload.url)
    assert "Noter 1 ligne" in page.content.decode()
    assert "F-7 de Inconnu" in page.content.decode()
    only = client.get(upload.url, {"finding": "unmatched"})
    assert [row.number for row in only.context["page"].items] == [3]
    file = FinanceFile.objects.get()
    client.post(reverse("budget:finance_apply", args=[file.pk]))
    file.refresh_from_db()
    assert file.state == FinanceFileState.APPLIED
    assert francs(106_000) in client.get(upload.url).content.decode()
    assert client.get(reverse("budget:finance_files")).status_code == 200
    assert "N° de mandat" in b"".join(client.get(reverse("budget:finance_model")).streaming_content).decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_list_s_export_comes_back_in_and_has_nothing_to_note(client, kind):
    applied_before = old(number="F-1", provider_name="=Studio")
    actions.record_mandate(invoice=applied_before, number="M-1", on=local_today(), actor=people.assistant())
    registered(number="F-2")
    client.force_login(people.assistant())
    export = client.get(reverse("budget:invoice_export", args=[kind]), {"state": "mandated"})
    file = brought(content=b"".join(export.streaming_content))
    assert findings(file) == [Finding.SAME]


def test_a_dropped_file_keeps_no_line(client):
    file = brought("Studio Niaouli;;F-1;;M-1;01/01/2026;")
    client.force_login(people.assistant())
    client.post(reverse("budget:finance_drop", args=[file.pk]))
    file.refresh_from_db()
    assert (file.state, file.rows.count()) == (FinanceFileState.DROPPED, 0)
    assert "abandonné" in client.get(file.get_absolute_url()).content.decode()


def test_many_lines_are_compared_in_as_many_queries_as_one_and_shown_so(client):
    old(number="F-1")

    def queries(lines):
        with CaptureQueriesContext(connection) as seen:
            file = brought(*lines)
        return len(seen), file

    one, _ = queries([f"Studio Niaouli;;F-1;;M-1;{day(5)};"])
    many, file = queries([f"Studio Niaouli;;F-{n};;M-{n};{day(5)};" for n in range(1, 25)])
    assert many == one
    client.force_login(people.assistant())
    with CaptureQueriesContext(connection) as seen:
        client.get(file.get_absolute_url())
    assert len(seen) < 25
