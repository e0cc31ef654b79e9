from django.apps import AppConfig
from django.db.models.signals import post_migrate

from campaigns.requests.defaults import make_first_kinds


class RequestsConfig(AppConfig):
    """What the departments, the elected people, the associations and the press ask of the unit."""

    name = "campaigns.requests"
    label = "requests"
    verbose_name = "Demandes"

    def ready(self) -> None:
        # Django's own signal: the form has its kinds from the first day
        post_migrate.connect(make_first_kinds, sender=self)
