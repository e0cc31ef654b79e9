from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PeriodsConfig(AppConfig):
    """The periods that matter: before a poll, and during a crisis."""

    name = "comms.periods"
    label = "periods"
    verbose_name = "Périodes et crises"

    def ready(self) -> None:
        # as the admin does: each room above says in its `neutrality.py` what of it is checked before a poll
        autodiscover_modules("neutrality")
