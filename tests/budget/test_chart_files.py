"""Finance's chart and voted credits: read whatever its shape, checked line by line, applied whole or not."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from budget import actions
from budget.charts.comparing import Finding
from budget.errors import SomebodyWasFaster
from budget.models import Account, ChartFile, ChartFileState, DecisionKind, DecisionState, Line
from comms.tables.workbooks import UnreadableFile
from tests.budget.factories import line, prepared
from tests.people import factories as people

pytestmark = pytest.mark.django_db

FILE = """Section;Chapitre;Nature;Fonction;Intitulé;Ligne budgétaire;Crédits votés
Fonctionnement;011;6236;023;Catalogues et imprimés;Affiches;1 250 000,00
F;11;6237;023;Publications;;9 000 000
F;011;6236;023;Catalogues et imprimés;Dépliants;
Total chapitre 011;;;;;;10 250 000
I;20;2051;023;Concessions et droits;Site internet;2 500 000
"""


def bring(text=FILE, *, year=None, name="plan.csv"):
    content = text if isinstance(text, bytes) else text.encode("cp1252")
    return actions.bring_chart(
        fiscal_year=year or prepared(), name=name, content=content, actor=people.head()
    )


def workbook(rows):
    book, content = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def findings(file):
    return [row.finding for row in actions.compared(file)]


def reasons(file):
    return [row.reason for row in actions.compared(file) if row.reason]


def test_a_chart_is_read_then_applied_and_its_credits_wait_for_their_vote():
    file = bring()
    new = Finding.NEW
    assert findings(file) == [new, new, new, Finding.TOTAL, new]
    assert not Account.objects.exists()
    actions.apply_chart(file=file, kind=DecisionKind.PRIMITIVE, actor=people.head())
    assert [account.code for account in Account.objects.with_lines()] == [
        "011-6236-023", "011-6237-023", "20-2051-023",
    ]  # fmt: skip
    shares = {share.line.label: share.amount for share in file.decision.lines.select_related("line")}
    assert shares == {"Affiches": 1_250_000, "Publications": 9_000_000, "Site internet": 2_500_000}
    assert file.decision.state == DecisionState.DRAFT
    assert set(Line.objects.values_list("label", "voted")) == {
        ("Affiches", 0), ("Dépliants", 0), ("Publications", 0), ("Site internet", 0),
    }  # fmt: skip


def test_a_workbook_that_lost_its_zeros_gives_the_same_chart():
    rows = [["Chapitre", "Article", "Libellé", "Voté"], [11, 6236, "Imprimés", 1_250_000.0]]
    said = actions.compared(bring(workbook(rows), name="plan.xlsx"))[0].said
    assert (said.chapter, said.article, said.voted) == ("011", "6236", 1_250_000)


def test_the_same_file_brought_again_doubles_nothing():
    first = bring()
    actions.apply_chart(file=first, kind=DecisionKind.PRIMITIVE, actor=people.head())
    counts = Account.objects.count(), Line.objects.count()
    again = bring(year=first.fiscal_year)
    assert Finding.NEW not in findings(again)
    actions.apply_chart(file=again, kind=DecisionKind.AMENDING, actor=people.head())
    assert (Account.objects.count(), Line.objects.count()) == counts


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("X;011;6236;;Imprimés;;10", "Section inconnue"),
        ("F;;6236;;Imprimés;;10", "« Chapitre » est vide"),
        ("F;011;;;Imprimés;;10", "« Article » est vide"),
        ("F;011;6236;;;;10", "« Libellé » est vide"),
        ("F;011;6236;;Imprimés;;dix", "n’est pas un montant"),
        ("F;011;6236;;Imprimés;;-10", "au-dessous de zéro"),
        ("F;01112345678;6236;;Imprimés;;1", "trop long"),
    ],
)
def test_a_faulty_line_says_why_and_stops_no_other(row, said):
    header, good = FILE.splitlines()[:2]
    file = bring("\n".join([header, row, good, good]))
    assert findings(file) == [Finding.FAULTY, Finding.NEW, Finding.FAULTY]
    first, twice = reasons(file)
    assert said in first
    assert "déjà à la ligne 3 du fichier" in twice


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "vide"),
        (b"%PDF-1.7", "PDF"),
        (b"PK\x03\x04 cut", "abîmé"),
        (b"Nom;Prix\nAffiche;10", "Il manque la colonne « Chapitre », et « Article »"),
        (b"Chapitre;Article\n", "aucune ligne dessous"),
    ],
)
def test_a_file_that_is_no_chart_is_refused_with_the_reason(content, said):
    with pytest.raises(UnreadableFile, match=said):
        bring(content)
    assert not ChartFile.objects.exists()


def test_a_file_is_applied_once():
    file = bring()
    actions.apply_chart(file=file, kind=DecisionKind.PRIMITIVE, actor=people.head())
    with pytest.raises(SomebodyWasFaster):
        actions.apply_chart(file=file, kind=DecisionKind.PRIMITIVE, actor=people.head())


def test_the_pages_lead_from_the_file_to_its_decision(client):
    year = line(1_000).fiscal_year
    client.force_login(people.head())
    bring_url = reverse("budget:chart_bring", args=[year.year])
    refused = client.post(bring_url, {"file": SimpleUploadedFile("plan.csv", b"Nom;Prix\nA;1")})
    assert "Il manque la colonne" in refused.content.decode()
    faulty = FILE + "X;011;6288;;Divers;;10\n"
    client.post(bring_url, {"file": SimpleUploadedFile("plan.csv", faulty.encode())})
    file = ChartFile.objects.get()
    page = client.get(file.get_absolute_url()).content.decode()
    assert "Section inconnue" in page
    apply_url = reverse("budget:chart_apply", args=[file.pk])
    unticked = client.post(apply_url, {"kind": DecisionKind.AMENDING}).content.decode()
    assert "Cochez cette case" in unticked
    client.post(apply_url, {"kind": DecisionKind.AMENDING, "faults_seen": "on"})
    file.refresh_from_db()
    assert file.state == ChartFileState.APPLIED
    assert file.decision.get_absolute_url() in client.get(file.get_absolute_url()).content.decode()


def test_a_dropped_file_changes_nothing(client):
    file = bring()
    client.force_login(people.head())
    client.post(reverse("budget:chart_drop", args=[file.pk]))
    file.refresh_from_db()
    assert file.state == ChartFileState.DROPPED
    assert not Account.objects.exists()
