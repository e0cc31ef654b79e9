from django.apps import AppConfig


class WorksConfig(AppConfig):
    """What contractors deliver, the rights on it, and what was thought of it."""

    name = "contractors.works"
    label = "works"
    verbose_name = "Livrables"
