from django.apps import AppConfig


class BudgetConfig(AppConfig):
    """The unit's money. An empty room: nothing is built here yet."""

    name = "budget"
    label = "budget"
    verbose_name = "Budget"
