from django.db import models


class Channel(models.Model):
    """Where an action speaks: the site, the Facebook page, posters…; the unit adds its own."""

    name = models.CharField("canal", max_length=80, unique=True)
    position = models.PositiveSmallIntegerField("rang", default=1)
    is_active = models.BooleanField("proposé", default=True)

    class Meta:
        verbose_name = "canal"
        verbose_name_plural = "canaux"
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name
