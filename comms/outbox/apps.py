from django.apps import AppConfig
from django.db.models.signals import post_migrate

from comms.outbox.defaults import make_control_row


class OutboxConfig(AppConfig):
    """A mail is a row first; the engine that sends it."""

    name = "comms.outbox"
    label = "outbox"
    verbose_name = "Courriels"

    def ready(self) -> None:
        # Django's own signal, as for the circuits: a reader of the page of mails finds it and writes nothing
        post_migrate.connect(make_control_row, sender=self)
