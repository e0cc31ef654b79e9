from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """Who works for the town from outside: providers, thresholds, framework contracts."""

    name = "contractors.providers"
    label = "providers"
    verbose_name = "Prestataires"
