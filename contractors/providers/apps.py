from django.apps import AppConfig
from django.db.models.signals import post_migrate

from contractors.providers.defaults import make_first_rows


class ProvidersConfig(AppConfig):
    """Who works for the town from outside: providers, thresholds, framework contracts."""

    name = "contractors.providers"
    label = "providers"
    verbose_name = "Prestataires"

    def ready(self) -> None:
        # Django's own signal, as for the circuits: there are trades and thresholds from the first day
        post_migrate.connect(make_first_rows, sender=self)
