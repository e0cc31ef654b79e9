from django.apps import AppConfig


class PressConfig(AppConfig):
    """Media, contacts, releases, mailings and the public newsroom."""

    name = "press"
    label = "press"
    verbose_name = "Presse"
