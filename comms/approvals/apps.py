from django.apps import AppConfig
from django.db.models.signals import post_migrate

from comms.approvals.defaults import make_missing_circuits


class ApprovalsConfig(AppConfig):
    """Versions, circuits, decisions: the one approval mechanism."""

    name = "comms.approvals"
    label = "approvals"
    verbose_name = "Validations"

    def ready(self) -> None:
        # Django's own signal, as for content types: each approvable thing has its circuit from the first day
        post_migrate.connect(make_missing_circuits, sender=self)
