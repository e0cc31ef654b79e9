from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Strategy, requests, actions. An empty room: nothing is built here yet."""

    name = "campaigns"
    label = "campaigns"
    verbose_name = "Campagnes"
