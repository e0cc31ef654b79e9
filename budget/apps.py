from django.apps import AppConfig
from django.db.models.signals import post_migrate

from budget.defaults import make_first_rows


class BudgetConfig(AppConfig):
    """The unit's money: credits, commitments, invoices, on one append-only ledger in whole francs."""

    name = "budget"
    label = "budget"
    verbose_name = "Budget"

    def ready(self) -> None:
        # Django's own signal, as for the circuits: there are rates and mentions from the first day
        post_migrate.connect(make_first_rows, sender=self)
