"""Promise 11: what is committed was there to be committed, or somebody entitled said why not."""

import pytest
from django.db import IntegrityError, transaction

from budget import actions
from budget.documents import Document
from budget.errors import AlreadyThere, NotEnough, NotNow, NotYours, WordsMissing, Wrong
from budget.models import (
    BudgetRules,
    Commitment,
    CommitmentState,
    ControlMode,
    Derogation,
    DocumentKind,
    Line,
    Movement,
)
from tests.budget.factories import certified, committed, line
from tests.people import factories as people

pytestmark = pytest.mark.django_db


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def test_a_commitment_takes_from_what_is_available():
    row = line(1_000_000)
    commitment = committed(row, 300_000)
    row = fresh(row)
    assert (row.voted, row.committed, row.available) == (1_000_000, 300_000, 700_000)
    assert (commitment.amount, commitment.remaining) == (300_000, 300_000)
    assert commitment.document_reference.startswith(f"ENG-{row.fiscal_year.year}-")


def test_a_line_that_blocks_says_what_remains_and_keeps_it():
    row = line(100_000)
    with pytest.raises(NotEnough, match=r"Il reste 100\W000"):
        committed(row, 100_001)
    assert fresh(row).available == 100_000
    assert not Commitment.objects.exists()


def test_the_whole_of_a_line_may_be_committed():
    row = line(100_000)
    committed(row, 100_000)
    assert fresh(row).available == 0


def test_a_line_that_warns_lets_go_and_says_so():
    row = line(100_000, mode=ControlMode.WARN)
    done = actions.commit_credits(line=row, amount=150_000, label="Film", actor=people.assistant())
    assert "n’avait plus que" in done.warning
    assert fresh(row).available == -50_000


def test_a_free_line_says_nothing():
    row = line(100_000, mode=ControlMode.FREE)
    done = actions.commit_credits(line=row, amount=150_000, label="Film", actor=people.assistant())
    assert done.warning == ""


def test_a_derogation_has_its_reason_and_stays_to_be_read():
    row = line(100_000)
    commitment = committed(row, 130_000, actor=people.head(), derogation_reason="Alerte cyclonique")
    derogation = Derogation.objects.get()
    assert (derogation.shortfall, derogation.reason) == (30_000, "Alerte cyclonique")
    assert Commitment.objects.derogatory().get() == commitment
    assert list(Line.objects.overdrawn()) == [row]


def test_the_assistant_does_not_derogate():
    with pytest.raises(NotYours, match="revient à qui décide"):
        committed(line(100_000), 130_000, derogation_reason="Urgent")


def test_the_rules_may_leave_derogations_to_the_cabinet():
    BudgetRules(head_may_derogate=False).save()
    row = line(100_000)
    with pytest.raises(NotYours):
        committed(row, 130_000, actor=people.head(), derogation_reason="Urgent")
    committed(row, 130_000, actor=people.cabinet(), derogation_reason="Urgent")
    assert fresh(row).available == -30_000


def test_the_same_document_commits_once():
    row, order = line(), Document(DocumentKind.ORDER, "BC-1")
    first, again = committed(row, 5_000, document=order), committed(row, 5_000, document=order)
    assert first == again
    assert fresh(row).committed == 5_000
    with pytest.raises(AlreadyThere, match="BC-1"):
        committed(row, 6_000, document=order)


@pytest.mark.parametrize("amount", [0, -1])
def test_a_commitment_is_for_some_francs(amount):
    with pytest.raises(Wrong):
        committed(line(), amount)


def test_a_stranger_commits_nothing():
    with pytest.raises(NotYours):
        committed(line(), actor=people.department_contact())


def test_nothing_is_committed_on_a_year_that_is_closing():
    row = line()
    actions.start_closing(fiscal_year=row.fiscal_year, actor=people.head())
    with pytest.raises(NotNow, match="en clôture"):
        committed(row)


