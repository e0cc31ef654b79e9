from django.apps import AppConfig


class MissionsConfig(AppConfig):
    """What is asked of contractors, from the need to the choice among their quotes."""

    name = "contractors.missions"
    label = "missions"
    verbose_name = "Missions"
