"""An invoice to the franc: its TGC per rate, what it is matched to, its age, its mandate and payment."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from budget import actions
from budget.actions import PrintedTax
from budget.errors import AlreadyThere, NotEnough, NotNow, WordsMissing, Wrong
from budget.models import Invoice, InvoiceState, Mention, TaxCase, TaxRate
from budget.ridet import ridet_looks_odd, ridet_normalise
from comms.calendar.working_days import local_today
from tests.budget.factories import account, certified, committed, line, registered, services
from tests.people import factories as people

pytestmark = pytest.mark.django_db


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_the_tax_is_on_the_sum_of_the_lines_and_half_a_franc_goes_up():
    assert services().tax_on(12_345 + 8_765 + 431) == 1_292
    assert TaxRate(percent=Decimal(3)).tax_on(50) == 2  # 1.5 F
    assert TaxRate(percent=Decimal("5.5")).tax_on(100) == 6


def test_the_printed_tax_is_kept_within_one_franc():
    rate = services()
    printed = PrintedTax(rate, 21_541, 1_293)  # ours is 1 292
    invoice = registered(21_541, total=22_834, taxes=[printed])
    assert (invoice.total, invoice.taxes.get().printed, invoice.taxes.get().gap) == (22_834, 1_293, 1)
    with pytest.raises(Wrong, match="TGC à 6"):
        registered(21_541, total=22_835, taxes=[printed._replace(printed=1_294)])


def test_the_amounts_agree_with_one_another():
    rate = services()
    with pytest.raises(Wrong, match="Les bases"):
        registered(200, taxes=[PrintedTax(rate, 100, 6)], total=206)
    with pytest.raises(Wrong, match="HT et TGC"):
        registered(100, taxes=[PrintedTax(rate, 100, 6)], total=107)
    with pytest.raises(Wrong, match="une fois"):
        registered(200, taxes=[PrintedTax(rate, 100, 6)] * 2, total=212)


@pytest.mark.parametrize("case", [TaxCase.EXEMPT, TaxCase.FRANCHISE])
def test_without_tax_there_is_one_amount(case):
    invoice = registered(100, total=100, taxes=[], tax_case=case)
    assert invoice.net == invoice.total == 100
    with pytest.raises(Wrong, match="Sans TGC"):
        registered(100, total=106, taxes=[], tax_case=case)


def test_a_number_is_used_once_a_provider_however_it_is_written():
    registered(number="F-2026/7")
    with pytest.raises(AlreadyThere, match="déjà saisie"):
        registered(number="f-2026/7", provider_name="STUDIO NIAOULI")
    registered(number="F-2026/7", provider_name="Imprimerie du Lagon")
    assert Invoice.objects.count() == 2


def test_a_cancelled_invoice_frees_its_number():
    actions.cancel_invoice(invoice=registered(number="7"), actor=people.assistant(), reason="Doublon")
    assert registered(number="7").state == InvoiceState.RECEIVED


def test_the_mentions_that_are_missing_are_named():
    first = Mention.objects.active().first()
    invoice = registered(mentions=Mention.objects.active().exclude(pk=first.pk))
    assert invoice.missing_mentions == [first]


def test_an_invoice_counts_from_the_service_done():
    row = line(1_000_000)
    commitment = committed(row, 300_000)
    invoice = registered(100_000)
    assert fresh(row).invoiced == 0
    actions.match_invoice(
        invoice=invoice, parts=[actions.Part(row, 106_000, commitment)], actor=people.assistant(),
        on=local_today(),
    )  # fmt: skip
    after = fresh(row)
    assert (after.committed, after.invoiced, after.available) == (194_000, 106_000, 700_000)
    assert invoice.parts.get().gap == 194_000


def test_an_invoice_is_shared_between_lines_to_the_franc():
    one, other = line(), line()
    invoice = registered(100_000)
    match = {"invoice": invoice, "actor": people.assistant(), "on": local_today()}
    with pytest.raises(Wrong, match="le même montant"):
        actions.match_invoice(parts=[actions.Part(one, 50_000), actions.Part(other, 50_000)], **match)
    actions.match_invoice(parts=[actions.Part(one, 56_000), actions.Part(other, 50_000)], **match)
    assert (fresh(one).invoiced, fresh(other).invoiced) == (56_000, 50_000)


def test_more_than_what_was_committed_is_refused_with_the_way_on():
    with pytest.raises(Wrong, match="augmentez l’engagement"):
        certified(committed(line(), 100_000), 100_000)


def test_without_a_commitment_it_takes_from_what_is_available():
    row = line(100_000)
    with pytest.raises(NotEnough):
        certified(row, 100_000)
    certified(row, 90_000)
    assert fresh(row).available == 4_600


def test_a_reception_says_for_what_and_with_whom():
    year = line().fiscal_year
    row = line(account=account(year, article="6257", label="Réceptions", is_reception=True))
    invoice = registered(10_000)
    match = {
        "invoice": invoice,
        "parts": [actions.Part(row, 10_600)],
        "actor": people.assistant(),
        "on": local_today(),
    }
    with pytest.raises(WordsMissing, match="convives"):
        actions.match_invoice(**match)
    done = actions.match_invoice(
        **match, reception_purpose="Vœux de fin de chantier", reception_guests="L’équipe de la médiathèque"
    )
    assert done.invoice.reception_purpose == "Vœux de fin de chantier"


def test_the_service_done_may_be_taken_back():
    row = line(1_000_000)
    commitment = committed(row, 300_000)
    invoice = certified(commitment, 100_000)
    actions.unmatch_invoice(invoice=invoice, actor=people.assistant(), reason="Mauvaise ligne")
    assert (fresh(row).committed, fresh(row).invoiced) == (300_000, 0)
    assert fresh(commitment).remaining == 300_000
    assert fresh(invoice).state == InvoiceState.RECEIVED


def test_the_clock_stands_still_while_an_invoice_is_away():
    today = local_today()
    invoice = registered(received_on=today - timedelta(days=40))
    assert list(Invoice.objects.late(today)) == [invoice]
    actions.return_invoice(
        invoice=invoice, actor=people.assistant(), on=today - timedelta(days=30), reason="RIB absent"
    )
    assert not Invoice.objects.late(today).exists()
    actions.receive_again(invoice=fresh(invoice), actor=people.assistant(), on=today - timedelta(days=10))
    assert Invoice.objects.with_age(today).get().age == 20
    assert fresh(invoice).due_on == today + timedelta(days=10)


def test_it_is_mandated_then_paid_and_each_is_written_once():
    row = line()
    invoice, today = certified(committed(row), 100_000), local_today()
    for _ in range(2):
        actions.record_mandate(invoice=invoice, number="M-1", on=today, actor=people.assistant())
    for _ in range(2):
        actions.record_payment(invoice=invoice, on=today, actor=people.assistant())
    assert (fresh(row).mandated, fresh(row).paid) == (106_000, 106_000)
    assert fresh(invoice).state == InvoiceState.PAID


def test_nothing_is_paid_before_its_mandate_nor_mandated_before_the_service():
    invoice, today = registered(), local_today()
    with pytest.raises(NotNow):
        actions.record_payment(invoice=invoice, on=today, actor=people.assistant())
    with pytest.raises(NotNow, match="service"):
        actions.record_mandate(invoice=invoice, number="M-1", on=today, actor=people.assistant())


def test_a_payment_and_a_mandate_are_taken_back_one_after_the_other():
    row, today = line(), local_today()
    invoice = certified(committed(row), 100_000)
    actions.record_mandate(invoice=invoice, number="M-1", on=today, actor=people.assistant())
    actions.record_payment(invoice=invoice, on=today, actor=people.assistant())
    actions.counter_payment(invoice=invoice, actor=people.head(), reason="Rejet")
    actions.counter_mandate(invoice=invoice, actor=people.head(), reason="Rejet")
    assert (fresh(row).invoiced, fresh(row).mandated, fresh(row).paid) == (106_000, 0, 0)
    assert fresh(invoice).state == InvoiceState.CERTIFIED


def test_postgresql_keeps_the_amounts_of_a_counted_invoice():
    invoice = certified(committed(), 100_000)
    with pytest.raises(Exception, match="garde ses montants"), transaction.atomic():
        Invoice.objects.filter(pk=invoice.pk).update(net=1, total=2)


@pytest.mark.parametrize(
    ("typed", "kept", "odd"),
    [
        ("0 123 456.001", "0123456001", False),
        ("123 456.001", "123456001", False),
        ("123456", "123456", False),
        ("12345", "12345", True),
        ("en cours", "en cours", True),
        ("", "", False),
    ],
)
def test_a_strange_ridet_is_said_and_never_refused(typed, kept, odd):
    assert (ridet_normalise(typed), ridet_looks_odd(typed)) == (kept, odd)
