from django.apps import AppConfig


class PlanningConfig(AppConfig):
    name = "campaigns.planning"
    label = "planning"
    verbose_name = "Actions"
