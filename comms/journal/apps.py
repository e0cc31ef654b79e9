from django.apps import AppConfig


class JournalConfig(AppConfig):
    """What was done, by whom, when and why; append-only."""

    name = "comms.journal"
    label = "journal"
    verbose_name = "Historique"