def test_amending_takes_more_or_gives_back():
    row = line(1_000_000)
    commitment = committed(row, 300_000)
    say = {"actor": people.assistant(), "reason": "Un tirage de plus"}
    assert actions.amend_commitment(commitment=commitment, amount=450_000, **say).commitment.amount == 450_000
    assert fresh(row).available == 550_000
    actions.amend_commitment(commitment=commitment, amount=200_000, **say)
    assert fresh(row).available == 800_000
    with pytest.raises(NotEnough):
        actions.amend_commitment(commitment=commitment, amount=1_000_001, **say)
    with pytest.raises(WordsMissing):
        actions.amend_commitment(commitment=commitment, amount=1, actor=people.assistant(), reason=" ")


def test_amending_stops_at_what_is_invoiced():
    commitment = committed(line(), 300_000)
    certified(commitment, 100_000)
    with pytest.raises(Wrong, match=r"106\W000"):
        actions.amend_commitment(
            commitment=commitment, amount=105_999, actor=people.assistant(), reason="Moins"
        )


def test_settling_gives_the_rest_back_and_reopening_takes_it_again():
    row = line(1_000_000)
    commitment = committed(row, 300_000)
    certified(commitment, 100_000)
    settled = actions.release_commitment(commitment=commitment, actor=people.assistant())
    assert (settled.state, settled.remaining) == (CommitmentState.SETTLED, 0)
    assert fresh(row).available == 894_000
    done = actions.reopen_commitment(commitment=settled, actor=people.assistant(), reason="Reliquat à livrer")
    assert (done.commitment.state, done.commitment.remaining) == (CommitmentState.OPEN, 194_000)
    assert fresh(row).available == 700_000


def test_reopening_needs_the_credits_to_be_there_still():
    row = line(300_000)
    settled = actions.release_commitment(commitment=committed(row, 300_000), actor=people.assistant())
    committed(row, 100_000)
    with pytest.raises(NotEnough):
        actions.reopen_commitment(commitment=settled, actor=people.assistant(), reason="À livrer")
    assert fresh(settled).state == CommitmentState.SETTLED


# --- what PostgreSQL refuses by itself ------------------------------------------------------------
def refused(name):
    return pytest.raises(Exception, match=name)


def test_a_movement_is_neither_changed_nor_deleted():
    movement = committed().movements.get()
    with pytest.raises(Exception, match="ne se modifient ni ne se suppriment"), transaction.atomic():
        Movement.objects.filter(pk=movement.pk).update(amount=1)
    with pytest.raises(Exception, match="ne se modifient ni ne se suppriment"), transaction.atomic():
        Movement.objects.filter(pk=movement.pk).delete()
    assert fresh(movement).amount == 300_000


@pytest.mark.parametrize("total", ["voted", "frozen", "committed", "invoiced"])
def test_a_total_moves_by_the_ledger_only(total):
    row = line()
    with refused("que par un mouvement"), transaction.atomic():
        Line.objects.filter(pk=row.pk).update(**{total: 5})
    assert not Line.objects.wrong().exists()


def test_the_database_refuses_what_the_line_has_not():
    row = line(100)
    commitment = committed(row, 100)
    with pytest.raises(IntegrityError, match="il manque 1 F"), transaction.atomic():
        Movement.objects.create(
            line=row, kind="commitment", amount=1, key="smuggled", document_kind="order",
            document_reference="BC", commitment=commitment, happened_on=commitment.committed_on,
            made_by=commitment.created_by,
        )  # fmt: skip


def test_a_counter_is_the_exact_opposite():
    movement = committed().movements.get()
    with pytest.raises(IntegrityError, match="exact contraire"), transaction.atomic():
        Movement.objects.create(
            line=movement.line, kind="commitment", amount=-1, key="half", document_kind="order",
            document_reference="BC", commitment=movement.commitment, counters=movement, reason="Erreur",
            happened_on=movement.happened_on, made_by=movement.made_by,
        )  # fmt: skip


def test_a_countered_movement_gives_back_what_it_took():
    row = line()
    movement = committed(row).movements.get()
    actions.counter_movement(movement=movement, actor=people.head(), reason="Saisi deux fois")
    assert fresh(row).available == 1_000_000
    assert fresh(movement.commitment).amount == 0
