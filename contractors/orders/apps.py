from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """What the town orders: never without its credits, never without a number."""

    name = "contractors.orders"
    label = "orders"
    verbose_name = "Bons de commande"
