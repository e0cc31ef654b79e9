from django.apps import AppConfig


class DeskConfig(AppConfig):
    """What looks across the apps: « Ma journée », search, notifications."""

    name = "desk"
    label = "desk"
    verbose_name = "Bureau"
