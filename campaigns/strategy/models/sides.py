from django.db import models


class Side(models.TextChoices):
    """Whom communication turns to: the town's own people, or everybody else."""

    INTERNAL = "internal", "Interne"
    EXTERNAL = "external", "Externe"
