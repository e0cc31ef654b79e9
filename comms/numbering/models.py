from django.db import models


class Counter(models.Model):
    """The last number given in a series and a year."""

    series = models.CharField("série", max_length=40)
    year = models.PositiveSmallIntegerField("année")
    last = models.PositiveIntegerField("dernier numéro", default=0)

    class Meta:
        verbose_name = "compteur"
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="counter_is_one_a_series_and_year"),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year} : {self.last}"
