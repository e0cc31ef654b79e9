from typing import Any

from celery.signals import task_prerun
from django.apps import AppConfig
from django.utils import timezone


class TownConfig(AppConfig):
    """The town as its settings page describes it: name, site, colours, time zone."""

    name = "comms.town"
    label = "town"
    verbose_name = "Ville"

    def ready(self) -> None:
        task_prerun.connect(self.follow_time_zone, dispatch_uid="town-time-zone")

    def follow_time_zone(self, **kwargs: Any) -> None:
        """A mail written by a task says the same hour as the page."""
        timezone.activate(self.get_model("TownSettings").current().zone)
