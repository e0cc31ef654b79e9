"""Whatever is done in whatever order, the totals are the sums and a line that blocks isn't overspent."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from budget import actions
from budget.actions.checking import WRONG_TOTAL
from budget.errors import BudgetError
from budget.models import Commitment, DecisionKind, Invoice, InvoiceState, Line, Movement
from comms.calendar.working_days import local_today
from comms.journal.models import Entry
from tests.budget.factories import certified, committed, line, passed
from tests.people import factories as people

STEPS = ("commit", "amend", "settle", "reopen", "invoice", "take back", "mandate", "pay", "freeze", "take")
steps = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(1, 120_000)), min_size=4, max_size=14)


def one_of(rows, number):
    found = list(rows)
    return found[number % len(found)] if found else None


def do(step, amount, row, who):
    """One step on whatever is there for it; a refusal changes nothing."""
    commitment = one_of(Commitment.objects.filter(line=row).order_by("pk"), amount)
    invoice = one_of(Invoice.objects.order_by("pk"), amount)
    said = {"actor": who, "reason": "Essai"}
    match step:
        case "commit":
            committed(row, amount, actor=who)
        case "amend" if commitment:
            actions.amend_commitment(commitment=commitment, amount=amount, **said)
        case "settle" if commitment:
            actions.release_commitment(commitment=commitment, actor=who)
        case "reopen" if commitment:
            actions.reopen_commitment(commitment=commitment, **said)
        case "invoice":
            certified(commitment or row, amount)
        case "take back" if invoice:
            actions.unmatch_invoice(invoice=invoice, **said)
        case "mandate" if invoice:
            actions.record_mandate(invoice=invoice, number="M", on=local_today(), actor=who)
        case "pay" if invoice:
            actions.record_payment(invoice=invoice, on=local_today(), actor=who)
        case "freeze":
            passed(DecisionKind.FREEZE, {row: amount})
        case "take":
            passed(DecisionKind.AMENDING, {row: -amount})


@pytest.mark.django_db
@given(steps)
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_sequence_keeps_the_sums_and_the_credits(db, sequence):
    mark = transaction.savepoint()
    row, who = line(200_000), people.head()
    for step, amount in sequence:
        try:
            with transaction.atomic():
                do(step, amount, row, who)
        except BudgetError:
            pass
        now = Line.objects.get(pk=row.pk)
        assert now.available >= 0
        assert not Line.objects.wrong().exists()
        for commitment in Commitment.objects.filter(line=row):
            of_it = Movement.objects.filter(commitment=commitment)
            assert commitment.amount == of_it.filter(kind__in=("commitment", "release")).total()
            assert commitment.invoiced == of_it.filter(kind="invoiced").total()
        counted = Invoice.objects.filter(state__in=(InvoiceState.CERTIFIED, "mandated", "paid"))
        assert now.invoiced == sum(counted.values_list("total", flat=True))
    transaction.savepoint_rollback(mark)


@pytest.mark.django_db
def test_the_same_key_again_writes_nothing_more():
    movement = committed().movements.get()
    assert Movement.objects.filter(key=movement.key).count() == 1
    committed(movement.line, 300_000)
    assert len(set(Movement.objects.values_list("key", flat=True))) == Movement.objects.count()


@pytest.mark.django_db
def test_a_wrong_total_is_told_once():
    row = line()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger: a hand in the database
        cursor.execute("UPDATE budget_line SET voted = voted + 7 WHERE id = %s", [row.pk])
        cursor.execute("SET LOCAL session_replication_role = origin")
    for _ in range(2):
        assert actions.tell_of_wrong_totals() == [row]
    entry = Entry.objects.get(verb=WRONG_TOTAL)
    assert entry.data == {"voted": [1_000_007, 1_000_000]}
