from django.apps import AppConfig


class TownConfig(AppConfig):
    """The town as its settings page describes it: name, site, colours."""

    name = "comms.town"
    label = "town"
    verbose_name = "Ville"
