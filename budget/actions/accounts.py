"""The chart of a year: its accounts, and taking back what was added to it by mistake."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from budget.actions.guards import needs
from budget.errors import AlreadyThere, NotNow
from budget.models import Account, FiscalYear, Line
from budget.permissions import may_run_year
from comms.journal.actions import record
from comms.people.models import User

NOT_YOURS = "Tenir le plan de comptes revient à qui décide du budget."


@transaction.atomic
def write_account(
    *, fiscal_year: FiscalYear, actor: User, account: Account | None = None, **facts: Any
) -> Account:
    """A new account, or this one put right. Raises AlreadyThere, NotNow."""
    needs(may_run_year(actor), NOT_YOURS)
    if not fiscal_year.is_decidable:
        raise NotNow("L’exercice est clos : son plan de comptes ne change plus.")
    row = account or Account(fiscal_year=fiscal_year)
    for name, value in facts.items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name == "account_is_once_in_its_chart":
            raise AlreadyThere(f"Le compte {row.code} est déjà au plan de {fiscal_year.year}.") from error
        raise
    record(actor=actor, verb="a corrigé le compte" if account else "a ajouté le compte", target=row)
    return row


@transaction.atomic
def remove_account(*, account: Account, actor: User) -> None:
    """As long as it has no line. Raises NotNow."""
    needs(may_run_year(actor), NOT_YOURS)
    _remove(account, f"Le compte {account.code} a des lignes : retirez-les d’abord.")
    record(actor=actor, verb=f"a retiré le compte {account}", target=account.fiscal_year)


@transaction.atomic
def remove_line(*, line: Line, actor: User) -> None:
    """As long as nothing rests on it: neither decision, nor movement, nor the year after. Raises NotNow."""
    needs(may_run_year(actor), NOT_YOURS)
    _remove(line, f"Une décision, un mouvement ou une autre ligne repose sur « {line} » : elle reste.")
    record(actor=actor, verb=f"a retiré la ligne « {line} »", target=line.fiscal_year)


def _remove(row: Account | Line, refusal: str) -> None:
    try:
        row.delete()
    except ProtectedError as error:
        raise NotNow(refusal) from error
