from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """A mail is a row first; the engine that sends it."""

    name = "comms.outbox"
    label = "outbox"
    verbose_name = "Courriels"
