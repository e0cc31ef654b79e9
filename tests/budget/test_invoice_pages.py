"""Invoices from the page where they are typed to the one that says they are paid."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budget import actions
from budget.errors import TaxGap
from budget.models import Invoice, InvoiceState, Mention, TaxRate
from comms.calendar.working_days import local_today
from comms.formats import francs
from tests.budget.factories import account, certified, committed, line, registered, services
from tests.people import factories as people

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def text_of(response):
    return response.content.decode().replace("&nbsp;", "\u00a0")


@pytest.fixture
def pdf():
    return SimpleUploadedFile("facture.pdf", PDF)


@pytest.fixture
def unit(client):
    client.force_login(people.assistant())
    return client


def typed(**fields):
    """An invoice of services at 6 %, as its page sends it."""
    rate = TaxRate.objects.get(percent=6)
    usual = {
        "provider_name": "Studio Niaouli",
        "number": "F-2026-14",
        "received_on": local_today().isoformat(),
        "tax_case": "rates",
        "net": "100 000",
        "total": "106 000",
        f"rate-{rate.pk}-base": "100 000",
        f"rate-{rate.pk}-printed": "6 000",
    }
    return {name: value for name, value in (usual | fields).items() if value is not None}


def entered(client, **fields):
    return client.post(reverse("budget:invoice_create"), typed(**fields))


def test_an_invoice_is_typed_as_it_is_printed_with_its_mentions_and_its_pdf(unit, pdf):
    present = Mention.objects.active().first()
    page = entered(unit, mentions=[present.pk], pdf=pdf, provider_ridet="0 123 456.001")
    invoice = Invoice.objects.get()
    assert page.url == invoice.get_absolute_url()
    assert (invoice.net, invoice.total, invoice.provider_ridet) == (100_000, 106_000, "0123456001")
    assert present not in invoice.missing_mentions
    served = unit.get(reverse("budget:invoice_pdf", args=[invoice.pk]))
    assert served["Content-Type"] == "application/pdf"
    assert "attachment" in served["Content-Disposition"]
    assert b"".join(served.streaming_content).startswith(b"%PDF-")


def test_its_pdf_is_for_those_who_read_the_budget(client, unit, pdf):
    entered(unit, pdf=pdf)
    client.force_login(people.department_contact())
    assert client.get(reverse("budget:invoice_pdf", args=[Invoice.objects.get().pk])).status_code == 404


def test_one_franc_of_rounding_is_kept_and_shown(unit):
    rate = services()
    entered(unit, total="106 001", **{f"rate-{rate.pk}-printed": "6 001"})
    tax = Invoice.objects.get().taxes.get()
    assert (tax.printed, tax.computed, tax.gap) == (6_001, 6_000, 1)
    assert francs(6_001) in text_of(unit.get(tax.invoice.get_absolute_url()))


def test_a_wrong_tax_is_said_and_kept_only_when_somebody_says_so(unit):
    rate = services()
    wrong = {"total": "106 100", f"rate-{rate.pk}-printed": "6 100"}
    page = entered(unit, **wrong)
    assert not Invoice.objects.exists()
    words = text_of(page)
    assert francs(6_100) in words
    assert francs(6_000) in words
    assert 'name="as_printed"' in words
    assert 'value="106' in words
    entered(unit, as_printed="on", **wrong)
    invoice = Invoice.objects.get()
    assert "La TGC imprimée n’est pas celle du taux" in text_of(unit.get(invoice.get_absolute_url()))
    with pytest.raises(TaxGap):
        actions.match_invoice(
            invoice=invoice, parts=[actions.Part(line(), 106_100)], actor=people.assistant(), on=local_today()
        )


def test_verifying_saves_nothing_and_says_what_each_rate_gives(unit):
    page = entered(unit, check="1", total="999")
    assert not Invoice.objects.exists()
    words = text_of(page)
    assert f'Le taux donne <span class="money">{francs(6_000)}' in words
    assert "HT et TGC font" in words


@pytest.mark.parametrize("case", ["exempt", "franchise"])
def test_without_tax_there_is_one_amount(unit, case):
    rate = services()
    none = {f"rate-{rate.pk}-base": "", f"rate-{rate.pk}-printed": ""}
    assert "Sans TGC" in text_of(entered(unit, tax_case=case, **none))
    entered(unit, tax_case=case, total="100 000", **none)
    assert Invoice.objects.get().tax == 0


def test_the_rates_are_those_of_the_invoice_s_day(unit):
    today, rate = local_today(), services()
    TaxRate.objects.filter(pk=rate.pk).update(valid_until=today - timedelta(days=10))
    new = TaxRate.objects.create(
        label="services", percent=7, valid_from=today - timedelta(days=9), source="Loi"
    )
    assert "Les taux ont changé avec la date" in text_of(entered(unit, issued_on=today.isoformat()))
    old = {f"rate-{rate.pk}-base": "100 000", f"rate-{rate.pk}-printed": "6 000"}
    entered(unit, issued_on=(today - timedelta(days=12)).isoformat(), **old)
    seven = {f"rate-{new.pk}-base": "100 000", f"rate-{new.pk}-printed": "7 000"}
    none = {f"rate-{rate.pk}-base": None, f"rate-{rate.pk}-printed": None}
    entered(unit, number="F-2", total="107 000", **seven, **none)
    assert [invoice.taxes.get().rate for invoice in Invoice.objects.order_by("pk")] == [rate, new]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("net", "cent mille", "montant"),
        ("received_on", "2999-01-01", "à venir"),
        ("received_on", "31/02/2026", "date"),
        ("total", "", "obligatoire"),
        ("provider_name", "Studio\nNiaouli\x00", "Studio"),
        ("mentions", "999999", "choix"),
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(unit, field, value, said):
    page = entered(unit, **{field: value})
    assert page.status_code == 200
    assert not Invoice.objects.exists()
    assert said in text_of(page)
    assert "F-2026-14" in text_of(page)


def test_what_isnt_a_pdf_is_refused(unit):
    page = entered(unit, pdf=SimpleUploadedFile("facture.pdf", b"<html>"))
    assert "pas un PDF" in text_of(page)
    assert not Invoice.objects.exists()


def test_the_same_number_of_the_same_provider_is_refused_by_name(unit):
    entered(unit)
    assert "est déjà saisie" in text_of(entered(unit, provider_name="STUDIO NIAOULI"))
    assert Invoice.objects.count() == 1


def test_an_invoice_that_came_back_is_corrected_under_its_number(unit, pdf):
    rate = services()
    entered(unit, pdf=pdf)
    invoice = Invoice.objects.get()
    today = local_today().isoformat()
    unit.post(step(invoice, "renvoyer"), {"on": today, "reason": "TGC fausse"})
    unit.post(step(invoice, "recevoir"), {"on": today})
    fixed = {"net": "90 000", "total": "95 400", f"rate-{rate.pk}-base": "90 000"}
    fixed |= {f"rate-{rate.pk}-printed": "5 400"}
    unit.post(reverse("budget:invoice_edit", args=[invoice.pk]), typed(**fixed))
    invoice.refresh_from_db()
    assert (invoice.net, invoice.total, invoice.taxes.get().printed) == (90_000, 95_400, 5_400)
    assert invoice.pdf


def step(invoice, slug):
    return reverse("budget:invoice_step", args=[invoice.pk, slug])


def match(client, invoice, target, amount=None, **fields):
    sent = {
        "on": local_today().isoformat(),
        "parts-TOTAL_FORMS": 1,
        "parts-INITIAL_FORMS": 0,
        "parts-0-target": target,
        "parts-0-amount": amount or invoice.total,
    }
    return client.post(reverse("budget:invoice_match", args=[invoice.pk]), sent | fields)


def test_the_service_is_done_on_the_commitment_and_its_gap_is_shown(unit):
    order = committed(amount=200_000, provider_name="studio niaouli")
    invoice = registered()
    offered = unit.get(reverse("budget:invoice_match", args=[invoice.pk]))
    assert offered.context["forms"].parts[0].initial == {"target": f"e{order.pk}", "amount": 106_000}
    match(unit, invoice, f"e{order.pk}")
    words = text_of(unit.get(invoice.get_absolute_url()))
    assert francs(94_000) in words
    assert "Noter le mandat" in words


def test_parts_that_dont_make_the_total_are_refused_with_what_was_typed(unit):
    invoice, row = registered(), line()
    page = match(unit, invoice, f"l{row.pk}", 50_000)
    assert "il faut le même montant" in text_of(page)
    assert f'value="l{row.pk}" selected' in text_of(page)
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.RECEIVED


def test_a_reception_says_for_what_and_with_whom(unit):
    row = line(account=account(line().fiscal_year, article="6257", is_reception=True))
    invoice = registered()
    assert "demande l’objet et les convives" in text_of(match(unit, invoice, f"l{row.pk}"))
    match(unit, invoice, f"l{row.pk}", reception_purpose="Point presse", reception_guests="Six journalistes")
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.CERTIFIED


def test_a_line_that_has_not_enough_asks_the_head_for_a_reason(client):
    client.force_login(people.head())
    row, invoice = line(50_000), registered()
    page = match(client, invoice, f"l{row.pk}")
    assert francs(50_000) in text_of(page)
    assert 'name="derogation_reason"' in text_of(page)
    match(client, invoice, f"l{row.pk}", derogation_reason="Alerte cyclonique")
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.CERTIFIED


def test_each_step_to_the_payment_and_back(client):
    client.force_login(people.head())
    invoice, today = certified(committed()), local_today().isoformat()

    def after(slug, **fields):
        assert client.get(step(invoice, slug)).status_code == 200
        assert client.post(step(invoice, slug), fields).url == invoice.get_absolute_url()
        invoice.refresh_from_db()
        return invoice.state

    assert after("mandat", number="M-7", on=today) == "mandated"
    assert after("paiement", on=today) == "paid"
    assert after("reprendre-paiement", reason="Rejet") == "mandated"
    assert after("reprendre-mandat", reason="Rejet") == "certified"
    assert after("reprendre-service", reason="Pas livré") == "received"
    assert after("renvoyer", reason="RIB absent", on=today) == "returned"
    assert after("annuler", reason="Abandonnée") == "cancelled"
    assert client.get(step(invoice, "mandat")).status_code == 302
    assert client.get(step(invoice, "effacer")).status_code == 404
    assert "RIB absent" in text_of(client.get(invoice.get_absolute_url()))


def test_a_step_without_its_reason_stays_open(unit):
    invoice = registered()
    assert "Dites pourquoi" in text_of(unit.post(step(invoice, "annuler"), {"reason": " "}))
    invoice.refresh_from_db()
    assert invoice.state == InvoiceState.RECEIVED


def test_what_the_checks_found_is_the_reason_of_the_return(unit):
    rate = services()
    wrong = {"total": "106 100", f"rate-{rate.pk}-printed": "6 100"}
    rib = Mention.objects.active().last()
    entered(unit, as_printed="on", mentions=[m.pk for m in Mention.objects.active() if m != rib], **wrong)
    reason = unit.get(step(Invoice.objects.get(), "renvoyer")).context["form"]["reason"].value()
    assert reason.endswith(f"Mentions absentes : {rib.label}.")
    assert francs(6_100) in reason


def test_the_assistant_takes_no_payment_back(unit):
    assert unit.get(step(registered(), "reprendre-paiement")).status_code == 403


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"A-1", "A-2", "B-1"}),
        ("state=certified", {"B-1"}),
        ("provider=béton", {"B-1"}),
        ("situation=late", {"A-1"}),
        ("situation=soon", {"A-1", "A-2"}),
        ("q=a-2", {"A-2"}),
        ("year=1999", {"A-1", "A-2", "B-1"}),
        ("state=lost", {"A-1", "A-2", "B-1"}),
    ],
)
def test_the_list_is_what_its_address_says_with_its_total(unit, query, shown):
    today = local_today()
    registered(number="A-1", received_on=today - timedelta(days=31))
    registered(number="A-2", received_on=today - timedelta(days=25))
    certified(line(), number="B-1", provider_name="Beton du Sud")
    page = unit.get(reverse("budget:invoices") + f"?{query}")
    assert {invoice.number for invoice in page.context["page"].items} == shown
    assert page.context["totals"]["whole"] == 106_000 * len(shown)


def test_a_returned_invoice_doesnt_age_and_the_oldest_stands_first(unit):
    today = local_today()
    old = registered(received_on=today - timedelta(days=40))
    young = registered(received_on=today - timedelta(days=3))
    away = registered(received_on=today - timedelta(days=50))
    actions.return_invoice(invoice=away, actor=people.assistant(), on=today, reason="RIB")
    page = unit.get(reverse("budget:invoices_ageing"))
    assert page.context["page"].items == [old, young]
    assert (page.context["late"], page.context["returned"]) == ((1, 106_000), (1, 106_000))
    assert "En retard de 10 jours" in text_of(page)


@pytest.mark.parametrize("name", ["budget:invoices", "budget:invoices_ageing"])
def test_a_page_of_invoices_costs_as_many_queries_as_one(unit, name):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            assert unit.get(reverse(name)).status_code == 200
        return len(seen)

    registered()
    queries()
    one = queries()
    for _ in range(24):
        registered()
    assert queries() == one


def test_without_any_invoice_the_pages_say_what_they_are_for(unit):
    assert "Saisir une facture" in text_of(unit.get(reverse("budget:invoices")))
    assert "Rien à mandater" in text_of(unit.get(reverse("budget:invoices_ageing")))
