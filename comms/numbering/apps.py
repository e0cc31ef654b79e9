from django.apps import AppConfig


class NumberingConfig(AppConfig):
    name = "comms.numbering"
    label = "numbering"
    verbose_name = "Numérotation"
