from django.apps import AppConfig


class CommsConfig(AppConfig):
    """The ground floor that every app stands on; here only its template tags."""

    name = "comms"
    label = "comms"
    verbose_name = "Comms"
