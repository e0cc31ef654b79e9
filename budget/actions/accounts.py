"""The chart of a year: its accounts."""

from typing import Any

from django.db import IntegrityError, transaction

from budget.actions.guards import needs
from budget.errors import AlreadyThere, NotNow
from budget.models import Account, FiscalYear
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
