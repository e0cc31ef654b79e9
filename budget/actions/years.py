"""A year is prepared, opened, brought to its end."""

from collections.abc import Mapping
from datetime import date

from django.db import IntegrityError, transaction

from budget.actions.commitments import give_back
from budget.actions.decisions import write_decision
from budget.actions.guards import needs
from budget.actions.ledger import locked_lines
from budget.errors import AlreadyThere, NotNow
from budget.models import (
    Account,
    BudgetRules,
    Commitment,
    CommitmentState,
    Decision,
    DecisionKind,
    FiscalYear,
    Line,
    YearEnd,
    YearEndChoice,
    YearState,
)
from budget.permissions import may_run_year
from comms.journal.actions import record
from comms.people.models import User

NOT_YOURS = "Ouvrir et clore un exercice revient à qui décide du budget."
BECOMES = {
    YearEnd.ATTACH: CommitmentState.ATTACHED,
    YearEnd.CARRY: CommitmentState.CARRIED,
    YearEnd.RELEASE: CommitmentState.SETTLED,
}


@transaction.atomic
def create_year(*, year: int, actor: User) -> FiscalYear:
    """In preparation, under the nomenclature of the rules. Raises AlreadyThere."""
    needs(may_run_year(actor), NOT_YOURS)
    try:
        with transaction.atomic():
            made = FiscalYear.objects.create(year=year, nomenclature=BudgetRules.current().nomenclature)
    except IntegrityError as error:
        if FiscalYear.objects.filter(year=year).exists():
            raise AlreadyThere(f"L’exercice {year} existe déjà.") from error
        raise
    record(actor=actor, verb="a créé l’exercice", target=made)
    return made


@transaction.atomic
def copy_year(*, source: FiscalYear, actor: User) -> FiscalYear:
    """The year after, with the same chart and the same lines, without any money."""
    made = create_year(year=source.year + 1, actor=actor)
    accounts = {
        account.pk: Account.objects.create(
            fiscal_year=made,
            **{name: getattr(account, name) for name in COPIED_OF_ACCOUNT},
        )
        for account in source.accounts.all()
    }
    copies: dict[int, Line] = {}
    for line in source.lines.order_by("pk"):  # a part comes after the line it is a part of
        copies[line.pk] = Line.objects.create(
            fiscal_year=made,
            account=accounts[line.account_id],
            parent=copies.get(line.parent_id),
            copied_from=line,
            **{name: getattr(line, name) for name in COPIED_OF_LINE},
        )
    record(actor=actor, verb=f"a copié l’exercice {source.year}", target=made)
    return made


COPIED_OF_ACCOUNT = ("section", "chapter", "article", "function", "label", "is_reception")
COPIED_OF_LINE = ("label", "department_id", "operation", "mode")


@transaction.atomic
def open_year(*, fiscal_year: FiscalYear, actor: User) -> FiscalYear:
    """Once its budget primitif is passed; also a year whose closing had begun."""
    needs(may_run_year(actor), NOT_YOURS)
    if not fiscal_year.decisions.passed().filter(kind=DecisionKind.PRIMITIVE).exists():
        raise NotNow("Un exercice s’ouvre quand son budget primitif est voté.")
    fiscal_year.move(YearState.OPEN)
    record(actor=actor, verb="a ouvert l’exercice", target=fiscal_year)
    return fiscal_year


@transaction.atomic
def start_closing(*, fiscal_year: FiscalYear, actor: User) -> FiscalYear:
    """Nothing more is committed; what is committed may still be invoiced or given back."""
    needs(may_run_year(actor), NOT_YOURS)
    fiscal_year.move(YearState.CLOSING)
    record(actor=actor, verb="a commencé la clôture de l’exercice", target=fiscal_year)
    return fiscal_year


@transaction.atomic
def close_year(
    *, fiscal_year: FiscalYear, choices: Mapping[Commitment, str], actor: User, on: date
) -> Decision | None:
    """Each commitment not invoiced is attached, carried or given back; then nothing is committed any more.

    What is carried makes the draft of a « report » on the year after, which commits it again once passed:
    that draft is returned. Raises NotNow for a commitment without a choice, or without a line to go to.
    """
    needs(may_run_year(actor), NOT_YOURS)
    locked_lines(fiscal_year.lines.all())
    rows = list(Commitment.objects.of_year(fiscal_year).outstanding().select_related("line").order_by("pk"))
    chosen = {commitment.pk: YearEnd(choice) for commitment, choice in choices.items()}
    if undecided := [row for row in rows if row.pk not in chosen]:
        raise NotNow(
            f"Dites ce que deviennent les engagements non facturés ; il en reste {len(undecided)}, "
            f"dont {undecided[0].document_reference}."
        )
    carried = {row: _line_of_next_year(row) for row in rows if chosen[row.pk] == YearEnd.CARRY}
    decision = _carry_decision(fiscal_year, carried, actor) if carried else None
    for row in rows:
        _end(row, chosen[row.pk], decision, carried.get(row), actor=actor, on=on)
    fiscal_year.move(YearState.CLOSED)
    record(actor=actor, verb="a clos l’exercice", target=fiscal_year)
    return decision


def _line_of_next_year(commitment: Commitment) -> Line:
    copy = commitment.line.copies.select_related("fiscal_year", "account").order_by("-pk").first()
    if copy is None:
        raise NotNow(
            f"La ligne « {commitment.line} » n’a pas de suite l’an prochain : copiez d’abord l’exercice."
        )
    return copy


def _carry_decision(fiscal_year: FiscalYear, carried: Mapping[Commitment, Line], actor: User) -> Decision:
    shares: dict[Line, int] = {}
    for commitment, line in carried.items():
        shares[line] = shares.get(line, 0) + commitment.remaining
    return write_decision(
        fiscal_year=next(iter(shares)).fiscal_year,
        kind=DecisionKind.CARRY,
        title=f"Restes à réaliser de {fiscal_year.year}",
        lines=shares,
        author=actor,
        motive=f"Engagements de {fiscal_year.year} qui n’étaient pas facturés à sa clôture.",
    )


def _end(
    commitment: Commitment, choice: YearEnd, decision: Decision | None, to_line: Line | None,
    *, actor: User, on: date,
) -> None:  # fmt: skip
    is_carried = choice == YearEnd.CARRY
    YearEndChoice.objects.create(
        commitment=commitment,
        choice=choice,
        amount=commitment.remaining,
        decision=decision if is_carried else None,
        to_line=to_line,
        decided_by=actor,
    )
    commitment.move(BECOMES[choice])
    if choice != YearEnd.ATTACH:
        give_back(commitment, actor=actor, reason=f"Fin d’exercice : {choice.label.lower()}", on=on)
    record(actor=actor, verb=f"a choisi en fin d’exercice : {choice.label.lower()}", target=commitment)
