from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "comms.search"
    label = "search"
    verbose_name = "Recherche"
