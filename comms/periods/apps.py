from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

from comms.periods.defaults import make_first_sentences


class PeriodsConfig(AppConfig):
    """The periods that matter: before a poll, and during a crisis."""

    name = "comms.periods"
    label = "periods"
    verbose_name = "Périodes et crises"

    def ready(self) -> None:
        # as the admin does: each room above says in its `neutrality.py` what of it is checked before a poll
        autodiscover_modules("neutrality")
        post_migrate.connect(make_first_sentences, sender=self)
