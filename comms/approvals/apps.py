from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Versions, circuits, decisions: the one approval mechanism."""

    name = "comms.approvals"
    label = "approvals"
    verbose_name = "Validations"
