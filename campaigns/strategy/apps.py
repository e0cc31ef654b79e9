from django.apps import AppConfig


class StrategyConfig(AppConfig):
    name = "campaigns.strategy"
    label = "strategy"
    verbose_name = "Stratégie"
