from django.apps import AppConfig


class MissionsConfig(AppConfig):
    """What the town asks of a contractor, from the need to its award."""

    name = "contractors.missions"
    label = "missions"
    verbose_name = "Missions"
