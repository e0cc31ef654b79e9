from django.apps import AppConfig
from django.db.models.signals import post_migrate

from hours.defaults import make_first_rules


class HoursConfig(AppConfig):
    """Time worked beyond the usual day, the recuperation it gives, and who carries too much."""

    name = "hours"
    label = "hours"
    verbose_name = "Heures"

    def ready(self) -> None:
        # Django's own signal, as for the circuits: there are rules to correct from the first day
        post_migrate.connect(make_first_rules, sender=self)
