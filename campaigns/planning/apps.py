from django.apps import AppConfig
from django.db.models.signals import post_migrate

from campaigns.planning.defaults import make_first_templates


class PlanningConfig(AppConfig):
    """Actions, the retro-planning that leads to their day, the tasks that make them."""

    name = "campaigns.planning"
    label = "planning"
    verbose_name = "Actions"

    def ready(self) -> None:
        # Django's own signal, as for the circuits: there are plans to apply from the first day
        post_migrate.connect(make_first_templates, sender=self)
